"""What the remarks make of the figures."""
