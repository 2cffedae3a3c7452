"""Draws public pages without the request, so that nothing of a user or a session can slip into them."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from huiyin.opinions.public import host_name


def page(template: str, context: dict[str, Any], *, section: str = "", status: int = 200) -> HttpResponse:
    """One public page; `section` is the entry of the menu that is open. Any: templates take values of every kind."""
    return HttpResponse(render_to_string(template, {**_frame(section), **context}), status=status)


def refused(sentence: str, *, status: int) -> HttpResponse:
    """A page with one sentence: what was not done, why, how to go on."""
    return page("portal/refused.html", {"sentence": sentence}, status=status)


def not_found(sentence: str) -> HttpResponse:
    """404 with a sentence."""
    return page("portal/not_found.html", {"sentence": sentence}, status=404)


def public_address(name: str, **kwargs: object) -> str:
    """The full address of a page, as printed on what people take home."""
    return settings.PUBLIC_URL + reverse(name, kwargs=kwargs)


def _frame(section: str) -> dict[str, str]:
    return {
        "home_href": reverse("portal_home"),
        "speak_href": reverse("portal_speak_index"),
        "follow_href": reverse("portal_follow"),
        "results_href": reverse("portal_results"),
        "data_href": reverse("portal_data"),
        "section": section,
        "organisation_name": host_name(),
        "complaint_text": settings.FEEDBACK_CONTACT,
    }
