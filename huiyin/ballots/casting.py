"""The only door between ballots and the sealed box: what is cast, what the board shows, how the box is opened.

Casting knows no person, writes no audit line and no log: a credential is spent and a sealed ballot stored, or neither.
"""

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiyin.anonymity import ballot_box, keys, second_answers
from huiyin.anonymity.ballot_sealing import Box, checked_public, padded_size, public_of
from huiyin.anonymity.blind_signatures import Unfit
from huiyin.anonymity.tokens import Spent, message_of
from huiyin.ballots import form
from huiyin.ballots.models import Ballot, Teller
from huiyin.core.errors import NotReached, Refused

TooFew, SMALLEST_BOX = ballot_box.TooFew, ballot_box.SMALLEST_BOX
BOARD_PAGE = 200
_DIGEST = re.compile("[0-9a-f]{64}")
# What casting asks of a ballot; the form and what was counted are large.
_CASTING = Ballot.objects.select_related("roll").only(
    "uid", "state", "electronic", "form_digest", "needed", "size", "roll__frozen_at", "roll__closed_at",
    "roll__use_from", "roll__use_until",
)  # fmt: skip

_BOXES: dict[UUID, Box] = {}
_BOXES_KEPT = 64


def box_of(ballot: Ballot) -> Box:
    """What voters' devices seal for."""
    tellers = ballot.tellers.order_by("number").values_list("public", flat=True)
    return Box(
        ballot.uid, bytes.fromhex(ballot.form_digest), tuple(bytes(one) for one in tellers if one), ballot.needed,
        ballot.size,
    )  # fmt: skip


def _box_in_use(ballot: Ballot) -> Box:
    """The box of a frozen ballot, put together once by each process: freezing makes all of it final."""
    box = _BOXES.get(ballot.uid)
    if box is None:
        if len(_BOXES) >= _BOXES_KEPT:
            _BOXES.clear()
        box = _BOXES[ballot.uid] = box_of(ballot)
    return box


def open_for_votes(uid: UUID, *, now: datetime) -> Ballot:
    """The ballot while votes are taken; before and after, a sentence that says when."""
    return _taking_votes(Ballot.objects.select_related("roll__unit"), uid, now)


def _taking_votes(ballots: QuerySet[Ballot], uid: UUID, now: datetime) -> Ballot:
    # Not `first`, which sorts: a whole meeting comes this way at once.
    ballot = next(iter(ballots.filter(uid=uid)), None)
    if ballot is None or ballot.state == Ballot.State.DRAFT or not ballot.electronic:
        raise NotReached(_("没有这次投票，请核对链接。"))
    if ballot.state == Ballot.State.VOID:
        raise Refused(_("这次投票已经作废，将另行通知重办。"))
    if now < ballot.roll.use_from:
        raise Refused(_("投票还没有开始。"))
    if not ballot.roll.using(now):
        raise Refused(_("投票已经截止，不再接收选票。"))
    return ballot


def cast(*, uid: UUID, question: str, token: bytes, signature: bytes, sealed: bytes, now: datetime) -> str:
    """Put a sealed ballot in for a credential; returns the digest by which the voter finds it on the board.

    `token` is the credential's random part of 32 bytes; what it is good for is put to it here, so no other ballot's fits.
    """
    ballot = _taking_votes(_CASTING, uid, now)
    if question != ballot.form_digest:
        raise Refused(_("选票的内容与公布的不一致，没有接收。请刷新页面，看清题目后重新填写。"))

    def standing() -> None:
        # Locked, so that no ballot comes in behind the opening or into a box that was voided.
        states = Ballot.objects.select_for_update().filter(pk=ballot.pk).values_list("state", flat=True)
        if list(states) != [Ballot.State.FROZEN]:
            raise Refused(_("投票已经截止，不再接收选票。"))

    try:
        return ballot_box.put(
            _box_in_use(ballot), sealed=sealed, prepared=token + message_of(ballot.uid), signature=signature,
            standing=standing,
        )  # fmt: skip
    except Spent as fault:
        raise Refused(
            _("%(fault)s如果是您刚才投过而没有看到结果，那一张已在票箱里，不用再投。") % {"fault": fault}
        ) from None
    except Unfit as fault:
        raise Refused(str(fault)) from None


def shown_on_board(uid: UUID) -> Ballot:
    """A ballot whose board anybody may see: frozen, by device; its questions and its roll are not public."""
    ballot = Ballot.objects.select_related("roll__unit").filter(uid=uid, electronic=True).first()
    if ballot is None or ballot.state == Ballot.State.DRAFT:
        raise NotReached(_("没有这次投票，请核对链接。"))
    return ballot


def cast_count(ballot: Ballot) -> int:
    """How many sealed ballots came in."""
    return ballot_box.put_in(ballot.uid)


def on_board(ballot: Ballot, digest: str) -> bool:
    """Whether a sealed ballot is on the board: that it is in, not what it says."""
    wanted = digest.strip().lower()
    return _DIGEST.fullmatch(wanted) is not None and ballot_box.on_board(ballot.uid, wanted)


def board(ballot: Ballot, *, after: str = "") -> list[str]:
    """A page of the board, by digest."""
    return ballot_box.board(ballot.uid, after=after if _DIGEST.fullmatch(after) else "", most=BOARD_PAGE)


def require_public(point: bytes) -> None:
    """A teller's public key as a device sent it; one that is none is refused."""
    try:
        checked_public(point)
    except Unfit as fault:
        raise Refused(str(fault)) from None


def padded(longest: int) -> int:
    """The one size to which every ballot of a form is padded, in bytes."""
    return padded_size(longest)


def fits_teller(teller: Teller, private: bytes) -> bool:
    """Whether a private key is the one whose public half this teller gave."""
    try:
        return teller.public is not None and public_of(private) == bytes(teller.public)
    except Unfit:
        return False


def keep_key(teller: Teller, private: bytes) -> None:
    """Keep a teller's key until the box is opened: in a file outside the database and its backups."""
    keys.keep_handed(teller.ballot.uid, teller.number, private)


def kept_keys(ballot: Ballot) -> dict[int, bytes]:
    """The keys handed over so far, by the tellers' numbers."""
    return keys.handed(ballot.uid)


def forget_keys(ballot: Ballot) -> None:
    """Overwrite and delete the keys handed over."""
    keys.forget_handed(ballot.uid)


def finish_destruction(*, now: datetime) -> None:
    """Delete what an opening or voiding was to delete when the power failed: keys of every box that waits for none."""
    waiting = set(Ballot.objects.filter(state=Ballot.State.CLOSED).values_list("uid", flat=True))
    for uid in keys.handed_for() - waiting:
        keys.forget_handed(uid)
    keys.forget_half_written(before=now - timedelta(hours=1))


def empty_out(ballot: Ballot, keys: dict[int, bytes], *, seen: Callable[[list[str]], None]) -> int:
    """Open the box once, by the tellers' keys; answers come out shuffled. Returns how many ballots said nothing.

    `seen` sees each ballot's answers together, in memory, while they are parted (watching.Seen).
    """
    questions = form.from_data(ballot.form)
    under = form.kept_under(questions)

    def read(content: bytes) -> list[tuple[int, str]] | None:
        texts = form.read(questions, content)
        if texts is None:
            return None
        seen(texts)
        return list(zip(under, texts, strict=True))

    return ballot_box.empty_out(box_of(ballot), keys, read=read)


def answers(ballot: Ballot) -> list[list[Counter[str]]]:
    """How many opened ballots gave each answer: by question, by its parts."""
    questions, opened = form.from_data(ballot.form), ballot_box.counted(ballot.uid)
    found: list[list[Counter[str]]] = [[] for _question in questions]
    for at, (number, _subject) in enumerate(form.parts(questions)):
        found[number].append(opened.get(at, Counter()))
    return found


def destroy_unopened(ballot: Ballot) -> None:
    """Ballots that nobody will open."""
    ballot_box.destroy_unopened(ballot.uid)


def left_code(ballot: Ballot, question: int, digest: str) -> bool:
    """Whether an unhappy answer to a question left a code with this digest; known only after the box was opened."""
    asked = form.from_data(ballot.form)
    at = form.parts(asked).index((question, len(asked[question].subjects)))
    return bool(digest) and second_answers.there(ballot.uid, at, digest)


def answered_again(second: UUID, digest: str) -> bool:
    """Whether a code was used in a second round."""
    return second_answers.used(second, digest)


def answer_again(second: UUID, *, digest: str, answer: str) -> None:
    """One answer in a second round for a code."""
    try:
        second_answers.put(second, digest=digest, answer=answer)
    except second_answers.Used:
        raise Refused(_("这个码已经复评过，每个码一次。")) from None


def second_answers_of(second: UUID) -> Counter[str]:
    """How many gave each answer in a second round."""
    return second_answers.counted(second)
