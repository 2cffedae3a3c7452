"""Tests of the Excel layer; no Django, no database."""
