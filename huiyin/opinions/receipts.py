"""收据: a signed word for whoever lodged something, and the daily root by which a silent deletion shows.

The receipt holds a salted digest, a day and a signature: no words, no round, nothing that leads to an author. Only the
roots are chained (in the audit chain) and published; the digests under them are sorted.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huiyin.anonymity import lodged, sealed_box
from huiyin.core import audit, base64url
from huiyin.core.audit import Action
from huiyin.core.dates import chinese_date
from huiyin.core.errors import Refused
from huiyin.core.models import AuditLine
from huiyin.opinions.erase import lawfully_erased
from huiyin.opinions.models import LodgedRoot

ROOTED = Action("lodged.rooted", "公布当日意见校验根")
_MARK = "HY1"
_FORM = re.compile(r"HY1\.(\d{8})\.([0-9A-Za-z_-]{43})\.([0-9A-Za-z_-]{86})")


@dataclass(frozen=True)
class Checked:
    """What a genuine receipt proves today: the root it stands under, and whether the words are still in the box."""

    day: date
    digest: str
    root: LodgedRoot | None
    way: tuple[tuple[str, str], ...]
    there: bool


def receipt_of(uid: UUID, day: date, *, key: bytes) -> str:
    """The receipt of a slip: HY1.day.digest.signature."""
    (digest,) = sealed_box.fingerprints([uid])
    return _written(digest, day, key)


def check(text: str, *, key: bytes) -> Checked:
    """Read a receipt back; one that was altered or is none gets a sentence."""
    found = _FORM.fullmatch("".join(text.split()))
    if found is None:
        raise Refused(_("这不是收据，或者没有复制完整。收据以 HY1 开头，请整段粘贴。"))
    day, digest, signature = found.groups()
    try:
        lodged_on = date.fromisoformat(f"{day[:4]}-{day[4:6]}-{day[6:]}")
        _signer(key).public_key().verify(base64url.read(signature), _said(base64url.read(digest).hex(), lodged_on))
    except (ValueError, InvalidSignature):
        raise Refused(_("签名核对不上：这张收据不是本系统开出的，或者内容被改动过。")) from None
    known, number = lodged.root_of(base64url.read(digest).hex())
    if not known:
        raise Refused(
            _("收据是真的，%(day)s开出，但系统里查不到对应的登记：登记被删除过。请保存好收据，并向上级或审计员反映。")
            % {"day": chinese_date(lodged_on)}
        )
    root = LodgedRoot.objects.filter(number=number).first() if number is not None else None
    under = lodged.under_root(number) if number is not None else []
    way = tuple(lodged.path_of(base64url.read(digest).hex(), under)) if root else ()
    if root is not None and lodged.root_by(base64url.read(digest).hex(), way) != root.root:
        raise Refused(
            _("收据是真的，但与%(day)s公布的校验根对不上：那一天的登记被改动过。请保存好收据，并向上级或审计员反映。")
            % {"day": chinese_date(root.day)}
        )
    return Checked(
        lodged_on, base64url.read(digest).hex(), root, way, lodged.still_there(base64url.read(digest).hex(), lodged_on)
    )


def public_key(key: bytes) -> str:
    """The key by which anybody can check a receipt's signature (Ed25519, raw, base64url)."""
    raw = _signer(key).public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return base64url.written(raw)


def publish_root(day: date, now: datetime) -> None:
    """The daily act: the root over what was lodged up to the day before, which is over; nothing lodged, no root."""
    before = day - timedelta(days=1)
    with transaction.atomic():
        number = (LodgedRoot.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        digests = lodged.take_under_root(number, until=before)
        if not digests:
            return
        made = LodgedRoot.objects.create(
            number=number, day=before, count=len(digests), root=lodged.merkle_root(digests)
        )
        audit.record(ROOTED, actor=None, now=now, number=number, day=before, count=made.count, root=made.root)


def roots(*, before: int | None = None, most: int = 50) -> list[LodgedRoot]:
    """Published roots, the newest first."""
    found = LodgedRoot.objects.order_by("-number")
    return list((found.filter(number__lt=before) if before is not None else found)[:most])


def faults() -> list[str]:
    """What does not fit: roots against their digests and the audit chain, slips against digests; a sentence each."""
    said = []
    chained: dict[int, tuple[str, int]] = {}
    for line in AuditLine.objects.filter(action=ROOTED.code).order_by("pk").values_list("detail", flat=True):
        # Whoever deletes an opinion could chain a second root over what is left: one number is given once.
        if line["number"] in chained:
            said.append(f"审计链里第 {line['number']} 个校验根记了不止一次：有人补记过。")
        chained[line["number"]] = (line["root"], line["count"])
    for root in LodgedRoot.objects.order_by("number").iterator():
        if lodged.merkle_root(lodged.under_root(root.number)) != root.root:
            said.append(f"{chinese_date(root.day)}的校验根与登记不符：当日登记的意见有增删。")
        if chained.pop(root.number, None) != (root.root, root.count):
            said.append(f"{chinese_date(root.day)}的校验根与审计链里的不一致。")
    said += [f"审计链里的第 {number} 个校验根不见了。" for number in sorted(chained)]
    bare, gone = lodged.strays()
    erased = len(lawfully_erased())
    if bare:
        said.append(f"有 {bare} 条原话没有登记：内容被改动过，或绕过系统写入。")
    if gone > erased:
        said.append(f"有 {gone - erased} 条登记找不到原话，也没有依法删除的记录：原话被删除过。")
    return said


def _written(digest: str, day: date, key: bytes) -> str:
    signature = _signer(key).sign(_said(digest, day))
    return ".".join((_MARK, f"{day:%Y%m%d}", base64url.written(bytes.fromhex(digest)), base64url.written(signature)))


def _said(digest: str, day: date) -> bytes:
    return f"huiyin-receipt-1|{digest}|{day.isoformat()}".encode()


def _signer(key: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"huiyin-receipt-key" + key).digest())
