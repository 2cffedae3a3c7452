"""The reports' application: registers the checks of all metrics, on which every report stands."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, register


class ReportsConfig(AppConfig):
    """Metrics are checked at every start (`manage.py check`)."""

    name = "huiyin.reports"

    def ready(self) -> None:
        """Register the check; the registry can be imported only now that models are loaded."""
        from huiyin.metrics.checks import check_metrics
        from huiyin.metrics.registry import METRICS, THEMES

        def catalogue(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:
            return check_metrics(METRICS, THEMES)

        register(catalogue)
