"""The real addresses and two pages with a fault in them."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

handler500 = "huiyin.workspace.errors.server_error"


def failing(request: HttpRequest) -> HttpResponse:
    """A page with a fault in it, whose message quotes what was typed."""
    raise ValueError(f"cannot store {request.POST.get('words', '')}")


urlpatterns = [
    path("desk/failing/", failing, name="failing"),
    path("p/failing/", failing, name="public_failing"),
    path("", include("huiyin.config.urls")),
]
