"""Promises of the text room."""
