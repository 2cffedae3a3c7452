# ruff: noqa: S608 - every word of these questions stands in this package, none comes from outside
"""Drawing, casting, counting and the audit chain by hand: bare libcrypto, `cryptography`, INSERTs and hashlib."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from django.db import connection, transaction

from bench.sql import ask, one, tell
from huiyin.anonymity import blind_signatures
from huiyin.anonymity.blind_signatures import SALT, Signer

PSS = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=SALT)
_LOCK = " FOR UPDATE" if connection.vendor == "postgresql" else ""
_VOTE = """
    SELECT b.id, b.*, r.*, u.* FROM ballots_ballot b JOIN eligibility_roll r ON r.id = b.roll_id
    JOIN organisation_unit u ON u.id = r.unit_id WHERE b.uid = %s"""
_ANSWERS = "SELECT question, answer FROM anonymity_openedanswer WHERE key = %s"
_BLOCKS = "SELECT id, height, previous, sealed_at, digest FROM core_auditblock ORDER BY height"
_MEMBERS = """
    SELECT l.uid, l.at, l.actor, l.action, l.subject_kind, l.subject, l.unit, l.detail FROM core_auditmembership m
    JOIN core_auditline l ON l.id = m.line_id WHERE m.block_id = %s ORDER BY m.position"""
Block = tuple[bytes, list[bytes], str]  # what stands before the lines, the lines as they are hashed, the block's digest


def sign_raw(signer: Signer, data: bytes) -> bytes:
    """The private operation of the same libcrypto and nothing else."""
    library = signer._library
    context = library.EVP_PKEY_CTX_new(signer._key, None)
    try:
        return blind_signatures._raw(library, library.EVP_PKEY_sign_init, library.EVP_PKEY_sign, context, data)
    finally:
        library.EVP_PKEY_CTX_free(context)


def draw(signer: Signer, roll: int, person: int, blinded: bytes) -> bytes:
    """Look the person and the roll's hours up, sign, keep that they drew."""
    with transaction.atomic():
        (entry, *_rest) = one(
            f"SELECT * FROM eligibility_rollentry WHERE roll_id = %s AND person_id = %s{_LOCK}", roll, person
        )
        one("SELECT * FROM eligibility_roll WHERE id = %s", roll)
        signature = sign_raw(signer, blinded)
        digest = hashlib.sha256(blinded).hexdigest()
        tell("UPDATE eligibility_rollentry SET way = 'device', request = %s WHERE id = %s", digest, entry)
    return signature


def cast(uid: UUID, prepared: bytes, signature: bytes, sealed: bytes) -> bytes:
    """Look the vote, its tellers and its key up, verify, and write the three rows a ballot is, in one transaction."""
    (ballot, *_rest) = one(_VOTE, uid)
    ask("SELECT public FROM ballots_teller WHERE ballot_id = %s ORDER BY number", ballot)
    one("SELECT public FROM anonymity_signingkey WHERE uid = %s", uid)
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sealed[1:66])
    _key(uid).verify(signature, prepared, PSS, hashes.SHA384())
    digest = hashlib.sha256(sealed)
    with transaction.atomic():
        tell(
            "INSERT INTO anonymity_spenttoken (digest, key) VALUES (%s, %s)", hashlib.sha256(prepared).hexdigest(), uid
        )
        one(f"SELECT state FROM ballots_ballot WHERE id = %s{_LOCK}", ballot)
        tell("INSERT INTO anonymity_boardline (digest, key) VALUES (%s, %s)", digest.hexdigest(), uid)
        tell(
            "INSERT INTO anonymity_sealedballot (digest, key, sealed) VALUES (%s, %s, %s)", digest.hexdigest(), uid, sealed
        )  # fmt: skip
    return digest.digest()


@lru_cache(maxsize=4)
def _key(uid: UUID) -> rsa.RSAPublicKey:
    (der,) = one("SELECT public FROM anonymity_signingkey WHERE uid = %s", uid)
    key = serialization.load_der_public_key(bytes(der))
    assert isinstance(key, rsa.RSAPublicKey)
    return key


def tally(uid: UUID, names: int) -> dict[str, Any]:  # Any: numbers and lists of them
    """The opened answers to the only question, counted in one loop."""
    marks, valid, invalid, written = [[0, 0, 0] for _name in range(names)], 0, 0, Counter[str]()
    for part, answer in ask(_ANSWERS, uid):
        if part >= names:
            written[answer] += 1
        elif answer == "-2":
            invalid += part == 0
        else:
            marks[part][int(answer)] += 1
            valid += part == 0
    return {"marks": marks, "valid": valid, "invalid": invalid, "written": dict(written)}


def chain() -> Iterator[Block]:
    """Every block's bytes, as they are hashed, read and put together by hand."""
    for pk, height, previous, sealed_at, digest in ask(_BLOCKS):
        head = f"{height}\n{previous}\n{_instant(sealed_at)}\n".encode()
        yield head, [_line(row) for row in ask(_MEMBERS, pk)], digest


def sound(blocks: Iterator[Block] | list[Block]) -> tuple[int, int, bool]:
    """Hash them all: how many blocks and lines, and whether every digest is the one kept."""
    heights, lines, well = 0, 0, True
    for head, members, digest in blocks:
        total = hashlib.sha256(head)
        for member in members:
            total.update(hashlib.sha256(member).digest())
        heights, lines, well = heights + 1, lines + len(members), well and total.hexdigest() == digest
    return heights, lines, well


def _line(row: tuple[Any, ...]) -> bytes:  # Any: columns as the store's driver gives them
    uid, at, actor, action, kind, subject, unit, detail = row
    fields = [_uid(uid), _instant(at), _uid(actor), action, kind, _uid(subject), _uid(unit), json.loads(detail)]
    return json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()


def _uid(value: Any) -> str:  # Any: as above
    return str(UUID(hex=value)) if isinstance(value, str) else str(value)


def _instant(value: Any) -> str:  # Any: as above
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return str(at.isoformat(timespec="microseconds"))
