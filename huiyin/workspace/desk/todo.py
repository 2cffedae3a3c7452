"""待办: what waits for one person today, gathered from the features; nothing is stored, so nothing goes stale."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.campaigns.inbox import waiting_handovers
from huiyin.ledgers.engine.batches import my_batches
from huiyin.opinions.inbox import answers_to_check, referrals_to_answer, replies_to_check, to_triage
from huiyin.organisation.access import Reach
from huiyin.organisation.grants import waiting_for
from huiyin.organisation.models import Role
from huiyin.rectification.inbox import (
    extensions_to_decide,
    feedback_to_confirm,
    look_backs_due,
    samples_to_take,
    to_check,
    to_review_as_leader,
    to_review_as_unit,
)
from huiyin.rectification.reminders import todo as reminders
from huiyin.reports.inbox import to_sign

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Todo:
    """One thing to do. Late ones come first, then by deadline; what has none comes last."""

    text: str
    href: str
    kind: str
    due_on: date | None = None
    note: str = ""

    def state(self, today: date) -> tuple[str, str, str]:
        """(word, tone, icon) of its deadline."""
        if self.due_on is None:
            return _("待办"), "neutral", "circle-dot"
        if self.due_on < today:
            return _("超期 %(n)d 天") % {"n": (today - self.due_on).days}, "danger", "alert"
        if self.due_on == today:
            return _("今天到期"), "warn", "clock"
        if self.due_on - today <= SOON:
            return _("%(n)d 天后到期") % {"n": (self.due_on - today).days}, "warn", "clock"
        return _("%(n)d 天后到期") % {"n": (self.due_on - today).days}, "info", "clock"


Collector = Callable[[Reach, date], list[Todo]]


def collect(reach: Reach, today: date) -> list[Todo]:
    """Everything that waits for this person, most urgent first."""
    found = [todo for gather in COLLECTORS for todo in gather(reach, today)]
    return sorted(found, key=lambda todo: (todo.due_on or date.max, todo.kind, todo.text))


def _listening(reach: Reach, today: date) -> list[Todo]:
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
            _("核对公开答复：%(t)s") % {"t": item.statement[:40]},
            reverse("opinions_item", kwargs={"uid": item.uid}),
            _("征求意见"),
        )
        for item in replies_to_check(reach)
    ]
    return todos


def _rectifying(reach: Reach, today: date) -> list[Todo]:
    kind = _("整改")

    def one(uid: object) -> str:
        return reverse("rectification_measure", kwargs={"uid": uid})

    todos = [Todo(r.sentence, one(r.measure.uid), kind, r.measure.due_on) for r in reminders(reach, today)]
    todos += [Todo(_("审签销号申请：%(c)s %(t)s") % _named(m), one(m.uid), kind) for m in to_review_as_unit(reach)]
    todos += [
        Todo(_("牵头领导审定：%(c)s %(t)s") % _named(m), one(m.uid), kind) for m in to_review_as_leader(reach, today)
    ]
    if waiting := to_check(reach):
        todos.append(Todo(_("%(n)d 条措施待检查") % {"n": waiting}, reverse("rectification_check"), kind))
    todos += [
        Todo(_("审批延期：%(c)s %(t)s") % _named(e.measure), one(e.measure.uid), kind, e.due_before)
        for e in extensions_to_decide(reach)
    ]
    todos += [
        Todo(_("到现场抽样询问：%(c)s %(t)s") % _named(a.measure), one(a.measure.uid), kind, a.due_on)
        for a in samples_to_take(reach)
    ]
    todos += [
        Todo(_("回头看：%(c)s %(t)s") % _named(look.measure), one(look.measure.uid), kind, look.due_on)
        for look in look_backs_due(reach, today)
    ]
    todos += [
        Todo(_("当日确认督导反馈单"), reverse("rectification_feedback", kwargs={"uid": f.uid}), kind, f.on)
        for f in feedback_to_confirm(reach, today)
    ]
    return todos


def _office(reach: Reach, today: date) -> list[Todo]:
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


def _named(measure: object) -> dict[str, str]:
    from huiyin.rectification.models import Measure

    if not isinstance(measure, Measure):
        raise TypeError(type(measure).__name__)
    return {"c": measure.code, "t": measure.statement[:40]}


COLLECTORS: tuple[Collector, ...] = (_rectifying, _listening, _office)
