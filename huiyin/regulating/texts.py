"""The texts of a regulation: pasted or uploaded, kept one after another, never written over."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.core import audit, files
from huiyin.core.clock import local_date
from huiyin.core.errors import Refused
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account
from huiyin.regulating import actions
from huiyin.regulating.comparing import paragraphs
from huiyin.regulating.holding import State, locked
from huiyin.regulating.models import Rule, RuleText
from huiyin.text.reading.problems import Unreadable
from huiyin.text.reading.source import read

LONGEST = 200_000
MOST_PARAGRAPHS = 3000


@dataclass(frozen=True)
class Upload:
    """A file as it was sent."""

    name: str
    content_type: str
    raw: bytes


@dataclass(frozen=True)
class NewText:
    """A text as pasted, or the file it is in."""

    effective_on: date
    document_no: str = ""
    pasted: str = ""
    upload: Upload | None = None


def add(seen: Rule, new: NewText, *, revision: int, actor: Reach, now: datetime) -> RuleText:
    """The text of a regulation that was there before it stood here; an amended one comes with `finish`."""
    with transaction.atomic():
        row = locked(seen, revision, actor, (State.INVENTORY, State.IN_FORCE, State.ENDED))
        if new.effective_on > local_date(now):
            raise Refused(_("施行日期晚于今天。修订中的文本请在印发时登记。"))
        made = add_to(row, new, account=actor.account, now=now)
        row.revision += 1
        row.save(update_fields=["revision"])
        audit.record(actions.TEXT_ADDED, actor=actor.account, now=now, subject=made, unit=row.unit)
    return made


def add_to(row: Rule, new: NewText, *, account: Account, now: datetime) -> RuleText:
    """The same for a row that is locked; its verb writes the audit line."""
    text = words_of(new)
    last = row.texts.order_by("-number").first()
    if last is not None and last.text == text:
        raise Refused(_("和第 %(n)d 版的文字一样，没有登记。") % {"n": last.number})
    if last is not None and new.effective_on < last.effective_on:
        raise Refused(_("施行日期早于第 %(n)d 版的，请按先后登记。") % {"n": last.number})
    if len(new.document_no.strip()) > 60:
        raise Refused(_("文号最多 60 个字。"))
    stored = None
    if new.upload is not None:
        kind = new.upload.content_type
        stored = files.store([new.upload.raw], name=new.upload.name, content_type=kind, now=now)
    return RuleText.objects.create(
        rule=row, number=last.number + 1 if last else 1, document_no=new.document_no.strip() or row.document_no,
        effective_on=new.effective_on, text=text, file=stored, added_on=local_date(now), by=account,
    )  # fmt: skip


def words_of(new: NewText) -> str:
    """One paragraph a line, out of the file when there is one."""
    if new.upload is not None:
        try:
            source = read(new.upload.raw).text
        except Unreadable as problem:
            raise Refused(str(problem)) from problem
    else:
        source = new.pasted
    lines = paragraphs(source.replace("\x00", ""))
    text = "\n".join(lines)
    if not text:
        raise Refused(_("没有正文。请粘贴制度全文，或选一个 Word、PDF 或文本文件。"))
    if len(text) > LONGEST or len(lines) > MOST_PARAGRAPHS:
        raise Refused(
            _("正文太长：最多 %(n)d 个字、%(p)d 段。请只放制度本身，附件另存。") % {"n": LONGEST, "p": MOST_PARAGRAPHS}
        )
    return text
