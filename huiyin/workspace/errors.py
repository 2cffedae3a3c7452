"""Error pages that say what happened and what to do; faults are kept by number, kind and place, without any words."""

import logging
import secrets
import sys

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from huiyin.core.logs import trace

log = logging.getLogger("huiyin.faults")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page stood open too long or cookies are off: nothing was saved, the words are still in the browser."""
    return render(request, "403.html", {"stale_form": True}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our handler500: the page shows a number, the log keeps the fault's kind and places under it.

    No path, no form data, no message of the fault: each of them may hold somebody's words.
    """
    reference = f"{secrets.randbelow(10**8):08d}"
    failure = sys.exc_info()[1]
    match = request.resolver_match
    log.error(
        "fault %s on page %s: %s", reference, match.view_name if match else "?", trace(failure) if failure else "?"
    )
    context = {"reference": reference, "stylesheet": _stylesheet()}
    return HttpResponse(loader.get_template("500.html").render(context), status=500)


def _stylesheet() -> str:
    """The address of the style sheet; none when the static files were not gathered, which may be what failed."""
    try:
        return staticfiles_storage.url("huiyin/app.css")
    except ValueError:
        log.error("static files are not gathered: run `huiyin serve` or collectstatic")
        return ""
