"""The page of one item: the original words in it, its name and category, its public answer; and the signature."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.opinions import corrections, grouping, handling_queries, inbox, queries, replying, settling, signing
from huiyin.opinions.models import Category, Item, Piece, Round
from huiyin.opinions.publicness import Checked
from huiyin.opinions.terms import SMALLEST_GROUP
from huiyin.organisation.models import Role
from huiyin.rectification.problems import ANSWERABLE
from huiyin.rectification.queries import problems
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown
from huiyin.workspace.opinions.doors import my_round, revision, stamp
from huiyin.workspace.opinions.forms import (
    AnswerForm,
    CheckForm,
    CorrectionForm,
    ItemForm,
    SettlementForm,
    SignForm,
    item_choices,
)
from huiyin.workspace.rectification.views.common import problem_look


@staff("GET", "POST")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One item with every original in it, word for word."""
    item, reach = handling_queries.item_named(uid, request.reach), request.reach
    runs = reach.may((Role.OFFICE,), item.unit, item.campaign.uid)
    if request.method == "POST":
        if not runs:
            raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
        to = _done(request, item)
        if to:
            return see_other(to)
        item = handling_queries.item_named(uid, request.reach)
    others = [one for one in handling_queries.items(item.campaign, item.unit, reach) if one.pk != item.pk]
    context = {
        "item": item,
        "state": shown.item_state(item),
        "rows": [(line, shown.about(line.piece.opinion)) for line in handling_queries.placed(item, reach)],
        "others": item_choices(others),
        "runs": runs,
        "is_open": item.state == Item.State.OPEN,
        **_forms(request, item),
        # What a refused form had in it stays.
        "written": request.POST,
        "picked": shown.chosen(request, "piece"),
        "may_check": runs and bool(item.reply) and not item.reply_checked_by_id and not item.published_on
        and replying.is_second(item, reach),
        "may_settle": runs and item.state in {Item.State.SIGNED, Item.State.REPLIED},
        "may_list": runs and item.state in ANSWERABLE,
        "problems": [(one, problem_look(one)) for one in problems(reach).filter(items=item)],
        "round": handling_queries.board_round(item, reach),
        "crumbs": shown.crumbs((_("条目 %(code)s") % {"code": item.code}, "")),
    }  # fmt: skip
    return render(request, "workspace/opinions/item.html", context)


def _forms(request: StaffRequest, item: Item) -> dict[str, forms.Form]:
    """The page's forms; the one that was sent and refused keeps what was written."""
    do = request.POST.get("do", "")
    known = queries.categories(item.campaign)
    initial = {"statement": item.statement, "category": item.category.code if item.category else "", "key": item.key}
    item_form = ItemForm if item.state == Item.State.OPEN else CorrectionForm

    def sent(*verbs: str) -> QueryDict | None:
        return request.POST if do in verbs else None

    return {
        "form": item_form(sent("save", "correct"), initial=initial, categories=known),
        "answer_form": AnswerForm(sent("draft"), initial={"text": item.reply}, auto_id="answer_%s"),
        "check_form": CheckForm(sent("check")),
        "settle_form": SettlementForm(sent("settle"), auto_id="settle_%s"),
    }


@staff("GET", "POST")
def sign(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """梳理签字: what will be posted, what lies outside, and the acknowledgement to be typed."""
    round = my_round(request, uid)
    form = SignForm(request.POST or None, initial={"revision": round.revision})
    if request.method == "POST" and form.is_valid():
        try:
            signed = signing.sign_consolidation(round=round, **form.cleaned_data, **stamp(request))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(
                request, _("已签字，%(count)d 个条目记入台账，可以列为问题、起草答复。") % {"count": signed}
            )
            return see_other(shown.href("opinions_round", round))
    items = handling_queries.items(round.campaign, round.unit, request.reach)
    context = {
        "round": round,
        "form": form,
        "wanted": signing.acknowledgement_for(round),
        "left": signing.remainder_of(round),
        "fresh": [item for item in items if item.state == Item.State.OPEN],
        "unready": signing.unready(round),
        "waiting": inbox.waiting_of(request.reach, round).count(),
        "period": signing.of_this_period(round) if round.state == Round.State.OPEN else None,
        "least": SMALLEST_GROUP,
        "may_sign": signing.may_sign(request.reach, round),
        "crumbs": shown.crumbs((_("梳理签字"), ""), round=round),
    }
    return render(request, "workspace/opinions/sign.html", context)


def _done(request: StaffRequest, item: Item) -> str:
    """One of the item page's buttons: where to go on, or nothing when it was refused."""
    do = request.POST.get("do", "")
    to = item
    if do in {"merge", "move"}:
        uid = shown.uid_or_none(request.POST.get("to", ""))
        if uid is None:
            messages.error(request, _("请选另一个条目。"))
            return ""
        to = handling_queries.item_named(uid, request.reach)
    acts = {
        "remove": lambda: grouping.remove(pieces=_picked(request), item=item, **stamp(request)),
        "move": lambda: grouping.move(pieces=_picked(request), item=item, to=to, **stamp(request)),
        "split": lambda: grouping.split_item(
            item=item, pieces=_picked(request), statement=request.POST.get("statement", ""), **stamp(request)
        ),
        "merge": lambda: grouping.merge_items(items=[item], into=to, **stamp(request)),
        "drop": lambda: grouping.drop_item(item=item, revision=revision(request), **stamp(request)),
        "save": lambda: _save(request, item),
        "correct": lambda: _correct(request, item),
        "void": lambda: corrections.void_item(
            item=item, reason=request.POST.get("reason", ""), revision=revision(request), actor=request.reach,
            now=clock.now(),
        ),
        "settle": lambda: settling.settle_item(
            item=item, settlement=_settlement(request), reason=request.POST.get("reason", ""),
            told=request.POST.get("told") == "on",
            revision=revision(request), actor=request.reach, now=clock.now(),
        ),
        "unsettle": lambda: settling.unsettle_item(
            item=item, revision=revision(request), actor=request.reach, now=clock.now()
        ),
        "draft": lambda: replying.draft_reply(
            item=item, reply=request.POST.get("text", ""), revision=revision(request), **stamp(request)
        ),
        "check": lambda: replying.check_reply(
            item=item, checked=checked(request), revision=revision(request), actor=request.reach, now=clock.now()
        ),
        "send_back": lambda: replying.send_back_reply(
            item=item, why=request.POST.get("reason", ""), revision=revision(request), actor=request.reach,
            now=clock.now(),
        ),
        "publish": lambda: replying.publish_reply(item=item, revision=revision(request), **stamp(request)),
        "withdraw": lambda: replying.withdraw_reply(
            item=item, why=request.POST.get("reason", ""), revision=revision(request), actor=request.reach,
            now=clock.now(),
        ),
    }  # fmt: skip
    if do not in acts:
        raise Refused(_("没有收到要办的事。请刷新后重试。"))
    if not shown.tried(request, acts[do], _("已办好。")):
        return ""
    if do in {"drop", "void"}:
        round = handling_queries.board_round(item, request.reach)
        return shown.href("opinions_board", round) if round else shown.crumbs()[0][1]
    return shown.href("opinions_item", to if do == "merge" else item)


def checked(request: StaffRequest) -> Checked:
    """What was ticked."""
    return Checked(**{name: request.POST.get(name) == "on" for name in ("privacy", "work_secrets", "naming")})


def _picked(request: StaffRequest) -> list[Piece]:
    return handling_queries.pieces_named(shown.chosen(request, "piece"), request.reach)


def _save(request: StaffRequest, item: Item) -> None:
    """Wording, category and mark of an unsigned item: one step for each that changed."""
    seen, when = revision(request), stamp(request)
    category = _category(request, item)
    statement, key = request.POST.get("statement", ""), request.POST.get("key") == "on"
    if grouping.statement_of(statement) != item.statement:
        seen = grouping.rename(item=item, statement=statement, revision=seen, **when).revision
    if (category.pk if category else None) != item.category_id:
        seen = grouping.set_category(item=item, category=category, revision=seen, **when).revision
    if key != item.key:
        grouping.set_key(item=item, key=key, revision=seen, **when)


def _correct(request: StaffRequest, item: Item) -> None:
    category = _category(request, item)
    if category is None:
        raise Refused(_("请选类别。"))
    corrections.correct_item(
        item=item, statement=request.POST.get("statement", ""), category=category,
        key=request.POST.get("key") == "on", reason=request.POST.get("reason", ""), revision=revision(request),
        actor=request.reach, now=clock.now(),
    )  # fmt: skip


def _category(request: StaffRequest, item: Item) -> Category | None:
    return queries.category_named(item.campaign, request.POST.get("category", ""))


def _settlement(request: StaffRequest) -> str:
    form = SettlementForm(request.POST)
    if not form.is_valid():
        raise Refused(_("请选去向并写明理由。"))
    return str(form.cleaned_data["settlement"])
