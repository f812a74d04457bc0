"""Backups and ``restore``."""
