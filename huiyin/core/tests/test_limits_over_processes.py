"""Whoever guesses query codes is stopped by the whole server, not by each of its processes for itself."""

import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from huiyin.core.management.commands.serve import command_line
from huiyin.core.tests.installation import Installation

pytestmark = pytest.mark.proofs

ALLOWED = 10


@pytest.fixture
def port(installation: Installation, tmp_path: Path) -> Iterator[int]:
    """A server of two processes behind a proxy, which says who asks."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    # Its own static files straight from their folder: gathering them would take longer than the test.
    env = {**installation.environment, "HUIYIN_PROXIES": "1", "HUIYIN_DEBUG": "1"}
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command_line(f"127.0.0.1:{port}", 2), env=env, stdout=log, stderr=subprocess.STDOUT)
    try:
        for _wait in range(300):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            raise AssertionError((tmp_path / "log").read_text())
        yield port
    finally:
        server.terminate()
        server.wait(timeout=60)


def guess(port: int, *, of: str = "203.0.113.7") -> int:
    """A wrong code; the status of the answer."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/p/follow/",
        data=urllib.parse.urlencode({"code": "123 456 789 012"}).encode(),
        headers={"X-Forwarded-For": of},
    )
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def occupied(port: int) -> socket.socket:
    """A line on which one process waits for the rest of a question, so that the other one answers everybody."""
    line = socket.create_connection(("127.0.0.1", port))
    line.sendall(b"GET / HTTP/1.1\r\nHost: ")
    time.sleep(0.5)
    return line


def test_ten_wrong_codes_are_all_whichever_process_is_asked(port: int) -> None:
    with occupied(port) as first:
        assert [guess(port) for _n in range(ALLOWED - 4)] == [200] * (ALLOWED - 4)
        with occupied(port):
            first.close()
            assert [guess(port) for _n in range(4)] == [200] * 4
            assert guess(port) == 429
    assert guess(port) == 429
    assert guess(port, of="203.0.113.8") == 200
