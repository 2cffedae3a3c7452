"""Calls the product's own WSGI application, as a server does, for people who have no session."""

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from huiyin.config.wsgi import application


def post(address: str, form: dict[str, str]) -> tuple[int, str]:
    """Status and page of a form sent."""
    body = urlencode(form).encode()
    environ: dict[str, Any] = {}
    setup_testing_defaults(environ)
    environ |= {
        "REQUEST_METHOD": "POST", "PATH_INFO": address, "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body), "HTTP_HOST": "localhost",
        "SERVER_NAME": "localhost", "REMOTE_ADDR": "127.0.0.1",
    }  # fmt: skip
    said: list[str] = []

    def start(status: str, headers: list[tuple[str, str]], _fault: object = None, /) -> Callable[[bytes], object]:
        said.append(status)
        return lambda data: None

    response = application(environ, start)
    try:
        page = b"".join(response).decode()
    finally:
        if hasattr(response, "close"):  # as the WSGI standard has it
            response.close()
    return int(said[0].split()[0]), page
