"""Records one line a verb call; seals committed lines into hash-chained blocks; verifies the chain.

Lines hold no personal data: codes, counts, dates and salted digests. A verb names its action by a listed `Action`;
an action nobody declared is an error, never silence.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from huiyin.core import audit_blocks
from huiyin.core.dates import chinese_date
from huiyin.core.models import AuditBlock, AuditLine, AuditMembership

GENESIS = "0" * 64
Detail = str | int | bool | None | date | UUID


@dataclass(frozen=True)
class Action:
    """What an audit line means: its code and the Chinese sentence shown to auditors."""

    code: str
    sentence: str


class Actor(Protocol):
    """Whoever acts: an account, known here by its uid only."""

    @property
    def uid(self) -> UUID:
        """Its uid."""


class Subject(Protocol):
    """What was acted upon."""

    @property
    def uid(self) -> UUID:
        """Its uid."""


def record(
    action: Action,
    *,
    actor: Actor | None,
    now: datetime,
    subject: Subject | None = None,
    unit: Subject | None = None,
    **detail: Detail,
) -> AuditLine:
    """Insert one unlinked line in the caller's transaction; `actor=None` means the system itself."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"audit line {action.code} outside a transaction: it could stand without its deed")
    return AuditLine.objects.create(
        at=now,
        actor=actor.uid if actor else None,
        action=action.code,
        subject_kind=type(subject).__name__.lower() if subject else "",
        subject=subject.uid if subject else None,
        unit=unit.uid if unit else None,
        detail={key: _plain(value) for key, value in detail.items()},
    )


def digest(texts: Iterable[str]) -> str:
    """One SHA-256 over many texts, each length-prefixed so that no two lists collide."""
    total = hashlib.sha256()
    for text in texts:
        data = text.encode()
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


def seal(*, now: datetime, limit: int = 10_000) -> AuditBlock | None:
    """Put up to `limit` unsealed lines into one new block; None when there are none."""
    try:
        with transaction.atomic():
            last = AuditBlock.objects.order_by("-height").first()
            lines = list(
                AuditLine.objects.filter(membership__isnull=True)
                .order_by("pk")
                .values_list("pk", *audit_blocks.SEALED)[:limit]
            )
            if not lines:
                return None
            height, previous = (last.height + 1, last.digest) if last else (1, GENESIS)
            block = AuditBlock.objects.create(
                height=height,
                previous=previous,
                digest=audit_blocks.block_digest(height, previous, now, [line[1:] for line in lines]),
                count=len(lines),
                sealed_at=now,
            )
            AuditMembership.objects.bulk_create(
                [AuditMembership(line_id=line[0], block=block, position=n) for n, line in enumerate(lines)],
                batch_size=500,
            )
            return block
    except IntegrityError:
        # Another sealer closed the block of this height first (PostgreSQL); what is left goes into the next round.
        return None


def seal_all(*, now: datetime) -> int:
    """Seal everything that is committed; returns how many blocks were made."""
    made = 0
    while seal(now=now) is not None:
        made += 1
    return made


def lines_since_last_block() -> int:
    """About how many lines wait to be sealed: a bounded question for the worker's loop, not the exact tail."""
    newest = AuditMembership.objects.aggregate(newest=Max("line_id"))["newest"] or 0
    return AuditLine.objects.filter(pk__gt=newest).count()


@dataclass(frozen=True)
class Head:
    """A block's head as it was exported on a day: what shows a cut tail."""

    day: date
    height: int
    digest: str


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: sealed and unsealed counts, and a sentence for each fault."""

    blocks: int
    lines: int
    unsealed: int
    faults: tuple[str, ...]


def verify(heads: Iterable[Head] = ()) -> Verdict:
    """Recompute every block from its lines; compare with the exported `heads`, every one of them."""
    faults: list[str] = []
    previous, lines, expected = GENESIS, 0, 1
    seen: dict[int, str] = {}
    for block, count, sound in audit_blocks.checked(AuditBlock.objects.order_by("height").iterator()):
        if block.height != expected:
            faults.append(f"审计链在第 {expected} 块处中断：下一块的序号是 {block.height}。")
        if block.previous != previous:
            faults.append(f"审计链第 {block.height} 块与上一块不衔接。")
        if count != block.count:
            faults.append(f"审计链第 {block.height} 块封存时有 {block.count} 条记录，现在有 {count} 条。")
        elif not sound:
            faults.append(f"审计链第 {block.height} 块的内容与封存时的摘要不符，有记录被改动。")
        previous, expected = block.digest, block.height + 1
        seen[block.height] = block.digest
        lines += count
    for head in sorted(heads, key=lambda head: (head.height, head.day)):
        if seen.get(head.height) != head.digest:
            faults.append(
                f"{chinese_date(head.day)}导出的第 {head.height} 块链头与数据库不符：数据库可能被替换、截断或回退。"
            )
    unsealed = AuditLine.objects.filter(membership__isnull=True).count()
    return Verdict(blocks=len(seen), lines=lines, unsealed=unsealed, faults=tuple(faults))


def newest_head(*, day: date) -> Head | None:
    """The newest block's head, as it would be exported on `day`; None when nothing is sealed."""
    block = AuditBlock.objects.order_by("-height").first()
    return Head(day, block.height, block.digest) if block else None


def _plain(value: Detail) -> str | int | bool | None:
    if isinstance(value, date | UUID):
        return value.isoformat() if isinstance(value, date) else str(value)
    return value
