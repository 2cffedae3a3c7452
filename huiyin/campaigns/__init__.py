"""Campaigns: stages, actions, leading groups, and who takes part."""
