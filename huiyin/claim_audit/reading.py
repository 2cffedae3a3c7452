"""Reads the texts of a batch: each by itself, so that a broken one fails alone with its sentence."""

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiyin.claim_audit.actions import TEXTS_READ
from huiyin.claim_audit.auditing import Audited, Judged, Records, audit, counted, records_of
from huiyin.claim_audit.judging import State
from huiyin.claim_audit.matching import only_counted_otherwise
from huiyin.claim_audit.memory import remembered
from huiyin.claim_audit.models import Batch, Confirmation, HeldClaim, HeldText, InnerFinding
from huiyin.claim_audit.whose import Called, likely_unit, names_below
from huiyin.core import audit as trail
from huiyin.core import files
from huiyin.core.jobs import Progress
from huiyin.core.logs import trace
from huiyin.core.models import StoredFile
from huiyin.text.reading.problems import Unreadable
from huiyin.text.reading.said import Source
from huiyin.text.reading.source import read

log = logging.getLogger("huiyin.claim_audit")
MOST_CLAIMS = 5000
MOST_CHANGES = 300
# A worker that is killed in the middle begins the same text anew; one at which it dies this often is let be.
MOST_TRIES = 3
_READING_TYPE = "application/json"


def read_batch(uid: UUID, *, now: datetime, today: date, progress: Progress) -> None:
    """Read every text of a batch that is not read yet; running it again does no harm."""
    batch = Batch.objects.select_related("campaign", "unit", "held_by").get(uid=uid)
    waiting = list(
        batch.texts.filter(state__in=(HeldText.State.WAITING, HeldText.State.READING))
        .select_related("file", "unit", "campaign")
        .order_by("pk")
    )
    if not waiting:
        return
    # Most texts of a batch are of one unit; those that a person moved to another are held against that one's records.
    held_against: dict[int, tuple[Records, dict[str, Confirmation]]] = {}
    names = names_below(batch.unit)
    for done, text in enumerate(waiting):
        progress(done, len(waiting))
        if text.unit_id not in held_against:
            records = records_of(batch.campaign, text.unit, as_of=now, today=today)
            held_against[text.unit_id] = (records, remembered(text.unit))
        _read_one(text, *held_against[text.unit_id], names, now)
    progress(len(waiting), len(waiting))
    with transaction.atomic():
        failed = batch.texts.filter(state=HeldText.State.FAILED).count()
        trail.record(
            TEXTS_READ, actor=batch.held_by, now=now, subject=batch, unit=batch.unit, texts=len(waiting), failed=failed
        )


def _read_one(
    text: HeldText, records: Records, known: Mapping[str, Confirmation], names: Sequence[Called], now: datetime
) -> None:
    stored = text.file
    if stored is None:
        # Erased by law before its turn came.
        return
    if text.tries >= MOST_TRIES:
        _fail(
            text,
            _("读取这份材料时后台程序%(n)d次中断，已跳过。请换一种格式另存后再导入，或拆成几份。") % {"n": text.tries},
            now,
        )
        return
    HeldText.objects.filter(pk=text.pk).update(state=HeldText.State.READING, tries=F("tries") + 1)
    try:
        source = read(files.read(stored))
        audited = audit(source.text, records, {key: one.metric for key, one in known.items()})
        if len(audited.claims) > MOST_CLAIMS:
            raise Unreadable(
                f"这份材料里有 {len(audited.claims)} 处数量说法，超过 {MOST_CLAIMS} 处。请按章节拆成几份再导入。"
            )
    except Unreadable as problem:
        _fail(text, str(problem), now)
        return
    except OSError:
        # The stored bytes are gone or spoiled: a matter for the administrator, not for the other texts.
        _fail(text, _("系统里保存的原件读不出来。请联系系统管理员，或重新上传。"), now)
        return
    except Exception as failure:
        # Whatever one text does to the program, the hundreds beside it are read; the log keeps the places, not the words.
        log.error("text %s could not be read: %s", text.uid, trace(failure))
        kind = type(failure).__name__
        _fail(
            text,
            _("程序没能读完这份材料（%(kind)s）。请换一种格式另存后再导入，并告诉系统管理员。") % {"kind": kind},
            now,
        )
        return
    _keep(text, source, audited, known, names, now)


def _fail(text: HeldText, sentence: str, now: datetime) -> None:
    HeldText.objects.filter(pk=text.pk).update(state=HeldText.State.FAILED, sentence=sentence[:500], as_of=now)


def _keep(
    text: HeldText,
    source: Source,
    audited: Audited,
    known: Mapping[str, Confirmation],
    names: Sequence[Called],
    now: datetime,
) -> None:
    with transaction.atomic():
        locked = HeldText.objects.select_for_update(of=("self",)).select_related("batch").get(pk=text.pk)
        if locked.state == HeldText.State.READ:
            # Another worker, which took the job over, was quicker.
            return
        # Within the transaction: a worker that is killed here leaves bytes that nobody names, which are swept, and no row.
        kept = files.store(
            [json.dumps(_reading(audited), ensure_ascii=False).encode()], name="reading.json",
            content_type=_READING_TYPE, now=now,
        )  # fmt: skip
        _keep_claims(locked, audited, known)
        # A text that was moved has had its proposal.
        proposed = (
            likely_unit(locked.title, audited.repaired.clean, names) if locked.unit_id == locked.batch.unit_id else None
        )
        _finish(locked, kept, source, audited, proposed if proposed != locked.unit_id else None, now)


def _finish(
    locked: HeldText, kept: StoredFile, source: Source, audited: Audited, likely: int | None, now: datetime
) -> None:
    counts = counted(audited.claims)
    HeldText.objects.filter(pk=locked.pk).update(
        state=HeldText.State.READ, reading=kept, kind=source.kind, encoding=source.encoding[:30],
        note=source.note[:300], as_of=now, names_unit=audited.names_unit, supported=counts[State.SUPPORTED],
        differs=counts[State.DIFFERS], no_record=counts[State.NO_RECORD], uncheckable=counts[State.UNCHECKABLE],
        otherwise=sum(_is_otherwise(judged) for judged in audited.claims),
        faults=sum(not finding.passed for finding in audited.findings), sentence="", likely_unit=likely,
    )  # fmt: skip


def _is_otherwise(judged: Judged) -> bool:
    return (
        judged.verdict.state is State.DIFFERS
        and judged.metric is not None
        and only_counted_otherwise(judged.metric.code, judged.claim.unit)
    )


def _keep_claims(text: HeldText, audited: Audited, known: Mapping[str, Confirmation]) -> None:
    HeldClaim.objects.bulk_create(
        (_row(text, order, judged, known) for order, judged in enumerate(audited.claims)), batch_size=200
    )
    InnerFinding.objects.bulk_create(
        (
            InnerFinding(
                text=text, order=order, kind=str(finding.kind), passed=finding.passed, sentence=finding.sentence[:500],
                passages=[{"start": p.start, "end": p.end, "quote": p.quote[:200]} for p in finding.passages],
            )
            for order, finding in enumerate(audited.findings)
        ),
        batch_size=200,
    )  # fmt: skip


def _row(text: HeldText, order: int, judged: Judged, known: Mapping[str, Confirmation]) -> HeldClaim:
    claim = judged.claim
    low, high = claim.value if isinstance(claim.value, tuple) else (claim.value, "")
    return HeldClaim(
        text=text, order=order, start=claim.start, end=claim.end, clean_start=claim.clean_start,
        clean_end=claim.clean_end, quote=claim.quote, low=str(low)[:60], high=str(high)[:60], approx=claim.approx,
        unit=claim.unit[:30], what=claim.what[:200], verb=claim.verb[:60], actor=claim.actor[:100],
        time=claim.time[:60], modality=claim.modality, barred=judged.barred[:300], state=judged.verdict.state.value,
        sentence=judged.verdict.sentence[:400], metric=judged.metric.code if judged.metric else "",
        proposals=[proposal.as_json() for proposal in judged.proposals], key=judged.key,
        confirmation=known[judged.key] if judged.remembered else None,
    )  # fmt: skip


def _reading(audited: Audited) -> dict[str, Any]:  # plain JSON values
    """What the pages need of the reading: the clean text, what each repair step did, what to look at."""
    repaired = audited.repaired
    return {
        "clean": repaired.clean,
        "steps": [
            {
                "code": step.code, "label": step.label, "count": len(step.changes),
                "changes": [
                    {"start": c.start, "end": c.end, "before": c.before, "after": c.after}
                    for c in step.changes[:MOST_CHANGES]
                ],
            }
            for step in repaired.steps
        ],
        "suspicions": [{"start": s.start, "end": s.end, "kind": s.kind, "note": s.note} for s in repaired.suspicions],
    }  # fmt: skip
