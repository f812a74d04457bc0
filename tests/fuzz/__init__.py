"""Arbitrary content in everything that the product reads, judged by what shares no code with it."""
