"""Audit chain, jobs, clock, identifiers, files: what every feature needs and no domain word."""
