"""Tests that span features: conformance, races, journeys, routes."""
