"""All addresses: the public face under /p/, staff pages under /desk/, signing in under /accounts/ and /slip/."""

from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver
from django.views.generic import RedirectView

handler500 = "huiyin.workspace.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="portal_home")),
    path("p/", include("huiyin.portal.urls")),
    path("", include("huiyin.workspace.account.urls")),
    path("desk/", include("huiyin.workspace.desk.urls")),
    path("desk/api/", include("huiyin.api.urls")),
    path("desk/ballots/", include("huiyin.workspace.ballots.urls")),
    path("desk/campaigns/", include("huiyin.workspace.campaigns.urls")),
    path("desk/claim-audit/", include("huiyin.workspace.claim_audit.urls")),
    path("desk/consolidating/", include("huiyin.workspace.consolidating.urls")),
    path("desk/figures/", include("huiyin.workspace.figures.urls")),
    path("desk/ledgers/", include("huiyin.workspace.ledgers.urls")),
    path("desk/opinions/", include("huiyin.workspace.opinions.urls")),
    path("desk/organisation/", include("huiyin.workspace.organisation.urls")),
    path("desk/rectification/", include("huiyin.workspace.rectification.urls")),
    path("desk/reports/", include("huiyin.workspace.reports.urls")),
    path("desk/system/", include("huiyin.workspace.system.urls")),
]
