"""Closes a ballot, takes the tellers' keys, opens the box, and certifies the result."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.ballots import casting, counting, finishing, form, posting
from huiyin.ballots.counting import Tally
from huiyin.ballots.models import Ballot, PaperCount, Teller
from huiyin.ballots.rated import require_not_rated
from huiyin.ballots.results import beyond_cap, contradictions
from huiyin.ballots.watching import Seen
from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.clock import local_date
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.eligibility import drawing, rolls
from huiyin.eligibility.models import Roll
from huiyin.organisation.access import Reach

CLOSED = Action("ballot.closed", "投票截止")
KEY_HANDED = Action("ballot.key_handed", "监票人交出密钥")
OPENED = Action("ballot.opened", "开票")
TOO_FEW = Action("ballot.too_few", "票数不足，不开票")
HEADS_SET = Action("ballot.heads_set", "登记到会和票数")
PAPER_COUNTED = Action("ballot.paper_counted", "纸票计票")
PAPER_CHECKED = Action("ballot.paper_checked", "纸票复核")
CERTIFIED = Action("ballot.certified", "确认计票结果")
VOIDED = Action("ballot.voided", "投票作废")

REASON_MOST = 500


def close(*, ballot: Ballot, actor: Reach, now: datetime) -> Ballot:
    """After the last moment: no vote comes in any more, and the key that makes credentials is destroyed."""
    with transaction.atomic():
        locked = _locked(ballot, actor)
        if locked.state != Ballot.State.FROZEN:
            raise Refused(_("这次投票不在进行中。"))
        if now < locked.roll.use_until:
            raise Refused(_("投票时间还没有到，不能提前截止。"))
        Roll.objects.filter(pk=locked.roll.pk).update(closed_at=now)
        if locked.electronic:
            drawing.destroy_key(locked.roll, now=now)
        locked.state = Ballot.State.CLOSED if locked.electronic else Ballot.State.COUNTED
        locked.save(update_fields=["state"])
        audit.record(
            CLOSED, actor=actor.account, now=now, subject=locked, unit=locked.roll.unit,
            cast=casting.cast_count(locked),
        )  # fmt: skip
    return locked


def hand_key(*, ballot: Ballot, private: bytes, actor: Reach, now: datetime) -> Ballot:
    """A teller's private key, after close only; with the last one needed the box is opened at once."""
    with transaction.atomic():
        locked = Ballot.objects.select_for_update().select_related("roll__unit").get(pk=ballot.pk)
        teller = Teller.objects.select_for_update().filter(ballot=locked, person=actor.account.person_id).first()
        if teller is None:
            raise NotReached(_("您不是这次投票的监票人。"))
        if locked.state != Ballot.State.CLOSED:
            raise Refused(_("投票截止以后、开票以前才能交密钥。请妥善保管，不要给任何人。"))
        if not casting.fits_teller(teller, private):
            raise Refused(_("这不是您为这次投票备好的监票密钥，请核对后重新输入。"))
        teller.handed_in = True
        teller.save(update_fields=["handed_in"])
        casting.keep_key(teller, private)
        audit.record(KEY_HANDED, actor=actor.account, now=now, subject=teller, unit=locked.roll.unit)
        opened = len(casting.kept_keys(locked)) >= locked.needed
        if opened:
            _open(locked, actor, now)
            finishing.ask(now=now)
    if opened:
        casting.forget_keys(locked)
    return locked


def _open(ballot: Ballot, actor: Reach, now: datetime) -> None:
    keys = casting.kept_keys(ballot)
    questions, seen = form.from_data(ballot.form), Seen(ballot)
    try:
        ballot.nothing = casting.empty_out(ballot, keys, seen=seen.add)
    except casting.TooFew:
        casting.destroy_unopened(ballot)
        ballot.note = _("收到的电子选票不足 5 张，为不暴露投票人，不开票。请改用纸票或重办。")
        action = TOO_FEW
        ballot.counted = [counting.empty(one).to_data() for one in questions]
    else:
        action = OPENED
        answered = zip(questions, casting.answers(ballot), strict=True)
        ballot.counted = [counting.count(one, parts).to_data() for one, parts in answered]
        ballot.signs = seen.signs(ballot)
    ballot.state = Ballot.State.COUNTED
    ballot.counted_on = local_date(now)
    ballot.save(update_fields=["nothing", "note", "counted", "signs", "state", "counted_on"])
    audit.record(action, actor=actor.account, now=now, subject=ballot, unit=ballot.roll.unit, nothing=ballot.nothing)


def set_heads(
    *, ballot: Ballot, present: int, issued: int, returned: int, actor: Reach, now: datetime, written: int = 0,
    written_yes: int = 0,
) -> Ballot:  # fmt: skip
    """How many came, wrote beforehand, and how many paper slips went out and came back; until the result is certified."""
    with transaction.atomic():
        locked = _locked(ballot, actor)
        if locked.state in {Ballot.State.CERTIFIED, Ballot.State.VOID}:
            raise Refused(_("结果已经确认，不能再改。"))
        if min(present, issued, returned, written, written_yes) < 0:
            raise Refused(_("人数和票数不能是负数。"))
        locked.heads = {
            "present": present, "issued": issued, "returned": returned, "written": written, "written_yes": written_yes,
        }  # fmt: skip
        locked.save(update_fields=["heads"])
        audit.record(HEADS_SET, actor=actor.account, now=now, subject=locked, unit=locked.roll.unit, **locked.heads)
    return locked


def count_paper(*, ballot: Ballot, question: int, tally: Tally, actor: Reach, now: datetime) -> PaperCount:
    """The paper slips of one question, counted and keyed in by a teller; another teller or the office counts again."""
    with transaction.atomic():
        locked = Ballot.objects.select_for_update().select_related("roll__unit").get(pk=ballot.pk)
        _require_counter(locked, actor)
        _require_paper(locked, question, tally)
        PaperCount.objects.filter(ballot=locked, question=question).delete()
        made = PaperCount.objects.create(
            ballot=locked, question=question, counted=tally.to_data(), by=actor.account
        )  # fmt: skip
        audit.record(PAPER_COUNTED, actor=actor.account, now=now, subject=made, unit=locked.roll.unit)
    return made


def check_paper(*, paper: PaperCount, tally: Tally, actor: Reach, now: datetime) -> PaperCount:
    """A second person counts the same slips; the two counts must be equal."""
    with transaction.atomic():
        locked = Ballot.objects.select_for_update().select_related("roll__unit").get(pk=paper.ballot_id)
        _require_counter(locked, actor)
        row = PaperCount.objects.select_for_update().filter(pk=paper.pk).first()
        if row is None:
            raise Stale(_("这道题刚被重新计过票，请刷新后再复核。"))
        if locked.state not in {Ballot.State.CLOSED, Ballot.State.COUNTED}:
            raise Refused(_("投票截止以后、结果确认以前才能复核纸票。"))
        if row.by_id == actor.account.pk or row.by.person_id == actor.account.person_id:
            raise Refused(_("复核的要是另一个人。"))
        if row.counted != tally.to_data():
            raise Refused(_("两次计票的数字不一致，请重新清点；原来的计数没有改动。"))
        row.checked_by = actor.account
        row.save(update_fields=["checked_by"])
        audit.record(PAPER_CHECKED, actor=actor.account, now=now, subject=row, unit=locked.roll.unit)
    return row


def certify(*, ballot: Ballot, actor: Reach, now: datetime, cap_reason: str = "") -> Ballot:
    """The result stands: everything is counted, paper twice; more 优秀 than a third only with a written reason (§3.3)."""
    with transaction.atomic():
        locked = _locked(ballot, actor)
        if locked.state != Ballot.State.COUNTED:
            raise Refused(_("还没有计完票，不能确认结果。"))
        if locked.note:
            raise Refused(_("这次投票没有开票，没有可以确认的结果，请作废重办。"))
        if locked.paper:
            _require_paper_done(locked)
        wrong = contradictions(locked)
        if wrong:
            raise Refused(_("数字对不上，不能确认结果：%(why)s") % {"why": "".join(dict.fromkeys(wrong))})
        beyond = beyond_cap(locked)
        if beyond:
            locked.cap_reason = _checked_reason(cap_reason, beyond)
        locked.state = Ballot.State.CERTIFIED
        locked.certified_on = local_date(now)
        locked.save(update_fields=["state", "certified_on", "cap_reason"])
        entered = posting.post_result(locked, account=actor.account, now=now)
        audit.record(CERTIFIED, actor=actor.account, now=now, subject=locked, unit=locked.roll.unit, entered=entered)
    return locked


def _checked_reason(written: str, beyond: list[str]) -> str:
    reason = " ".join(written.split())
    if not reason:
        raise Refused(_("%(why)s请在“超过的理由”里写明，再确认结果。") % {"why": "".join(beyond)})
    if len(reason) > REASON_MOST:
        raise Refused(_("超过的理由最多 %(n)d 字，请写得短一些。") % {"n": REASON_MOST})
    return reason


def void(*, ballot: Ballot, reason: str, actor: Reach, now: datetime) -> Ballot:
    """The vote is held again: what lies in the box is destroyed unopened, the reason is shown to everybody on the roll."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("作废要写明原因，名册上的人都看得到。"))
    with transaction.atomic():
        locked = _locked(ballot, actor)
        if locked.state in {Ballot.State.CERTIFIED, Ballot.State.VOID}:
            raise Refused(_("结果已经确认或作废，不能再作废。"))
        if locked.electronic and locked.state != Ballot.State.DRAFT:
            drawing.destroy_key(locked.roll, now=now)
            casting.destroy_unopened(locked)
        Roll.objects.filter(pk=locked.roll.pk).update(closed_at=now, void_reason=reason)
        locked.form_digest = locked.form_digest or form.digest(form.from_data(locked.form)).hex()
        locked.state = Ballot.State.VOID
        locked.save(update_fields=["state", "form_digest"])
        audit.record(VOIDED, actor=actor.account, now=now, subject=locked, unit=locked.roll.unit)
        if locked.electronic:
            finishing.ask(now=now)
    casting.forget_keys(locked)
    return locked


def _require_counter(ballot: Ballot, actor: Reach) -> None:
    if not ballot.tellers.filter(person=actor.account.person_id).exists():
        rolls.require_office(actor, ballot.roll.unit, ballot.roll.campaign)
        require_not_rated(ballot, actor)


def _require_paper(ballot: Ballot, question: int, tally: Tally) -> None:
    questions = form.from_data(ballot.form)
    if not ballot.paper or ballot.state not in {Ballot.State.CLOSED, Ballot.State.COUNTED}:
        raise Refused(_("投票截止以后才能计纸票。"))
    if not 0 <= question < len(questions):
        raise NotReached(_("选票上没有这道题。"))
    one = questions[question]
    shape = [len(row) for row in tally.marks]
    if shape != [len(one.options)] * len(one.subjects) or min((n for row in tally.marks for n in row), default=0) < 0:
        raise Refused(_("计票的栏目与选票不符，请刷新后重新填写。"))
    for subject, row in zip(one.subjects, tally.marks, strict=True):
        if sum(row) > tally.valid or (one.kind == "vote" and sum(row) != tally.valid):
            raise Refused(
                _("“%(subject)s”各栏合计 %(sum)d，与有效票 %(valid)d 张不符，请核对。")
                % {"subject": subject, "sum": sum(row), "valid": tally.valid}
            )
    _require_others(one, tally)
    returned = ballot.heads.get("returned")
    if returned is not None and tally.valid + tally.invalid != returned:
        raise Refused(
            _("有效票 %(valid)d 张加无效票 %(invalid)d 张，不等于收回的 %(returned)d 张，请核对。")
            % {"valid": tally.valid, "invalid": tally.invalid, "returned": returned}
        )


def _require_others(one: form.Question, tally: Tally) -> None:
    """Names written in stand in the place of a 不赞成, and no slip raises more than there are seats (rules.md §7.1)."""
    if not tally.written:
        return
    known = set(map(form.one_name, one.subjects))
    doubled = [name for name in tally.written if form.one_name(name) in known]
    if doubled:
        raise Refused(_("“%(name)s”印在选票上，另选他人里不能再写；请核对。") % {"name": doubled[0]})
    others = sum(tally.written.values())
    if not one.write_ins or others > sum(row[form.NO] for row in tally.marks):
        raise Refused(_("另选他人共 %(n)d 票，多于“不赞成”的票数，请核对。") % {"n": others})
    if max(tally.written.values()) > tally.valid:
        raise Refused(_("另选他人里有人得票多于有效票 %(n)d 张，请核对。") % {"n": tally.valid})
    if one.seats and sum(row[form.YES] for row in tally.marks) + others > one.seats * tally.valid:
        raise Refused(_("赞成和另选合计多于有效票数乘应选名额，请核对。"))


def _require_paper_done(ballot: Ballot) -> None:
    if "present" not in ballot.heads:
        raise Refused(_("还没有登记到会人数和发出、收回的票数。"))
    done = ballot.paper_counts.exclude(checked_by=None).count()
    if done != len(ballot.form):
        raise Refused(_("纸票还没有由两个人计完，请先计票并复核。"))
    returned = ballot.heads["returned"]
    for row in ballot.paper_counts.all():
        counted = counting.tally_from(row.counted)
        if counted.valid + counted.invalid != returned:
            raise Refused(
                _("第 %(n)d 题计了 %(counted)d 张纸票，登记的收回数是 %(returned)d 张，请核对后重新计票或登记。")
                % {"n": row.question + 1, "counted": counted.valid + counted.invalid, "returned": returned}
            )


def _locked(ballot: Ballot, actor: Reach) -> Ballot:
    locked = Ballot.objects.select_for_update().select_related("roll__unit").get(pk=ballot.pk)
    rolls.require_office(actor, locked.roll.unit, locked.roll.campaign)
    require_not_rated(locked, actor)
    return locked
