"""A whole installation in a folder of its own, driven from outside by the `huiyin` command."""

import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

SETUP = "import django; django.setup()\n"


@dataclass
class Installation:
    """The data folder; every call is a process of its own."""

    data: Path
    database_url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("HUIYIN_", "DJANGO_"))}
        return {
            **kept,
            "HUIYIN_DATA": str(self.data),
            "HUIYIN_DATABASE_URL": self.database_url,
            "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
            "PYTHONIOENCODING": "utf-8",
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`huiyin …`."""
        return self._call(["-m", "huiyin", *arguments])

    def python(self, script: str) -> str:
        """A script inside the installation; what it prints."""
        done = self._call(["-c", SETUP + textwrap.dedent(script)])
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, script: str) -> subprocess.Popen[str]:
        """A script that goes on beside the test."""
        return subprocess.Popen(
            [sys.executable, "-c", SETUP + textwrap.dedent(script)],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        database = sqlite3.connect(self.data / "huiyin.sqlite3")
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counts = {table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}
        database.close()
        return counts

    def copy_to(self, data: Path) -> "Installation":
        """The same data in another folder."""
        shutil.copytree(self.data, data)
        data.chmod(0o700)
        return Installation(data, self.database_url)

    def _call(self, arguments: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments], env=self.environment, capture_output=True, text=True, timeout=900, check=False
        )
