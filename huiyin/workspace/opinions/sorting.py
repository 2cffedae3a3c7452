"""分办 as a queue: one opinion, one judgement, the next opinion."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import Refused, Stale
from huiyin.opinions import inbox, queries, triage
from huiyin.opinions.models import Opinion, Round
from huiyin.organisation.models import Role
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown
from huiyin.workspace.opinions.doors import my_round, stamp
from huiyin.workspace.opinions.forms import TriageForm

Triage = Opinion.Triage
# (what it is, icon, key). 专项登记 has no key: it cannot be taken back.
CHOICES = (
    (Triage.OPINION, "message", "1"), (Triage.COMPLAINT, "scale", "2"), (Triage.PRAISE, "star", "3"),
    (Triage.INVALID, "ban", "4"),
)  # fmt: skip


@staff("GET", "POST", roles=(Role.OFFICE,))
def queue(request: StaffRequest) -> HttpResponse:
    """The next opinion to triage, of one round (?round=) or of all one's rounds; or one that was chosen (?one=)."""
    round = _round(request)
    if request.method == "GET":
        one = shown.uid_or_none(request.GET.get("one", ""))
        line = inbox.waiting_named(request.reach, one) if one else None
        line = line or inbox.next_waiting(request.reach, round, shown.uid_or_none(request.GET.get("after", "")))
        form = TriageForm(initial={"opinion": line.opinion.pk, "seen": line.opinion.triage}) if line else None
        return _page(request, round, line, form)
    form = TriageForm(request.POST)
    if not form.is_valid() or form.cleaned_data["to"] not in Triage.values:
        raise Refused(_("没有收到分办结论。请刷新后重新选择。"))
    values = form.cleaned_data
    line = queries.opinion_named(values["opinion"], request.reach)
    try:
        triage.triage(
            opinion=line.opinion, to=values["to"], seen=values["seen"], reason=values["reason"], **stamp(request)
        )
    except Stale as stale:
        # Somebody else was quicker: nothing is left to do here.
        messages.error(request, stale.sentence)
        return see_other(_here(round, after=line.opinion.pk))
    except Refused as refusal:
        form.add_error("reason", refusal.sentence)
        return _page(request, round, line, form)
    messages.success(request, _("已分办为“%(to)s”。") % {"to": Triage(values["to"]).label})
    last = {} if values["to"] == Triage.RESTRICTED else {"last": line.opinion.pk}
    return see_other(_here(round, after=line.opinion.pk, **last))


@staff("POST")
def undo(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Let an opinion wait again."""
    opinion = queries.opinion_named(uid, request.reach).opinion
    shown.tried(
        request, lambda: triage.undo_triage(opinion=opinion, actor=request.reach, now=clock.now()), _("已撤销分办。")
    )
    return see_other(shown.href("opinions_opinion", opinion))


def _page(
    request: StaffRequest, round: Round | None, line: queries.Line | None, form: TriageForm | None
) -> HttpResponse:
    context = {
        "round": round,
        "line": line,
        "about": shown.about(line.opinion) if line else "",
        "left": inbox.waiting_of(request.reach, round).count(),
        "form": form,
        "choices": CHOICES,
        "keys": [*((key, choice.label) for choice, _icon, key in CHOICES), ("0", _("跳过"))],
        "skip_href": _here(round, after=line.opinion.pk) if line else "",
        "here": _here(round),
        "last": shown.uid_or_none(request.GET.get("last", "")),
        "crumbs": shown.crumbs((_("分办"), ""), round=round),
    }
    return render(request, "workspace/opinions/triage.html", context)


def _round(request: StaffRequest) -> Round | None:
    uid = shown.uid_or_none(request.GET.get("round", ""))
    return my_round(request, uid) if uid else None


def _here(round: Round | None, **more: UUID) -> str:
    kept = {"round": str(round.uid)} if round else {}
    query = urlencode({**kept, **{name: str(value) for name, value in more.items()}})
    return reverse("opinions_triage") + (f"?{query}" if query else "")
