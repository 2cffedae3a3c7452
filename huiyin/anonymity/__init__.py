"""Sealed words: knows nobody, keeps no time finer than the day and no order."""
