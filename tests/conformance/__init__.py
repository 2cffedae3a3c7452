"""Suites that ask every declaration of one kind the same questions."""
