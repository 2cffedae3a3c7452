"""All addresses: the public face under /p/, and under /desk/ whatever needs a session, signing in among it.

The session's cookie is bound to /desk/ (settings), so that a browser sends none to a public page, whoever is signed in.
"""

from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver
from django.views.generic import RedirectView

handler500 = "huiyin.workspace.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="portal_home")),
    path("p/", include("huiyin.portal.urls")),
    # Where these were before: printed on slips of paper and kept in bookmarks.
    path("accounts/login/", RedirectView.as_view(pattern_name="account_login", query_string=True), name="old_login"),
    path("slip/", RedirectView.as_view(pattern_name="account_slip", query_string=True), name="old_slip"),
    path("demo-sign-in/", RedirectView.as_view(pattern_name="account_demonstration"), name="old_demonstration"),
    path("desk/", include("huiyin.workspace.account.urls")),
    path("desk/", include("huiyin.workspace.desk.urls")),
    path("desk/api/", include("huiyin.api.urls")),
    path("desk/ballots/", include("huiyin.workspace.ballots.urls")),
    path("desk/burden/", include("huiyin.workspace.burden.urls")),
    path("desk/campaigns/", include("huiyin.workspace.campaigns.urls")),
    path("desk/claim-audit/", include("huiyin.workspace.claim_audit.urls")),
    path("desk/consolidating/", include("huiyin.workspace.consolidating.urls")),
    path("desk/figures/", include("huiyin.workspace.figures.urls")),
    path("desk/gatherings/", include("huiyin.workspace.gatherings.urls")),
    path("desk/service/", include("huiyin.workspace.service.urls")),
    path("desk/regulating/", include("huiyin.workspace.regulating.urls")),
    path("desk/directives/", include("huiyin.workspace.directives.urls")),
    path("desk/special/", include("huiyin.workspace.special.urls")),
    path("desk/commitments/", include("huiyin.workspace.commitments.urls")),
    path("desk/ledgers/", include("huiyin.workspace.ledgers.urls")),
    path("desk/opinions/", include("huiyin.workspace.opinions.urls")),
    path("desk/organisation/", include("huiyin.workspace.organisation.urls")),
    path("desk/rectification/", include("huiyin.workspace.rectification.urls")),
    path("desk/reports/", include("huiyin.workspace.reports.urls")),
    path("desk/study/", include("huiyin.workspace.study.urls")),
    path("desk/supervision/", include("huiyin.workspace.supervision.urls")),
    path("desk/system/", include("huiyin.workspace.system.urls")),
]
