"""A throw-away PostgreSQL, sorting in Chinese: the order in which a careless range of paths would come out empty."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# One processor for each store, so that the two can be compared; the rest is as installed.
_SETTINGS = "-c listen_addresses=127.0.0.1 -c max_parallel_workers_per_gather=0"


def programs() -> Path | None:
    """Where PostgreSQL's own programs lie; None when it is not installed."""
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    there = shutil.which("initdb")
    return known[-1].parent if known else Path(there).parent if there else None


@contextmanager
def cluster(where: Path) -> Iterator[str]:
    """Its address while the block runs."""
    folder = Path(tempfile.mkdtemp(prefix="huiyin-bench-pg-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    port = _free_port()
    try:
        _run(
            where / "initdb", "-D", folder / "d", "-A", "trust", "-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8",
            "--locale-provider=icu", "--icu-locale=zh-Hans-CN",
        )  # fmt: skip
        _run(
            where / "pg_ctl", "-D", folder / "d", "-w", "-l", folder / "log", "-o", f"-p {port} -k {folder} {_SETTINGS}",
            "start",
        )  # fmt: skip
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            _run(where / "pg_ctl", "-D", folder / "d", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: str | Path) -> None:
    """As the account that may run a server; root may not."""
    words = [str(word) for word in command]
    whole = ["runuser", "-u", "postgres", "--", *words] if os.getuid() == 0 else words
    done = subprocess.run(whole, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, cwd="/")
    if done.returncode:
        raise RuntimeError(f"{words[0]}：{done.stdout[-2000:]}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
