"""The application of machine-proposed consolidation."""

from django.apps import AppConfig


class ConsolidatingConfig(AppConfig):
    """Cards that the machine proposes and people sign off."""

    name = "huiyin.consolidating"
