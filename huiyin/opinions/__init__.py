"""Opinions: rounds and channels, words that never change, pieces, consolidated items, answers."""
