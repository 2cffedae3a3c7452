"""Prepares a ballot: the question, the tellers and their keys; freezes it together with its roll."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.ballots import casting, form
from huiyin.ballots.form import BadForm, Question
from huiyin.ballots.models import Ballot, Teller
from huiyin.ballots.presets import preset
from huiyin.ballots.rated import checked_rated, is_of_rated, require_not_rated
from huiyin.ballots.rules.election import candidates_fit
from huiyin.ballots.rules.majority import BASES, PARTS
from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.identifiers import new_uid
from huiyin.eligibility import drawing, rolls, sampling
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Person, Unit
from huiyin.text import yardsticks

CREATED = Action("ballot.created", "新建投票")
ASKED = Action("ballot.asked", "拟定选票")
TELLER_NAMED = Action("ballot.teller_named", "推选监票人")
TELLER_LEFT = Action("ballot.teller_left", "更换监票人")
TELLER_READY = Action("ballot.teller_ready", "监票人备好密钥")
FROZEN = Action("ballot.frozen", "投票定稿")

TELLERS_FEWEST, TELLERS_MOST = 2, 9
PRE_ELECTION_LINE = "due:1/2"


def create_ballot(
    *, unit: Unit, title: str, kind: str, draw_from: datetime, draw_until: datetime, use_from: datetime,
    use_until: datetime, actor: Reach, now: datetime, electronic: bool | None = None, paper: bool | None = None,
    rated: Unit | None = None, campaign: UUID | None = None, public_result: bool = False,
) -> Ballot:  # fmt: skip
    """A ballot with an empty roll. Statutory votes are on paper unless the office decides otherwise (待确认).

    A satisfaction survey is made by the office of a unit above the one that is rated, and of none below. `campaign`: the
    one in whose figures the certified result counts. `public_result`: the survey's result will stand on its public page.
    """
    chosen, rated = preset(kind), checked_rated(kind, unit, rated)
    electronic = not chosen.paper_first if electronic is None else electronic
    paper = chosen.paper_first if paper is None else paper
    if not (electronic or paper):
        raise Refused(_("请至少选一种投票方式：纸票或电子投票。"))
    if not title.strip():
        raise Refused(_("请写明投票的名称。"))
    if chosen.options:
        refuse_banned_yardsticks([title])
    if public_result and rated is None:
        raise Refused(_("只有满意度测评的结果可以在公开页公布；其他投票请不要勾选公开结果。"))
    uid = new_uid()
    with transaction.atomic():
        roll = rolls.make_roll(
            uid=uid, unit=unit, campaign=campaign, title=title, draw_from=draw_from, draw_until=draw_until,
            use_from=use_from, use_until=use_until, actor=actor, now=now,
        )  # fmt: skip
        made = Ballot(
            uid=uid, roll=roll, preset=chosen.code, edition=chosen.edition, electronic=electronic, paper=paper,
            rated=rated, public_result=public_result,
        )  # fmt: skip
        require_not_rated(made, actor)
        made.save(force_insert=True)
        audit.record(CREATED, actor=actor.account, now=now, subject=made, unit=unit, kind=chosen.code)
    return made


def ask(
    *, ballot: Ballot, revision: int, questions: Sequence[Question], actor: Reach, now: datetime, majority: str = ""
) -> Ballot:
    """Set the questions; refused once frozen, and where the candidates do not fit the seats."""
    try:
        asked = [form.checked_question(one) for one in questions]
    except BadForm as fault:
        raise Refused(str(fault)) from None
    if not asked:
        raise Refused(_("选票上至少要有一道题。"))
    chosen = preset(ballot.preset)
    for one in asked:
        if chosen.rule == "election":
            misfit = candidates_fit(one.seats, len(one.subjects), equal=chosen.code == "equal_election")
            if misfit:
                raise Refused(misfit)
        if (one.kind == "grade") != bool(chosen.options):
            raise Refused(_("“%(kind)s”的题目类型不对，请重新选择。") % {"kind": chosen.name})
        if chosen.rule == "pre_election" and majority not in {"", PRE_ELECTION_LINE}:
            raise Refused(_("预选的通过线固定为超过应到会的 1/2，不能改。"))
        # Index, rate and cap are reckoned by the place of a grade.
        if chosen.rule in {"satisfaction", "member_appraisal"} and one.options != chosen.options:
            raise Refused(
                _("“%(kind)s”的等次固定为%(options)s，不能改。")
                % {"kind": chosen.name, "options": "、".join(chosen.options)}
            )
    if chosen.options:
        refuse_banned_yardsticks(text for one in asked for text in (one.title, *one.groups, *one.subjects))
    if chosen.weights:
        if len(asked) > 1:
            raise Refused(_("满意度测评只有一道题：全部指标写在这一题里，用“分类：指标”分开。"))
        # Whoever is unhappy may leave a code: that is not for the office to leave out.
        asked = [replace(one, codes=ballot.electronic) for one in asked]
    base, _colon, part = (majority or ballot.majority).partition(":")
    if base not in BASES or part not in {*PARTS, "all"}:
        raise Refused(_("没有这种表决方式，请从规定的几种里选择。"))
    with transaction.atomic():
        locked = _locked_draft(ballot, revision, actor)
        locked.form = form.to_data(asked)
        locked.majority = majority or locked.majority
        locked.revision += 1
        locked.save(update_fields=["form", "majority", "revision"])
        audit.record(ASKED, actor=actor.account, now=now, subject=locked, unit=locked.roll.unit, questions=len(asked))
    return locked


def refuse_banned_yardsticks(texts: Iterable[str]) -> None:
    """What is graded is no banned yardstick (rules.md §12–13, 考核红线); the refusal names the clause."""
    if found := yardsticks.objections(dict.fromkeys(texts)):
        raise Refused("".join(one.sentence for one in found[:5]))


def name_teller(*, ballot: Ballot, person: Person, actor: Reach, now: datetime) -> Teller:
    """Name a teller, who is no candidate (rules.md §7.1 监票)."""
    with transaction.atomic():
        locked = _locked_draft(ballot, None, actor)
        _require_no_candidate(locked, [person])
        _require_outside(locked, [person])
        there = list(locked.tellers.values_list("person_id", flat=True))
        if person.pk in there:
            raise Refused(_("“%(name)s”已是监票人。") % {"name": person.name})
        if len(there) >= TELLERS_MOST:
            raise Refused(_("监票人最多 %(n)d 位。") % {"n": TELLERS_MOST})
        made = Teller.objects.create(ballot=locked, person=person, number=len(there) + 1)
        audit.record(TELLER_NAMED, actor=actor.account, now=now, subject=made, unit=locked.roll.unit)
    return made


def replace_tellers(*, ballot: Ballot, actor: Reach, now: datetime) -> None:
    """Begin anew with the tellers: their numbers stand in the sealed ballots, so none is taken out of the middle."""
    with transaction.atomic():
        locked = _locked_draft(ballot, None, actor)
        Teller.objects.filter(ballot=locked).delete()
        audit.record(TELLER_LEFT, actor=actor.account, now=now, subject=locked, unit=locked.roll.unit)


def give_public_key(*, ballot: Ballot, point: bytes, actor: Reach, now: datetime) -> Teller:
    """A teller's device made a key pair; here comes the public half. It may be made anew until the ballot is frozen."""
    casting.require_public(point)
    with transaction.atomic():
        locked = Ballot.objects.select_for_update().get(pk=ballot.pk)
        teller = Teller.objects.filter(ballot=locked, person=actor.account.person_id).first()
        if teller is None:
            raise NotReached(_("您不是这次投票的监票人。"))
        if locked.state != Ballot.State.DRAFT:
            raise Refused(_("投票已经定稿，监票密钥不能再换。"))
        others = locked.tellers.exclude(pk=teller.pk)
        if any(one.public is not None and bytes(one.public) == point for one in others):
            raise Refused(_("这把公钥是另一位监票人的，请在自己的设备上生成自己的密钥。"))
        teller.public = point
        teller.save(update_fields=["public"])
        audit.record(TELLER_READY, actor=actor.account, now=now, subject=teller)
    return teller


def standing(ballot: Ballot) -> str:
    """A digest of what freezing makes final beside the questions: who is on the roll and due, who the tellers are."""
    tellers = ballot.tellers.order_by("number").values_list("number", "person_id", "public")
    return audit.digest(
        [
            *rolls.listed_people(ballot.roll), "",
            *(f"{number} {person} {bytes(public or b'').hex()}" for number, person, public in tellers),
        ]
    )  # fmt: skip


def freeze(
    *, ballot: Ballot, revision: int, needed: int, actor: Reach, now: datetime, voters_checked: bool = False,
    seen: str | None = None,
) -> Ballot:  # fmt: skip
    """From here on neither question, tellers nor roll change silently; the signing key is made.

    `seen` is what the page showed of roll and tellers (`standing`): edits made meanwhile are not frozen unseen.
    `voters_checked`: the office declares that nobody on the roll lacks the right to vote, where only full members have it.
    """
    with transaction.atomic():
        locked = _locked_draft(ballot, revision, actor)
        # Under lock before it is held against what was seen: whoever lists somebody now comes after the freezing.
        rolls.locked_roll(locked.roll, actor)
        if seen is not None and seen != standing(locked):
            raise Stale(_("您打开页面以后，名册或监票人有变动，没有定稿。请看过现在的名册和监票人，再定稿。"))
        if preset(locked.preset).full_members and not voters_checked:
            raise Refused(
                _(
                    "请先核对名册并勾选声明：预备党员和留党察看期间的党员没有表决权、选举权，不列入名册。系统里没有登记党员身份，只能由办公室核对。"
                )
            )
        questions = form.from_data(locked.form)
        if not questions:
            raise Refused(_("还没有拟定选票，请先拟定。"))
        # Tellers may have been named before the question was asked.
        tellers = [one.person for one in locked.tellers.select_related("person__unit")]
        _require_no_candidate(locked, tellers)
        # A teller may have moved since.
        _require_outside(locked, tellers)
        if sampling.pending(locked.roll):
            raise Refused(_("抽样还没有完成，请等公开数值产生、抽取以后再定稿。"))
        if locked.electronic:
            _require_tellers(locked, needed)
        elif not locked.tellers.exists():
            raise Refused(_("还没有监票人，请先推选。"))
        rolls.freeze(
            roll=locked.roll, revision=locked.roll.revision, actor=actor, now=now,
            fewest=fewest_on_roll(locked),
        )  # fmt: skip
        if locked.electronic:
            drawing.make_key(locked.roll, now=now)
        locked.form_digest = form.digest(questions).hex()
        locked.size = casting.padded(form.longest(questions))
        locked.needed = needed
        locked.state = Ballot.State.FROZEN
        locked.revision += 1
        locked.save(update_fields=["form_digest", "size", "needed", "state", "revision"])
        audit.record(
            FROZEN,
            actor=actor.account,
            now=now,
            subject=locked,
            unit=locked.roll.unit,
            form=locked.form_digest,
            voters_checked=voters_checked,
        )
    return locked


def _require_no_candidate(ballot: Ballot, people: Sequence[Person]) -> None:
    subjects = {form.one_name(name) for one in form.from_data(ballot.form) for name in one.subjects}
    for person in people:
        if form.one_name(person.name) in subjects:
            raise Refused(_("“%(name)s”是候选人或评议对象，不能监票。") % {"name": person.name})


def _require_outside(ballot: Ballot, people: Sequence[Person]) -> None:
    for person in people:
        if is_of_rated(ballot, person):
            raise Refused(_("“%(name)s”是被评单位的人，不能监票。") % {"name": person.name})


def fewest_on_roll(ballot: Ballot) -> int:
    """A branch of three votes on paper; among fewer than five, a sealed ballot hides nobody."""
    return rolls.SMALLEST_ROLL if ballot.electronic else 1


def _require_tellers(ballot: Ballot, needed: int) -> None:
    tellers = list(ballot.tellers.all())
    if len(tellers) < TELLERS_FEWEST:
        raise Refused(_("电子投票至少要有 %(n)d 位监票人，一个人不能单独开票。") % {"n": TELLERS_FEWEST})
    if not TELLERS_FEWEST <= needed <= len(tellers):
        raise Refused(
            _("开票所需人数应在 %(fewest)d 与 %(most)d 之间。") % {"fewest": TELLERS_FEWEST, "most": len(tellers)}
        )
    late = [one.person.name for one in tellers if one.public is None]
    if late:
        raise Refused(_("监票人 %(names)s 还没有备好密钥，请本人登录后办理。") % {"names": "、".join(late)})


def _locked_draft(ballot: Ballot, revision: int | None, actor: Reach) -> Ballot:
    locked = Ballot.objects.select_for_update().select_related("roll__unit").get(pk=ballot.pk)
    rolls.require_office(actor, locked.roll.unit, locked.roll.campaign)
    require_not_rated(locked, actor)
    if revision is not None and locked.revision != revision:
        raise Stale(_("这次投票刚被别人改过，请刷新后再改。"))
    if locked.state != Ballot.State.DRAFT:
        raise Refused(_("投票已经定稿，不能再改；有错的请作废重办。"))
    return locked
