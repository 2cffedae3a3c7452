"""The only door to the sealed box: words go in here, are read here and, by law, erased here.

An anonymous opinion leaves a slip in the box and a row without time, order or person: no audit line, no job, no
session, no log. A form sent twice is known by a receipt that names nothing (see FormReceipt).
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.anonymity import sealed_box, tokens
from huiyin.anonymity.blind_signatures import PREFIX, Unfit
from huiyin.core import audit
from huiyin.core.audit import Action
from huiyin.core.errors import NotReached, Refused
from huiyin.eligibility.models import Roll
from huiyin.opinions.form_receipts import Spending, WorkSpent, first_time, receipt_key, working
from huiyin.opinions.models import (
    About,
    Addition,
    Author,
    Channel,
    FormReceipt,
    Opinion,
    RespondentGroup,
    Round,
    RoundSubject,
)
from huiyin.opinions.slips import Slip, coarsened, require_asking
from huiyin.opinions.terms import ADDITIONS
from huiyin.opinions.words import checked_words
from huiyin.organisation.models import Person

SPOKEN_NAMED = Action("opinion.spoken_named", "收到署名意见")

_CHUNK = 500


def grouped(code: str) -> str:
    """A query code as people write it down: four groups of three digits."""
    return "-".join(code[n : n + 3] for n in range(0, len(code), 3))


def speak(
    *, round: Round, words: str, form: str, pepper: bytes, today: date, group: RespondentGroup | None = None,
    subject: RoundSubject | None = None,
) -> str:  # fmt: skip
    """An anonymous opinion from the public page; returns the code that its author alone will know."""
    return lodge(
        round=round, words=words, form=form, pepper=pepper, today=today, group=group, subject=subject
    )[0]  # fmt: skip


def lodge(
    *, round: Round, words: str, form: str, pepper: bytes, today: date, group: RespondentGroup | None = None,
    subject: RoundSubject | None = None, work: str = "",
) -> tuple[str, UUID | None]:  # fmt: skip
    """As `speak`; with the slip's uid for the receipt, or None when this very form had been sent before.

    `work` is the mark of the work done for it (portal/work.py): it is good for one opinion.
    """
    if not round.anonymous:
        raise Refused(_("这一轮只收署名意见。请写上姓名后提交。"))
    if round.once:
        raise Refused(_("这一轮每名应参加者只提一次，要凭一次性凭证提交。"))
    code, opinion = _take(
        round, words, form, pepper, today, Opinion.Kind.ANONYMOUS, group, subject, spend=working(work, today)
    )
    return code, opinion.pk if opinion is not None else None


def lodge_once(
    *, round: Round, words: str, credential: bytes, form: str, pepper: bytes, today: date, now: datetime,
    group: RespondentGroup | None = None, subject: RoundSubject | None = None,
) -> tuple[str, UUID | None]:  # fmt: skip
    """The one opinion of somebody on the roll, for a credential that says only that they are: both stored, or neither.

    `credential` is its random part and the signature; what it is good for is put to it here, so no other round's fits.
    """
    if not round.once:
        raise Refused(_("这一轮不用凭证，任何人都可以提。"))
    if not Roll.objects.get(uid=round.uid).using(now):
        raise Refused(_("现在不是凭凭证提意见的时间。"))
    prepared, signature = credential[:PREFIX] + tokens.message_of(round.uid), credential[PREFIX:]

    def spend(store: Callable[[], Opinion]) -> Opinion:
        return tokens.spend(round.uid, prepared=prepared, signature=signature, then=store)

    try:
        code, opinion = _take(round, words, form, pepper, today, Opinion.Kind.ANONYMOUS, group, subject, spend=spend)
    except Unfit as fault:
        raise Refused(str(fault)) from None
    return code, opinion.pk if opinion is not None else None


def speak_named(
    *, round: Round, words: str, name: str, contact: str, form: str, pepper: bytes, today: date, now: datetime,
    group: RespondentGroup | None = None, subject: RoundSubject | None = None, person: Person | None = None,
    work: str = "",
) -> str:  # fmt: skip
    """A signed opinion; the name lies in a row of its own that can be erased, and in no audit line."""
    name, contact = name.strip(), contact.strip()
    if not name:
        raise Refused(_("署名意见要写姓名；不愿署名的，请选择匿名提交。"))
    if len(name) > 60 or len(contact) > 60:
        raise Refused(_("姓名和联系方式各不超过 60 个字，请删减。"))
    if round.once:
        raise Refused(_("这一轮每名应参加者匿名提一次，不收署名意见。"))
    with transaction.atomic():
        code, opinion = _take(
            round, words, form, pepper, today, Opinion.Kind.NAMED, group, subject, spend=working(work, today)
        )
        if opinion is not None:
            Author.objects.create(opinion=opinion, person=person, name=name, contact=contact)
            audit.record(SPOKEN_NAMED, actor=None, now=now, subject=round, unit=round.unit)
    return code


def seal_slips(round: Round, slips: Sequence[Slip]) -> list[UUID]:
    """Seal checked slips in the caller's transaction; the uids stand in the order given, the rows do not."""
    uids = sealed_box.seal_many(box=round.uid, slips=((slip.words, slip.day) for slip in slips))
    made = [
        Opinion(
            uid=uid, round=round, kind=Opinion.Kind.CLERK, channel=slip.channel, group=coarsened(slip.group),
            about=slip.target.about, about_unit=slip.target.unit, about_person=slip.target.person, day=slip.day,
            slip_no=slip.slip_no, source_file=slip.source_file, source_sheet=slip.source_sheet,
            source_row=slip.source_row,
        )
        for uid, slip in zip(uids, slips, strict=True)
    ]  # fmt: skip
    Opinion.objects.bulk_create(secrets.SystemRandom().sample(made, len(made)), batch_size=_CHUNK)
    Author.objects.bulk_create(
        [
            Author(opinion_id=uid, person=slip.author, name=slip.author_name, contact=slip.contact)
            for uid, slip in zip(uids, slips, strict=True)
            if slip.author_name or slip.author
        ],
        batch_size=_CHUNK,
    )
    return uids


def seal_with_code(
    round: Round, slip: Slip, *, form: str, pepper: bytes, today: date, also: Callable[[], None]
) -> str:  # fmt: skip
    """Seal a checked slip under a code and do what `also` does, both or neither; for a form sent twice the code it was given."""

    def store(code: sealed_box.Code) -> Opinion:
        also()
        uid = sealed_box.seal(box=round.uid, words=slip.words, day=slip.day, code=code)
        opinion = Opinion.objects.create(
            uid=uid, round=round, kind=Opinion.Kind.NAMED if slip.author_name else Opinion.Kind.ANONYMOUS,
            channel=slip.channel, group=slip.group, about=slip.target.about, about_unit=slip.target.unit,
            about_person=slip.target.person, day=slip.day, slip_no=slip.slip_no,
        )  # fmt: skip
        if slip.author_name or slip.author:
            Author.objects.create(opinion=opinion, person=slip.author, name=slip.author_name, contact=slip.contact)
        return opinion

    key = receipt_key(pepper, form, round, "clerk" + slip.words + slip.slip_no)
    return _under_code(key, form, pepper, today, store=store, spend=working("", today))[0]


def words_of(uids: Iterable[UUID]) -> dict[UUID, str]:
    """Words by uid; erased ones are missing. Callers have asked `access.visible` first."""
    found: dict[UUID, str] = {}
    rest = iter(uids)
    while part := list(islice(rest, _CHUNK)):
        found.update(sealed_box.words_of(part))
    return found


def find_by_code(code: str, *, pepper: bytes) -> UUID | None:
    """The opinion that a query code opens, or None."""
    return sealed_box.find(code, pepper=pepper)


def follow_up(*, code: str, words: str, form: str, pepper: bytes, today: date, inquiry: UUID | None = None) -> None:
    """More words from whoever holds the code (rules.md §2.8 (6)); leaves as little behind as the first ones.

    `inquiry`: the office's question that they answer, one about this very opinion.
    """
    text = checked_words(words)
    uid = find_by_code(code, pepper=pepper)
    opinion = Opinion.objects.select_related("round").filter(pk=uid, erased=False).first() if uid else None
    if opinion is None:
        raise NotReached(_("没有查到这个查询码对应的意见。请核对 12 位数字。"))
    asked = opinion.inquiries.filter(pk=inquiry).first() if inquiry else None
    if inquiry and asked is None:
        raise Refused(_("没有这个追问，请刷新页面后再答。"))
    key = receipt_key(pepper, form, opinion.round, text)
    with transaction.atomic():
        # Locked against an erasure going on at the same time: words added after it would outlive it.
        if not Opinion.objects.select_for_update().filter(pk=opinion.pk, erased=False).exists():
            raise NotReached(_("没有查到这个查询码对应的意见。请核对 12 位数字。"))
        if opinion.additions.count() >= ADDITIONS.value:
            raise Refused(_("这条意见已经追加了 %(most)d 次，不能再追加。请另提一条意见。") % {"most": ADDITIONS.value})
        if first_time(key, today):
            added = sealed_box.seal_many(box=opinion.round.uid, slips=[(text, today)])[0]
            Addition.objects.create(uid=added, opinion=opinion, answers=asked, day=today)


def fingerprints(uids: Collection[UUID]) -> str:
    """One digest over the salted fingerprints of slips, in an order that tells nothing."""
    known, found = list(uids), []
    for start in range(0, len(known), _CHUNK):
        found += sealed_box.fingerprints(known[start : start + _CHUNK])
    return audit.digest(sorted(found))


def erase_words(uid: UUID) -> None:
    """Delete words and salt; the database refuses unless an erasure by two people is on record."""
    sealed_box.erase(uid)


def _take(
    round: Round, words: str, form: str, pepper: bytes, today: date, kind: str, group: RespondentGroup | None,
    subject: RoundSubject | None, *, spend: Spending,
) -> tuple[str, Opinion | None]:  # fmt: skip
    """Seal one opinion from the public page: its code, and its row unless this very form had been sent before."""
    require_asking(round, today, group, subject)
    text = checked_words(words)

    def store(code: sealed_box.Code) -> Opinion:
        # Drawing the code took its time, in which the round may have been closed or signed.
        require_asking(Round.objects.get(pk=round.pk), today, group, subject)
        uid = sealed_box.seal(box=round.uid, words=text, day=today, code=code)
        return Opinion.objects.create(
            uid=uid, round=round, kind=kind, channel=Channel.WEB, group=coarsened(group), day=today,
            about=subject.about if subject else About.GENERAL, about_unit=subject.unit if subject else None,
            about_person=subject.person if subject else None,
        )  # fmt: skip

    key = receipt_key(pepper, form, round, kind + text)
    return _under_code(key, form, pepper, today, store=store, spend=spend)


def _under_code(
    key: str, form: str, pepper: bytes, today: date, *, store: Callable[[sealed_box.Code], Opinion], spend: Spending
) -> tuple[str, Opinion | None]:
    """Store an opinion under a fresh code; for a form that was sent before the code it was given, and nothing stored."""
    pad = int(hmac.new(pepper, f"code{form}{key}".encode(), hashlib.sha256).hexdigest(), 16)
    room = 10**sealed_box.CODE_DIGITS

    def known() -> str | None:
        locked = FormReceipt.objects.filter(key=key).values_list("locked", flat=True).first()
        return None if locked is None else f"{(int(locked) - pad) % room:0{sealed_box.CODE_DIGITS}d}"

    code = known()
    if code is not None:
        return code, None
    drawn = sealed_box.draw_code(pepper)

    def kept() -> Opinion:
        opinion = store(drawn)
        locked = f"{(int(drawn.digits) + pad) % room:0{sealed_box.CODE_DIGITS}d}"
        FormReceipt.objects.create(key=key, locked=locked, day=today)
        return opinion

    try:
        opinion = spend(kept)
    except (IntegrityError, WorkSpent, tokens.Spent):
        # The same form arrived twice at the same moment: the other one stands, this one left nothing.
        code = known()
        if code is None:
            raise
        return code, None
    return drawn.digits, opinion
