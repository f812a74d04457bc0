"""Putting the product where Excel and staff find it, and taking just that away again."""
