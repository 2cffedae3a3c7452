"""The door: what this is, who is asking now, what has been answered, what has been reported."""

from django.http import HttpRequest, HttpResponse

from huiyin.core import clock
from huiyin.opinions.public import asking_rounds, published
from huiyin.portal.frame import page
from huiyin.portal.gate import public
from huiyin.portal.results import answered
from huiyin.reports.public import issued

LATEST = 3


@public("GET")
def home(request: HttpRequest) -> HttpResponse:
    """The first page a citizen sees."""
    return page(
        "portal/home.html",
        {
            "rounds": asking_rounds(clock.today()),
            "answered": answered(published(size=LATEST).items),
            "reports": issued(most=LATEST),
        },
    )
