"""依法删除: requests, and the second person's decision."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.consolidating import forgetting
from huiyin.core.errors import NotReached, Refused
from huiyin.opinions import erase, handling_queries, queries
from huiyin.organisation.models import Role
from huiyin.rectification.asking import forget_words
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown
from huiyin.workspace.opinions.doors import stamp
from huiyin.workspace.opinions.forms import ReasonForm


@staff("GET")
def index(request: StaffRequest) -> HttpResponse:
    """All requests of one's office, open ones among them."""
    if not request.reach.is_one_of(Role.OFFICE):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    context = {"rows": list(handling_queries.erasures(request.reach)), "crumbs": shown.crumbs((_("依法删除"), ""))}
    return render(request, "workspace/opinions/erasures.html", context)


@staff("GET", "POST")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One request: the words it would delete, its basis, and two buttons for another person."""
    found = handling_queries.erasure_named(uid, request.reach)
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do == "agree":
            done = shown.tried(
                request,
                lambda: erase.agree_to_erasure(request=found, forget=_forget, **stamp(request)),
                _("已依法删除。条数不变。"),
            )
        elif do == "decline":
            note = request.POST.get("reason", "")
            done = shown.tried(
                request,
                lambda: erase.decline_erasure(request=found, note=note, **stamp(request)),
                _("已记下不同意。"),
            )
        else:
            raise Refused(_("没有收到决定。请刷新后重试。"))
        return see_other(reverse("opinions_erasures") if done else shown.href("opinions_erasure", found.uid))
    context = {
        "asked": found,
        "line": queries.opinion_named(found.opinion_id, request.reach),
        "may_decide": erase.may_decide(found, request.reach),
        "form": ReasonForm(),
        "crumbs": shown.crumbs((_("依法删除"), reverse("opinions_erasures")), (_("一件申请"), "")),
    }
    return render(request, "workspace/opinions/erasure.html", context)


def _forget(opinion: UUID) -> None:
    """What its author said with a rating, and what was made of the words to group them, go with the words."""
    forget_words(opinion)
    forgetting.forget(opinion)
