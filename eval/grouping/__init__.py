"""Measures of near-duplicates, themes, categories and stance, beside the ways others do it."""
