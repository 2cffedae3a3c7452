"""A copy of the demonstration served as `huiyin demo` serves it, and those who visit it with a browser."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from huiyin.core.management.commands.serve import command_line
from huiyin.core.tests.installation import Installation
from huiyin.demo.management.commands.demo import surroundings
from tests.journeys.conftest import DESK, PHONE, Visitor

# The cast of huiyin/demo/setting.toml.
OFFICE, SECOND, CLERK, UNIT_HEAD, SUPERVISOR, UNIT = "谢婉清", "林晚舟", "蒋明轩", "许知行", "石映川", "办公室"


@contextmanager
def serving(copy: Installation) -> Iterator[str]:
    """The address of an installation that holds the demonstration, while it is served."""
    back = (copy.data / "demo" / "days-back").read_text(encoding="utf-8")
    bind = f"127.0.0.1:{_free_port()}"
    env = {**surroundings(bind, copy.environment), "HUIYIN_DEMONSTRATION_DAYS_BACK": back}
    log = copy.data / "serve.log"
    with log.open("wb") as out:
        server = subprocess.Popen(command_line(bind, 2), env=env, stdout=out, stderr=out)
    try:
        host, port = bind.split(":")
        for _wait in range(300):
            with socket.socket() as knock:
                if knock.connect_ex((host, int(port))) == 0:
                    break
            time.sleep(0.2)
        else:
            raise AssertionError(log.read_text(encoding="utf-8"))
        yield f"http://{bind}"
    finally:
        server.terminate()
        server.wait(timeout=60)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def visit(chromium: Browser, *, phone: bool = False) -> Visitor:
    """Somebody with a browser of their own; what it complains of is kept."""
    options: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True} if phone else {"viewport": DESK}
    context = chromium.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(30_000)
    visitor = Visitor(context, page)
    page.on("console", lambda line: visitor.faults.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda fault: visitor.faults.append(str(fault)))
    return visitor


def signed_in(chromium: Browser, served: str, name: str) -> Visitor:
    """Comes in by the demonstration's door as somebody."""
    visitor = visit(chromium)
    visitor.page.goto(f"{served}/desk/demo-sign-in/")
    visitor.page.click(f"button:has-text('以 {name} 登录')")
    visitor.page.wait_for_url(f"{served}/desk/")
    return visitor


def well(visitor: Visitor) -> None:
    """No complaint of the browser (a refused script or style would be one), nothing over the side of the screen."""
    assert visitor.fits(), visitor.page.url
    assert visitor.faults == [], visitor.page.url


def shoot(page: Page, name: str) -> None:
    """A picture, where HUIYIN_SHOTS names a folder."""
    if folder := os.environ.get("HUIYIN_SHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"staff-{name}.png", full_page=True)
