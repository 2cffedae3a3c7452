"""Journeys: people's whole ways through the product, in a real browser."""
