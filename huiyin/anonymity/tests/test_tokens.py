"""One-time credentials are spent once, for their own round, together with what they are spent for."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.db import Error, connection, models, transaction

from huiyin.anonymity import keys, tokens
from huiyin.anonymity.blind_client import blind, finalise, prepare
from huiyin.anonymity.blind_signatures import Unfit, new_key
from huiyin.anonymity.models import SealedSlip, SigningKey, SpentToken
from huiyin.anonymity.sealed_box import seal_many
from huiyin.anonymity.tokens import Spent, message_of, spend

DAY = date(2013, 9, 2)
BALLOT, OTHER = UUID(int=7), UUID(int=8)


@pytest.fixture(scope="module")
def made() -> dict[UUID, bytes]:
    """Two keys: making them takes longer than all else here."""
    return {BALLOT: new_key(), OTHER: new_key()}


@pytest.fixture(autouse=True)
def data(settings, tmp_path: Path, db: None, made: dict[UUID, bytes]) -> Path:
    """A data folder of its own with the keys of two ballots."""
    settings.DATA_DIR = tmp_path
    keys._SIGNERS.clear()
    tokens._key.cache_clear()
    keys.folder().mkdir(mode=0o700)
    for uid, key in made.items():
        # A file whose row was never written is taken (test_keys.py).
        (keys.folder() / f"{uid.hex}.der").write_bytes(key)
        keys.make(uid, today=DAY)
    return tmp_path


def draw(uid: UUID, message: bytes | None = None) -> tuple[bytes, bytes]:
    public, prepared = keys.public_key(uid), prepare(message_of(uid) if message is None else message)
    blinded = blind(public, prepared)
    return prepared, finalise(public, prepared, keys.blind_sign(uid, blinded.message), blinded.inverse)


def vote() -> str:
    seal_many(box=BALLOT, slips=[("同意", DAY)])
    return "stored"


def nothing_happened() -> bool:
    return not SpentToken.objects.exists() and not SealedSlip.objects.exists()


def test_a_credential_is_spent_with_what_it_is_for() -> None:
    prepared, signature = draw(BALLOT)
    assert spend(BALLOT, prepared=prepared, signature=signature, then=vote) == "stored"
    assert (tokens.spent(BALLOT), tokens.spent(OTHER), SealedSlip.objects.count()) == (1, 0, 1)


def test_a_replay_is_refused_and_stores_nothing() -> None:
    prepared, signature = draw(BALLOT)
    spend(BALLOT, prepared=prepared, signature=signature, then=vote)
    with pytest.raises(Spent, match="已经用过"):
        spend(BALLOT, prepared=prepared, signature=signature, then=vote)
    assert (tokens.spent(BALLOT), SealedSlip.objects.count()) == (1, 1)


def test_what_fails_to_be_stored_leaves_the_credential_unspent() -> None:
    prepared, signature = draw(BALLOT)

    def fail() -> None:
        vote()
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        spend(BALLOT, prepared=prepared, signature=signature, then=fail)
    assert nothing_happened()
    spend(BALLOT, prepared=prepared, signature=signature, then=vote)


def test_a_credential_of_another_ballot_is_refused_here() -> None:
    prepared, signature = draw(OTHER)
    with pytest.raises(Unfit, match="不是为这一轮"):
        spend(BALLOT, prepared=prepared, signature=signature, then=vote)
    # Signed by the other ballot's key, though it names this one.
    crossed, signature = draw(OTHER, message_of(BALLOT))
    with pytest.raises(Unfit, match="核对不上"):
        spend(BALLOT, prepared=crossed, signature=signature, then=vote)
    assert nothing_happened()


@pytest.mark.parametrize("harm", ["forged", "cut", "longer", "flipped", "prefix", "empty"])
def test_a_forged_or_damaged_credential_is_refused(harm: str) -> None:
    prepared, signature = draw(BALLOT)
    prepared, signature = {
        "forged": (prepared, b"\1" * 384), "cut": (prepared, signature[:-1]), "longer": (prepared, signature + b"\0"),
        "flipped": (prepared, signature[:-1] + bytes([signature[-1] ^ 1])),
        "prefix": (bytes(32) + prepared[32:], signature), "empty": (b"", b""),
    }[harm]  # fmt: skip
    with pytest.raises(Unfit):
        spend(BALLOT, prepared=prepared, signature=signature, then=vote)
    assert nothing_happened()


def test_a_longer_message_is_no_second_credential() -> None:
    """A holder who had something signed that only begins like a credential gets nothing for it."""
    for message in (message_of(BALLOT) + b"1", b"", message_of(BALLOT)[:-1]):
        prepared, signature = draw(BALLOT, message)
        with pytest.raises(Unfit, match="不是为这一轮"):
            spend(BALLOT, prepared=prepared, signature=signature, then=vote)


def test_credentials_are_still_spent_after_the_key_is_destroyed() -> None:
    """Drawing and using are separate windows."""
    prepared, signature = draw(BALLOT)
    keys.destroy(BALLOT, today=DAY)
    spend(BALLOT, prepared=prepared, signature=signature, then=vote)
    assert tokens.spent(BALLOT) == 1


def test_a_spent_credential_is_not_made_unspent() -> None:
    prepared, signature = draw(BALLOT)
    spend(BALLOT, prepared=prepared, signature=signature, then=vote)
    for change in (SpentToken.objects.all().delete, lambda: SpentToken.objects.update(key=OTHER)):
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            change()
    assert tokens.spent(BALLOT) == 1


def test_the_tables_lead_to_nobody() -> None:
    for table in (SealedSlip, SpentToken, SigningKey):
        fields = table._meta.get_fields()
        assert not [field for field in fields if field.is_relation], table
        assert not [field for field in fields if isinstance(field, models.DateTimeField | models.AutoField)], table
        assert not {"user", "unit", "person", "account", "created_at", "id", "address"} & {f.name for f in fields}


def test_neither_the_slip_nor_the_row_holds_what_the_server_saw_when_it_signed() -> None:
    public, prepared = keys.public_key(BALLOT), prepare(message_of(BALLOT))
    blinded = blind(public, prepared)
    answer = keys.blind_sign(BALLOT, blinded.message)
    signature = finalise(public, prepared, answer, blinded.inverse)
    spend(BALLOT, prepared=prepared, signature=signature, then=vote)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM anonymity_spenttoken")
        row = "".join(map(str, cursor.fetchone()))
    seen = blinded.message.hex() + answer.hex()
    assert row[:64] == tokens.digest_of(prepared)
    assert not any(row[at : at + 16] in seen for at in range(len(row) - 16))
