"""Consolidating with the machine's help: it reads the remainder and proposes cards; people decide, and every decision is kept."""
