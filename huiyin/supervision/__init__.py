"""Supervision: plans, visits open and secret, findings that need an answer, draws and load."""
