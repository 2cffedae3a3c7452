"""Addresses for the tests of these pages; not needed once config.urls mounts them."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

from huiyin.config.urls import urlpatterns as everything


def elsewhere(request: HttpRequest, **named: object) -> HttpResponse:
    """A page of another feature."""
    return HttpResponse()


urlpatterns: list[URLPattern | URLResolver] = [
    *everything,
    path("desk/organisation/", include("huiyin.workspace.organisation.urls")),
    path("desk/campaigns/", include("huiyin.workspace.campaigns.urls")),
    *(path(f"elsewhere/{name}/", elsewhere, name=name) for name in (
        "desk_home", "ledgers_index", "opinions_rounds", "rectification_board", "rectification_orphans", "figures_index",
        "reports_list", "system_home", "system_audit", "account_home",
    )),
]  # fmt: skip
