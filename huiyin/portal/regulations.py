"""公开的制度: the regulations that an office checked and made public, each in the text it checked."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from huiyin.portal.frame import page
from huiyin.portal.gate import public
from huiyin.regulating import queries
from huiyin.regulating.comparing import paragraphs
from huiyin.regulating.models import Rule

MOST = 500


@public("GET")
def rules(request: HttpRequest) -> HttpResponse:
    """By unit in official order."""
    found = queries.in_order(list(queries.public_rules()[:MOST]))
    return page(
        "portal/regulations.html", {"rules": found, "reconstruction": queries.reconstructions(found)}, section="data"
    )


@public("GET")
def rule(request: HttpRequest, *, uid: UUID) -> HttpResponse:
    """One, in the text that was checked."""
    found = queries.public_rule(uid)
    text = found.public_text
    context = {
        "rule": found, "text": text, "paragraphs": paragraphs(text.text) if text else [],
        "ended": found.state == Rule.State.ENDED, "reconstruction": queries.reconstructions([found]),
    }  # fmt: skip
    return page("portal/regulation.html", context, section="data")
