"""The ledgers' application: registers the checks of all declarations."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, register


class LedgersConfig(AppConfig):
    """Declarations are checked at every start (`manage.py check`)."""

    name = "huiyin.ledgers"

    def ready(self) -> None:
        """Register the check; the registry can be imported only now that models are loaded."""
        from huiyin.ledgers.engine.checks import check_ledgers, check_storage
        from huiyin.ledgers.registry import LEDGERS

        def declarations(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:
            return [*check_ledgers(LEDGERS), *check_storage(LEDGERS)]

        register(declarations)
