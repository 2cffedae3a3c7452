"""Ledgers: one engine, one file a book, one list of them."""
