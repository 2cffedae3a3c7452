"""One key a round or ballot: the public half in the database, the private half in a file that no backup takes.

The file goes at close, and with it every possibility of making a credential afterwards; the row says on which day.
"""

import os
import re
import secrets
import stat
import tempfile
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from huiyin.anonymity.blind_signatures import Signer, Unfit, new_key, public_of
from huiyin.anonymity.models import SigningKey

FOLDER = "credential-keys"
_HANDED = re.compile(r"\.?([0-9a-f]{32})\.t[-\d]")
# Keys in use, read once by each process; one is dropped as soon as its file is gone.
_SIGNERS: dict[UUID, Signer] = {}


def folder() -> Path:
    """Where private keys lie: inside the data folder, outside the database and its backups."""
    return Path(settings.DATA_DIR) / FOLDER


def make(uid: UUID, *, today: date) -> bytes:
    """The key of a round or ballot; returns its public half. Asked again, the same; once destroyed, never another."""
    row = SigningKey.objects.filter(uid=uid).first()
    if row is None:
        # The file first: a row that is committed has its key. A file without a row is taken by the next attempt.
        public = public_of(_kept(uid) or _write(uid, new_key()))
        row = SigningKey.objects.get_or_create(uid=uid, defaults={"public": public, "made_on": today})[0]
    if row.destroyed_on is not None:
        raise Unfit("签发密钥已经销毁，不能再生成。")
    return bytes(row.public)


def public_key(uid: UUID) -> bytes:
    """The public half, also after the private one was destroyed: what was signed can be verified for good."""
    public = SigningKey.objects.filter(uid=uid).values_list("public", flat=True).first()
    if public is None:
        raise Unfit("这一轮没有签发密钥，不用一次性凭证。")
    return bytes(public)


def blind_sign(uid: UUID, blinded: bytes) -> bytes:
    """Sign a blinded credential. Callers have locked the round and know that this person has drawn no other one."""
    if not _path(uid).exists():
        _SIGNERS.pop(uid, None)
        raise Unfit("签发密钥不在本机：已经截止销毁，或数据是从备份恢复的。不能再领取凭证。")
    signer = _SIGNERS.get(uid)
    if signer is None:
        key = _kept(uid)
        # Another key than the one published would mark whoever got it.
        if key is None or public_of(key) != public_key(uid):
            raise Unfit("签发密钥与公布的公钥不符，已停止签发。请系统管理员查明原因。")
        signer = _SIGNERS.setdefault(uid, Signer(key))
    return signer.sign(blinded)


def destroy(uid: UUID, *, today: date) -> None:
    """Overwrite and unlink the private key, then record the day; repeated after a crash, it completes what was begun.

    Overwriting reaches the bytes on a plain disk. A solid-state disk, a copying file system or a snapshot of the machine
    may keep older blocks: docs/threat-model.md says what follows from that.
    """
    with transaction.atomic():
        row = SigningKey.objects.select_for_update().filter(uid=uid).first()
        if row is None:
            raise Unfit("这一轮没有签发密钥，不需要销毁。")
        _SIGNERS.pop(uid, None)
        _wipe(_path(uid))
        if row.destroyed_on is None:
            SigningKey.objects.filter(uid=uid).update(destroyed_on=today)


def keep_handed(uid: UUID, number: int, key: bytes) -> None:
    """A teller's key until the box is opened: a file beside the signing keys, in no database and no backup."""
    folder().mkdir(mode=0o700, exist_ok=True)
    # Named for its box also while it is half written: what a crash leaves goes with the others.
    handle, name = tempfile.mkstemp(dir=folder(), prefix=f".{uid.hex}.t-")
    with os.fdopen(handle, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    # Handed over once more, it is the same key.
    Path(name).replace(_handed_path(uid, number))
    _flush_folder()


def handed(uid: UUID) -> dict[int, bytes]:
    """The tellers' keys that were handed over, by number."""
    return {int(path.suffix[2:]): path.read_bytes() for path in folder().glob(f"{uid.hex}.t*")}


def forget_handed(uid: UUID) -> None:
    """Overwrite and unlink the tellers' keys."""
    for pattern in (f"{uid.hex}.t*", f".{uid.hex}.t*"):
        for path in folder().glob(pattern):
            _wipe(path)


def handed_for() -> set[UUID]:
    """Whose tellers' keys lie here."""
    found = map(_HANDED.match, (path.name for pattern in ("*.t*", ".*.t-*") for path in folder().glob(pattern)))
    return {UUID(hex=one[1]) for one in found if one}


def forget_half_written(*, before: datetime) -> None:
    """Overwrite and unlink what a process that died left of a key it was writing, untouched since `before`."""
    for path in folder().glob(".new-*"):
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
            _wipe(path)


def missing() -> list[UUID]:
    """Keys that are in use and whose file is not there."""
    rows = SigningKey.objects.filter(destroyed_on=None).order_by("uid").values_list("uid", flat=True)
    return [uid for uid in rows if not _path(uid).exists()]


def loose() -> list[str]:
    """Files that no key in use accounts for: put back by hand after they were destroyed, or half written."""
    used = {_path(uid).name for uid in SigningKey.objects.filter(destroyed_on=None).values_list("uid", flat=True)}
    if not folder().exists():
        return []
    return sorted(
        path.name for path in folder().iterdir() if path.name not in used and not _HANDED.fullmatch(path.name)
    )


def readable_by_others() -> list[str]:
    """The folder and the files in it that other users of the machine may read."""
    paths = [folder(), *folder().iterdir()] if folder().exists() else []
    return [path.name for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077]


def _handed_path(uid: UUID, number: int) -> Path:
    return folder() / f"{uid.hex}.t{number}"


def _path(uid: UUID) -> Path:
    return folder() / f"{uid.hex}.der"


def _kept(uid: UUID) -> bytes | None:
    try:
        return _path(uid).read_bytes()
    except FileNotFoundError:
        return None


def _write(uid: UUID, key: bytes) -> bytes:
    """Put a key in its place, whole and flushed, unless one is there; returns the one that is there."""
    folder().mkdir(mode=0o700, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder(), prefix=".new-")
    with os.fdopen(handle, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        # A link, not a renaming: of two that make the key at once, the second must not replace the first.
        os.link(name, _path(uid))
    if _kept(uid) == key:
        Path(name).unlink()
    else:
        _wipe(Path(name))
    _flush_folder()
    return _path(uid).read_bytes()


def _wipe(path: Path) -> None:
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return
    with path.open("r+b", buffering=0) as file:
        for fill in (secrets.token_bytes(size), bytes(size)):
            file.seek(0)
            file.write(fill)
            os.fsync(file.fileno())
    path.unlink()
    _flush_folder()


def _flush_folder() -> None:
    """A removal that a power cut would bring back is none."""
    handle = os.open(folder(), os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
