"""What a user could pick instead, as scripts of their own: each reads a book, ranks, saves.

They know the table from a plan (``plan.py``) and check nothing: no finding, no explanation.
"""
