"""What waits for one person from the loop: plan, opinions, measures, votes, reports."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from huiyin.ballots.queries import to_draw as ballots_to_draw
from huiyin.ballots.queries import to_watch as ballots_to_watch
from huiyin.campaigns.amendments_read import waiting_for_plans, waiting_for_units
from huiyin.campaigns.inbox import waiting_handovers
from huiyin.campaigns.reminders import Reminder
from huiyin.campaigns.reminders import todo as action_reminders
from huiyin.core import clock
from huiyin.core.due import Nearing
from huiyin.ledgers.engine.batches import my_batches
from huiyin.opinions.inbox import answers_to_check, referrals_to_answer, replies_to_check, to_triage
from huiyin.opinions.once import to_draw as rounds_to_draw
from huiyin.opinions.signing import to_sign as to_sign_off
from huiyin.organisation.access import Reach
from huiyin.organisation.grants import waiting_for
from huiyin.organisation.models import Role
from huiyin.rectification.inbox import (
    extensions_to_decide,
    feedback_to_confirm,
    look_backs_due,
    samples_to_take,
    to_begin,
    to_check,
    to_review_as_leader,
    to_review_as_unit,
)
from huiyin.rectification.models import Measure
from huiyin.rectification.reminders import first as reminders
from huiyin.reports.inbox import to_sign
from huiyin.workspace.desk.waiting import MOST, Todo

Row = TypeVar("Row", bound=Model)


def campaigning(reach: Reach, today: date) -> list[Todo]:
    """The plan's actions that fall due, and amendments nobody answered for the own unit or the own plan."""
    todos = [Todo(r.sentence, _cells(r), _("活动"), r.action.must_end_on) for r in action_reminders(reach, today)]
    todos += [
        Todo(
            _("对方案调整表态：%(c)s %(a)s（%(u)s）")
            % {"c": w.amendment.campaign.name, "a": w.amendment.title, "u": w.unit},
            reverse("campaigns_stance", kwargs={"uid": w.amendment.uid, "unit": w.unit.uid}),
            _("活动"),
        )
        for w in waiting_for_units(reach, today)
    ]
    todos += [
        Todo(
            _("上级调整了方案，等本级落实：%(c)s %(a)s") % {"c": w.amendment.campaign.name, "a": w.amendment.title},
            reverse("campaigns_amendment", kwargs={"uid": w.amendment.uid}),
            _("活动"),
        )
        for w in waiting_for_plans(reach, today)
    ]
    return todos


def _cells(reminder: Reminder) -> str:
    """The one cell a reminder is about, or the list of them."""
    where = {"uid": reminder.action.campaign.uid, "action": reminder.action.uid}
    if reminder.units == 1:
        return reverse("campaigns_mark", kwargs={**where, "unit": reminder.unit.uid})
    lists = {Nearing.OVERDUE: "overdue", Nearing.HALF_WAY: "hole"}
    return f"{reverse('campaigns_matrix_action', kwargs=where)}?state={lists.get(reminder.kind, 'open')}"


def listening(reach: Reach, today: date) -> list[Todo]:
    todos = []
    if waiting := to_triage(reach):
        todos.append(Todo(_("%(n)d 条意见待分办") % {"n": waiting}, reverse("opinions_triage"), _("征求意见")))
    todos += [
        Todo(_("答复转来的意见"), reverse("opinions_referral", kwargs={"uid": r.uid}), _("征求意见"), r.due_on)
        for r in referrals_to_answer(reach)
    ]
    todos += [
        Todo(_("核对答复后再告知提意见的人"), reverse("opinions_referral", kwargs={"uid": r.uid}), _("征求意见"))
        for r in answers_to_check(reach)
    ]
    todos += [
        Todo(
            _("核对公开答复：%(t)s") % {"t": Truncator(item.statement).chars(40)},
            reverse("opinions_item", kwargs={"uid": item.uid}),
            _("征求意见"),
        )
        for item in replies_to_check(reach)
    ]
    todos += [
        Todo(
            _("梳理签字：%(r)s（%(u)s）") % {"r": round, "u": round.unit},
            reverse("opinions_sign", kwargs={"uid": round.uid}),
            _("征求意见"),
        )
        for round in to_sign_off(reach, today)
    ]
    return todos


def rectifying(reach: Reach, today: date) -> list[Todo]:
    kind = _("整改")

    def one(uid: object) -> str:
        return reverse("rectification_measure", kwargs={"uid": uid})

    due, more = reminders(reach, today, most=MOST)
    todos = [Todo(r.sentence, one(r.measure.uid), kind, r.measure.due_on) for r in due]
    if more:
        overdue = reverse("rectification_measures") + "?view=overdue"
        todos.append(Todo(_("另有 %(n)d 条下级措施超期，已提醒到本级") % {"n": more}, overdue, kind))
    # What is near its end or beyond it stands above already.
    todos += _first(
        to_begin(reach, today).exclude(pk__in=[r.measure.pk for r in due]),
        lambda m: Todo(_("新下达的措施，请开始整改：%(c)s %(t)s") % _named(m), one(m.uid), kind, m.due_on),
        _("另有 %(n)d 条新下达的措施"), reverse("rectification_measures") + "?state=assigned", kind,
    )  # fmt: skip
    todos += _first(
        to_review_as_unit(reach), lambda m: Todo(_("审签销号申请：%(c)s %(t)s") % _named(m), one(m.uid), kind),
        _("另有 %(n)d 条销号申请待审签"), reverse("rectification_measures") + "?state=submitted", kind,
    )  # fmt: skip
    todos += _first(
        to_review_as_leader(reach, today), lambda m: Todo(_("牵头领导审定：%(c)s %(t)s") % _named(m), one(m.uid), kind),
        _("另有 %(n)d 条措施待牵头领导审定"), reverse("rectification_measures") + "?state=org_reviewed", kind,
    )  # fmt: skip
    if waiting := to_check(reach):
        todos.append(Todo(_("%(n)d 条措施待检查") % {"n": waiting}, reverse("rectification_check"), kind))
    todos += [
        Todo(_("审批延期：%(c)s %(t)s") % _named(e.measure), one(e.measure.uid), kind, e.due_before)
        for e in extensions_to_decide(reach)
    ]
    todos += _first(
        samples_to_take(reach),
        lambda a: Todo(_("到现场抽样询问：%(c)s %(t)s") % _named(a.measure), one(a.measure.uid), kind, a.due_on),
        _("另有 %(n)d 条措施要到现场抽样询问"), reverse("rectification_measures") + "?view=not_asked", kind,
    )  # fmt: skip
    todos += _first(
        look_backs_due(reach, today),
        lambda look: Todo(_("回头看：%(c)s %(t)s") % _named(look.measure), one(look.measure.uid), kind, look.due_on),
        _("另有 %(n)d 条措施要回头看"), reverse("rectification_look_backs"), kind,
    )  # fmt: skip
    todos += [
        Todo(_("当日确认督导反馈单"), reverse("rectification_feedback", kwargs={"uid": f.uid}), kind, f.on)
        for f in feedback_to_confirm(reach, today)
    ]
    return todos


def _first(rows: QuerySet[Row], one: Callable[[Row], Todo], more: str, href: str, kind: str) -> list[Todo]:
    """The most urgent rows, and one line for all others: the desk of a large unit stays a page one can read."""
    shown = list(rows[: MOST + 1])
    todos = [one(row) for row in shown[:MOST]]
    if len(shown) > MOST:
        todos.append(Todo(more % {"n": rows.count() - MOST}, href, kind))
    return todos


def office(reach: Reach, today: date) -> list[Todo]:
    todos = [
        Todo(
            _("批准权限：%(p)s 任%(r)s") % {"p": g.person.name, "r": g.get_role_display()},
            reverse("organisation_rights"), _("权限"),
        )
        for g in waiting_for(reach)
    ]  # fmt: skip
    todos += [
        Todo(
            _("签收交接单：%(c)s") % {"c": h.campaign.name},
            reverse("campaigns_one", kwargs={"uid": h.campaign.uid}),
            _("活动"),
        )
        for h in waiting_handovers(reach)
    ]
    todos += [
        Todo(_("签发报告：%(t)s") % {"t": r.title}, reverse("reports_one", kwargs={"uid": r.uid}), _("报告"))
        for r in (to_sign(reach) if reach.is_one_of(Role.HEAD) else [])
    ]
    todos += [
        Todo(
            _("确认导入的台账"),
            reverse("ledgers_batch", kwargs={"code": b.ledger, "uid": b.uid}),
            _("台账"),
            note=b.get_state_display(),
        )
        for b in my_batches(reach)
    ]
    return todos


def _named(measure: Measure) -> dict[str, str]:
    return {"c": measure.code, "t": Truncator(measure.statement).chars(40)}


def voting(reach: Reach, today: date) -> list[Todo]:
    """Credentials to draw while they are handed out; tellers' keys to make and, after close, to hand over."""
    todos = [
        Todo(
            _("领取投票凭证：%(b)s") % {"b": one},
            reverse("ballots_draw", kwargs={"uid": one.uid}),
            _("投票"),
            clock.local_date(one.roll.draw_until),
        )
        for one in ballots_to_draw(reach, clock.now())[:MOST]
    ]
    todos += [
        Todo(
            _("领取提意见的凭证：%(r)s") % {"r": one},
            reverse("opinions_once_draw", kwargs={"uid": one.uid}),
            _("征求意见"),
        )
        for one in rounds_to_draw(reach, clock.now())[:MOST]
    ]
    return todos + [
        Todo(_("监票：%(b)s") % {"b": one}, reverse("ballots_teller", kwargs={"uid": one.uid}), _("投票"))
        for one in ballots_to_watch(reach)[:MOST]
    ]
