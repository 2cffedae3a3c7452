"""The list of regulations by what is to be done, and the list of those who are to read one."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import NotReached
from huiyin.ledgers.books.regulations import REGULATIONS
from huiyin.organisation.access import READERS, RECORDERS
from huiyin.regulating import queries, reading_lists
from huiyin.regulating.models import Rule, RuleText
from huiyin.workspace.acts import chosen, tried
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import bound
from huiyin.workspace.regulating import shown
from huiyin.workspace.regulating.forms import AskForm

TABS = (
    ("inventory", "待评估"), ("working", "修订制定中"), ("late", "超过期限"), ("in_force", "现行有效"), ("review", "到期复查"),
    ("no_problem", "没有对应问题"), ("back", "问题又出现"), ("ended", "停止执行"), ("all", "全部登记"),
)  # fmt: skip


@staff("GET", roles=READERS)
def index(request: StaffRequest) -> HttpResponse:
    """By what is to be done, the earliest due first."""
    today, reach = clock.today(), request.reach
    wanted = request.GET.get("state", "")
    counts = queries.counted(reach, today)
    first = next((code for code in ("late", "working", "inventory") if getattr(counts, code)), "in_force")
    wanted = wanted if wanted in dict(TABS) else first
    page = shown.number(request, "page", 0)
    rows = list(queries.chosen(reach, wanted, today)[page * queries.PAGE : (page + 1) * queries.PAGE + 1])
    here = reverse("regulating_index")
    context = {
        "crumbs": shown.crumbs(), "rows": [(row, shown.state(row)) for row in rows[: queries.PAGE]], "today": today,
        "tabs": [(code, _(label), getattr(counts, code), f"{here}?state={code}") for code, label in TABS],
        "heading": _(dict(TABS)[wanted]), "may_enter": reach.is_one_of(*RECORDERS), "book": REGULATIONS,
        "older": f"{here}?state={wanted}&page={page + 1}" if len(rows) > queries.PAGE else "",
        "newer": f"{here}?state={wanted}&page={page - 1}" if page else "",
    }  # fmt: skip
    return render(request, "workspace/regulating/index.html", context)


@staff("GET")
def readers(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Who is to read the newest text, who has and who has not."""
    row = queries.rule_named(uid, request.reach)
    text = _newest(row)
    people = queries.readers(text, request.reach)
    missing = [one for one in people if one.read_on is None]
    keeps = request.reach.may(RECORDERS, row.unit, row.campaign)
    context = {
        "crumbs": shown.of(row, _("应读名单")), "row": row, "text": text, "people": people, "missing": missing,
        "mine": {one.uid for one in missing if reading_lists.may_say(request.reach, one)}, "keeps": keeps,
        "ask": AskForm(actor=request.reach),
        "has_read": len(people) - len(missing),
    }  # fmt: skip
    return render(request, "workspace/regulating/readers.html", context)


@staff("POST", roles=RECORDERS)
def ask(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Put people on the list."""
    row = queries.rule_kept(uid, request.reach)
    form = bound(AskForm, request)
    if form.is_valid():
        data = form.cleaned_data
        tried(
            request,
            lambda: reading_lists.ask(
                row, names=data["names"], everyone=data["everyone"], actor=request.reach, now=clock.now()
            ),
            _("已列入应读名单。"),
        )
    return see_other(reverse("regulating_readers", kwargs={"uid": uid}))


@staff("POST")
def read(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """已读, for the ticked people or oneself."""
    queries.rule_named(uid, request.reach)
    tried(
        request,
        lambda: reading_lists.say_read(readers=chosen(request, "reader"), actor=request.reach, now=clock.now()),
        _("已登记。"),
    )
    return see_other(reverse("regulating_readers", kwargs={"uid": uid}))


@staff("POST", roles=RECORDERS)
def read_by_list(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """已读 off a signing sheet."""
    row = queries.rule_kept(uid, request.reach)
    names = request.POST.get("names", "")
    tried(
        request,
        lambda: reading_lists.say_read_named(row, names=names, actor=request.reach, now=clock.now()),
        _("已登记。"),
    )
    return see_other(reverse("regulating_readers", kwargs={"uid": uid}))


def _newest(row: Rule) -> RuleText:
    found = queries.texts(row)
    if not found:
        raise NotReached(_("这项制度还没有文本，没有应读名单。"))
    found[0].rule = row
    return found[0]
