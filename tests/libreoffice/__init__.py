"""The product in a live, headless LibreOffice."""
