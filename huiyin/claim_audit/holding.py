"""Take texts in for audit, and withdraw one: kept as they came, byte for byte, read afterwards by a job."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign
from huiyin.claim_audit.access import require_may_audit
from huiyin.claim_audit.actions import TEXT_WITHDRAWN, TEXTS_HELD
from huiyin.claim_audit.models import Batch, HeldText
from huiyin.core import audit, files, jobs
from huiyin.core.errors import Refused, Stale
from huiyin.core.models import StoredFile
from huiyin.ledgers.engine.excel.archive import Archive, member_name
from huiyin.ledgers.engine.excel.limits import Budget, Limits, UploadRefused
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Unit

READ = "claim_audit.read"
MOST_TEXTS = 500
LIMITS = Limits(members=2 * MOST_TEXTS)
LONGEST_PASTE = 1_000_000
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
# Members that make a zip a document of its own.
_DOCUMENTS = ("word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml", "content.xml")
_TEXT_TYPE = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Given:
    """A text that somebody brings: a title and its stored bytes."""

    title: str
    file: StoredFile


def pasted(words: str, *, title: str, now: datetime) -> Given:
    """Words typed or pasted, kept as a file of their own."""
    if not words.strip():
        raise Refused(_("没有收到文字。请粘贴要核对的内容，或上传文件。"))
    if len(words) > LONGEST_PASTE:
        raise Refused(
            _("粘贴的文字有 %(n)d 字，超过 %(most)d 字的上限。请存成文件后上传。")
            % {"n": len(words), "most": LONGEST_PASTE}
        )
    name = title.strip() or _("粘贴的文字")
    return Given(name[:200], files.store([words.encode()], name=f"{name}.txt", content_type=_TEXT_TYPE, now=now))


def opened(stored: Sequence[StoredFile], *, now: datetime) -> list[Given]:
    """The texts in uploaded files: each file is one, a zip holds many."""
    given: list[Given] = []
    budget = Budget(LIMITS)
    for file in stored:
        if _is_archive(file):
            given += _unzipped(file, budget, now)
            # Its members are the originals; kept twice, a text could not be erased.
            StoredFile.objects.filter(pk=file.pk).delete()
        else:
            given.append(Given(_title(file.name), file))
        if len(given) > MOST_TEXTS:
            raise Refused(_("一次最多导入 %(most)d 份材料，没有收下。请分几次上传。") % {"most": MOST_TEXTS})
    if not given:
        raise Refused(_("压缩包里没有文件。请放入要核对的材料后重新打包。"))
    return given


@transaction.atomic
def hold(given: Sequence[Given], *, campaign: Campaign, unit: Unit, actor: Reach, now: datetime) -> Batch:
    """Keep texts for audit against a campaign's records of a unit, and ask a job to read them."""
    require_may_audit(actor, unit, campaign)
    if not given:
        raise Refused(_("没有收到文件。请选择要核对的材料。"))
    batch = Batch(campaign=campaign, unit=unit, held_by=actor.account, held_at=now)
    batch.job = jobs.enqueue(READ, now=now, requested_by=actor.account.uid, batch=str(batch.uid)).uid
    batch.save()
    HeldText.objects.bulk_create(
        HeldText(
            batch=batch,
            campaign=campaign,
            unit=unit,
            title=one.title,
            file=one.file,
            held_by=actor.account,
            held_at=now,
        )
        for one in given
    )
    audit.record(
        TEXTS_HELD, actor=actor.account, now=now, subject=batch, unit=unit, texts=len(given),
        digest=audit.digest(one.file.sha256 for one in given),
    )  # fmt: skip
    return batch


@transaction.atomic
def withdraw(text: HeldText, *, why: str, revision: int, actor: Reach, now: datetime) -> HeldText:
    """Hide a text that should not be here; it is kept, with the reason."""
    require_may_audit(actor, text.unit, text.campaign)
    locked = HeldText.objects.select_for_update(of=("self",)).get(pk=text.pk)
    if locked.revision != revision:
        raise Stale(_("这份材料刚被别人改过，您的操作没有保存。请刷新后重试。"))
    if locked.withdrawn_at is not None:
        raise Refused(_("这份材料已经撤回。"))
    if locked.state == HeldText.State.ERASED:
        raise Refused(_("这份材料已依法删除。"))
    if locked.state in (HeldText.State.WAITING, HeldText.State.READING):
        raise Refused(_("这份材料正在读取，请等读完再撤回。"))
    if not why.strip():
        raise Refused(_("请写明撤回理由。"))
    locked.withdrawn_at, locked.withdrawn_by, locked.withdrawn_why = now, actor.account, why.strip()[:300]
    locked.revision += 1
    locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why", "revision"])
    audit.record(TEXT_WITHDRAWN, actor=actor.account, now=now, subject=locked, unit=text.unit)
    return locked


def _is_archive(file: StoredFile) -> bool:
    """Whether a file is a zip of files; a Word or Excel document is a zip, too, and is one text."""
    path = files.path_of(file.sha256)
    with path.open("rb") as opening:
        if opening.read(4) not in _ZIPS:
            return False
    try:
        members = {info.filename for info in Archive(file.name, path, Budget(LIMITS)).members}
    except UploadRefused:
        # Broken: kept as one text, whose reading says so.
        return False
    return not members.intersection(_DOCUMENTS)


def _unzipped(file: StoredFile, budget: Budget, now: datetime) -> Iterator[Given]:
    try:
        archive = Archive(file.name, files.path_of(file.sha256), budget)
        for member in archive.members:
            name = member_name(member)
            # What a Mac adds beside every file.
            if name.startswith("__MACOSX/") or Path(name).name.startswith("."):
                continue
            stored = files.store(
                archive.chunks(member), name=Path(name).name, content_type="application/octet-stream", now=now
            )
            yield Given(_title(name), stored)
    except UploadRefused as refusal:
        raise Refused(str(refusal)) from refusal


def _title(name: str) -> str:
    shown = name.replace("\\", "/").rsplit("/", 1)[-1]
    return (shown.rsplit(".", 1)[0] if "." in shown[1:] else shown)[:200] or _("未命名")
