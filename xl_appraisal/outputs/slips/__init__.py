"""Slips: for each window what it got and why, to be sent to its department."""
