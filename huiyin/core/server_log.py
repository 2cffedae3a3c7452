"""gunicorn's log under the same rule as ours; a module of its own, since only a server needs gunicorn."""

from typing import Any

from gunicorn.glogging import Logger as GunicornLogger  # type: ignore[import-untyped]  # gunicorn ships no types

from huiyin.core.logs import PlainFormatter


class ServerLogger(GunicornLogger):  # type: ignore[misc]  # gunicorn ships no types
    """It would print the addresses of broken requests and the paths of failed ones."""

    def setup(self, cfg: Any) -> None:  # Any: gunicorn's own configuration object
        """As gunicorn does, with our formatter."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(PlainFormatter())
