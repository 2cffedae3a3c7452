"""The machine, its load, and the versions of what is measured."""

import os
import platform
import sqlite3
from importlib import metadata
from pathlib import Path

_PACKAGES = ("Django", "psycopg", "python-calamine", "XlsxWriter")


def sentence() -> str:
    """Processor, memory, system."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor() or platform.machine(),
    )
    memory = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return (
        f"{model}，{os.cpu_count()} 个处理器，内存 {memory / 2**20:.0f} GiB，{platform.system()} {platform.release()}"
    )


def versions() -> str:
    """Python and the packages that matter here."""
    found = [f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}"]
    return "，".join([*found, *(f"{name} {metadata.version(name)}" for name in _PACKAGES)])


def load() -> float:
    """How many processes wanted a processor during the last minute."""
    return os.getloadavg()[0]


def _lines(path: str) -> list[str]:
    where = Path(path)
    return where.read_text(encoding="utf-8").splitlines() if where.exists() else []
