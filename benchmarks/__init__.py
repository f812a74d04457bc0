"""Measurements, not tests: each prints its table and says at its top how to run it."""
