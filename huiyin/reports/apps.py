"""The reports' application: registers the checks of all metrics, on which every report stands, and of the fonts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register


class ReportsConfig(AppConfig):
    """Metrics and the folder of fonts are checked at every start (`manage.py check`)."""

    name = "huiyin.reports"

    def ready(self) -> None:
        """Register the checks; the registry can be imported only now that models are loaded."""
        from huiyin.metrics.checks import check_metrics
        from huiyin.metrics.registry import METRICS, THEMES
        from huiyin.reports.pdf.content import NotPrintable
        from huiyin.reports.pdf.fonts import font_files
        from huiyin.reports.printing import fonts_folder

        def catalogue(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:
            return check_metrics(METRICS, THEMES)

        def fonts(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:
            folder = fonts_folder()
            try:
                if folder:
                    font_files(folder)
            except NotPrintable as problem:
                return [Error(str(problem), id="reports.E001")]
            return []

        register(catalogue)
        register(fonts)
