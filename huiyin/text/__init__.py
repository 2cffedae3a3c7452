"""Reads a written report: its numbers, its claims and whether they agree with each other (no Django, no network)."""
