"""Metrics over books, and figures that open onto their entries."""
