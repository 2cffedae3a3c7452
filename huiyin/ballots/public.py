"""Satisfaction surveys as anybody may see them: who rates whom, how people were drawn, and that one was called off."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.ballots import posting, rating
from huiyin.ballots.models import Ballot
from huiyin.ballots.presets import SATISFACTION
from huiyin.core import audit
from huiyin.core.errors import NotReached

PAGE = 50


@dataclass(frozen=True)
class ReleasedLine:
    """One released line: index and rate with the answers behind them."""

    level: str
    name: str
    answers: int
    index: Decimal
    rate: Decimal


@dataclass(frozen=True)
class Released:
    """What a certified survey shows to anybody, as the book has it; None where fewer than five would show."""

    listed: int | None
    issued: int | None
    returned: int | None
    valid: int | None
    returned_share: str
    lines: tuple[ReleasedLine, ...]
    check: str


def released(ballot: Ballot) -> Released | None:
    """The released result of a survey declared public, once certified; nothing before and nothing of the others."""
    if not (ballot.public_result and ballot.state == Ballot.State.CERTIFIED):
        return None
    whole, *cells = posting.released_lines(ballot)
    counts = [whole.get(name) for name in ("listed", "issued", "returned", "valid")]
    lines = tuple(
        ReleasedLine(
            cell["level"], cell["item"] or cell["group"] or "总计", cell["answers"],
            rating.tenths(cell["weights"], cell["answers"]), rating.tenths(100 * cell["satisfied"], cell["answers"]),
        )
        for cell in cells
    )  # fmt: skip
    # Over released numbers only: from a digest over the others a cell of fewer than five could be found by trying.
    check = audit.digest(
        [str(ballot.uid), ballot.form_digest, " ".join(map(str, counts)),
         *(f"{line.level} {line.name} {line.answers} {line.index} {line.rate}" for line in lines)]
    )  # fmt: skip
    share = rating.returned_share(counts[2], counts[1]) if counts[2] is not None and counts[1] is not None else ""
    return Released(counts[0], counts[1], counts[2], counts[3], share, lines, check)


def _shown() -> QuerySet[Ballot]:
    """From the announcement of the draw or the freezing on; one called off stays."""
    return Ballot.objects.select_related("roll__unit", "rated").filter(
        Q(preset=SATISFACTION.code) & (~Q(state=Ballot.State.DRAFT) | Q(roll__sampling__isnull=False))
    )


def surveys(*, before: UUID | None = None) -> list[Ballot]:
    """The newest first, a page of them and one more if there is one."""
    found = _shown().order_by("-pk")
    if before is not None:
        last = found.filter(uid=before).values_list("pk", flat=True).first()
        found = found.filter(pk__lt=last) if last is not None else found.none()
    return list(found[: PAGE + 1])


def survey(uid: UUID) -> Ballot:
    """One of them."""
    found = _shown().filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这次测评，请核对链接。"))
    return found
