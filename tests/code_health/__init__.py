"""Tests of the repository itself: that nothing is forgotten and nothing points backwards."""
