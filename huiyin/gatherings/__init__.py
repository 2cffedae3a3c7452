"""Talks that must be had, self-examination materials on their way, meetings that open only when ready."""
