"""The demonstration, made once a session in a folder of its own: what its own tests and the staff's journey look at."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

# The tables of the tests here are made as those of the package's own tests are, without migrations.
from huiyin.conftest import cheap_codes as cheap_codes
from huiyin.conftest import django_db_setup as django_db_setup
from huiyin.conftest import django_db_use_migrations as django_db_use_migrations
from huiyin.core.tests.installation import Installation

# The source texts are nobody's to ship: they lie beside the work tree where they are studied, and only there the tests
# that read them exist (tests/run.sh says so when they do not).
SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
collect_ignore = [] if SEEDS.is_dir() else ["test_claim_audit.py"]

# It takes half a minute of one processor; on a busy machine several times as long.
PATIENCE = 900


@dataclass
class Demonstration:
    """A loaded demonstration: its folder, the figures it ended with, and those of each smaller campaign by its source."""

    installation: Installation
    figures: dict[str, float | None]
    beside: dict[str, dict[str, float | None]]


def load(data: Path, *more: str) -> Demonstration:
    """`huiyin demo --no-serve --json` in a process of its own."""
    made = Installation(data)
    done = subprocess.run(
        [sys.executable, "-m", "huiyin", "demo", "--no-serve", "--json", *more],
        env=made.environment, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    printed = json.loads(done.stdout.splitlines()[-1])
    beside = {name: value for name, value in printed.items() if isinstance(value, dict)}
    return Demonstration(made, {code: value for code, value in printed.items() if code not in beside}, beside)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """The demonstration as shipped."""
    return load(tmp_path_factory.mktemp("demonstration") / "var")
