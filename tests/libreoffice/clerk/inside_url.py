"""Where the clerk's part inside LibreOffice is, and what it is called there."""

from pathlib import Path

URL = Path(__file__).with_name("inside.py").resolve().as_uri()
NAME = "xlappraisal.tests.Clerk"
