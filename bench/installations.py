"""Empty installations to fill: the tables are made once a store and copied for every size."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import psycopg


@dataclass
class Installations:
    """Folders below `folder`, and databases beside `address` where the store is PostgreSQL."""

    folder: Path
    address: str

    def fresh(self, name: str) -> dict[str, str]:
        """The environment of a new installation that has tables and static files and no row."""
        self._empty  # noqa: B018 - made on first use
        shutil.copytree(self.folder / "empty", self.folder / name)
        if self.address:
            self._tell(f'CREATE DATABASE "{name}" TEMPLATE empty')
        return self._environment(name)

    def drop(self, name: str) -> None:
        """It was measured: its room is given back."""
        shutil.rmtree(self.folder / name)
        if self.address:
            self._tell(f'DROP DATABASE "{name}"')

    @cached_property
    def _empty(self) -> None:
        if self.address:
            self._tell("CREATE DATABASE empty")
        subprocess.run([sys.executable, "-m", "bench.tables"], env=self._environment("empty"), check=True)

    def _environment(self, name: str) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("HUIYIN_", "DJANGO_"))}
        return kept | {
            "HUIYIN_DATA": str(self.folder / name), "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
            "HUIYIN_DATABASE_URL": urlsplit(self.address)._replace(path=f"/{name}").geturl() if self.address else "",
        }  # fmt: skip

    def _tell(self, statement: str) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(statement.encode())
