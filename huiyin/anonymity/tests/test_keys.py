"""Keys of one-time credentials: outside the database and its backups, one a round, gone for good at close."""

import os
import stat
import tarfile
import threading
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.db import Error, transaction

from huiyin.anonymity import keys
from huiyin.anonymity.blind_client import blind, finalise, prepare
from huiyin.anonymity.blind_signatures import Unfit, new_key, public_of, verify
from huiyin.anonymity.models import SigningKey
from huiyin.config.credential_health import credential_keys
from huiyin.conftest import NOW
from huiyin.core.health import Level
from huiyin.core.tests.conftest import _blank as _blank
from huiyin.core.tests.conftest import installation as installation
from huiyin.core.tests.installation import Installation

DAY, LATER = date(2013, 9, 2), date(2013, 9, 9)
BALLOT, OTHER = UUID(int=7), UUID(int=8)


@pytest.fixture(autouse=True)
def data(settings, tmp_path: Path, db: None) -> Path:
    """A data folder of its own; nothing remembered from another test."""
    settings.DATA_DIR = tmp_path
    keys._SIGNERS.clear()
    return tmp_path


def test_a_key_signs_and_its_public_half_is_in_the_row() -> None:
    public, prepared = keys.make(BALLOT, today=DAY), prepare(b"m")
    blinded = blind(public, prepared)
    assert verify(
        public, prepared, finalise(public, prepared, keys.blind_sign(BALLOT, blinded.message), blinded.inverse)
    )
    assert keys.public_key(BALLOT) == public == bytes(SigningKey.objects.get().public)
    assert keys.make(BALLOT, today=LATER) == public
    assert keys.make(OTHER, today=DAY) != public


def test_nothing_private_is_in_the_row_and_the_file_is_the_owners_alone(data: Path) -> None:
    keys.make(BALLOT, today=DAY)
    (path,) = keys.folder().iterdir()
    assert keys.folder() == data / "credential-keys"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.folder().stat().st_mode) == 0o700
    assert path.read_bytes()[500:564] not in bytes(SigningKey.objects.get().public)


def test_closing_destroys_the_bytes_the_file_and_the_possibility(data: Path) -> None:
    public = keys.make(BALLOT, today=DAY)
    blinded = blind(public, prepare(b"m"))
    keys.blind_sign(BALLOT, blinded.message)
    (path,) = keys.folder().iterdir()
    # Another name for the same bytes shows what is left of them.
    os.link(path, data / "seen")
    keys.destroy(BALLOT, today=LATER)
    assert not path.exists()
    assert set((data / "seen").read_bytes()) == {0}
    assert SigningKey.objects.get().destroyed_on == LATER
    assert not keys._SIGNERS
    for refused in (lambda: keys.blind_sign(BALLOT, blinded.message), lambda: keys.make(BALLOT, today=LATER)):
        with pytest.raises(Unfit, match="销毁"):
            refused()
    # What was signed is verified for good.
    assert keys.public_key(BALLOT) == public


def test_a_process_that_still_holds_the_key_signs_no_more() -> None:
    public = keys.make(BALLOT, today=DAY)
    blinded = blind(public, prepare(b"m"))
    keys.blind_sign(BALLOT, blinded.message)
    held = dict(keys._SIGNERS)
    keys.destroy(BALLOT, today=LATER)
    keys._SIGNERS.update(held)
    with pytest.raises(Unfit):
        keys.blind_sign(BALLOT, blinded.message)
    assert not keys._SIGNERS


def test_a_destruction_interrupted_between_file_and_row_is_completed() -> None:
    keys.make(BALLOT, today=DAY)
    with transaction.atomic():
        keys.destroy(BALLOT, today=LATER)
        transaction.set_rollback(True)
    assert SigningKey.objects.get().destroyed_on is None
    assert keys.missing() == [BALLOT]
    keys.destroy(BALLOT, today=LATER)
    keys.destroy(BALLOT, today=date(2014, 1, 1))
    assert SigningKey.objects.get().destroyed_on == LATER


def test_the_day_of_destruction_and_the_key_are_not_taken_back() -> None:
    keys.make(BALLOT, today=DAY)
    keys.destroy(BALLOT, today=LATER)
    for change in ({"public": b"another"}, {"made_on": LATER}):
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            SigningKey.objects.update(**change)
    with pytest.raises(Error, match="append-only"), transaction.atomic():
        SigningKey.objects.all().delete()


def test_a_key_put_in_the_place_of_the_published_one_signs_nothing() -> None:
    """Somebody who is signed with another key than the rest is marked."""
    keys.make(BALLOT, today=DAY)
    (path,) = keys.folder().iterdir()
    path.write_bytes(new_key())
    with pytest.raises(Unfit, match="不符"):
        keys.blind_sign(BALLOT, bytes(384))


def test_a_making_that_was_interrupted_goes_on_with_the_same_key() -> None:
    with transaction.atomic():
        public = keys.make(BALLOT, today=DAY)
        transaction.set_rollback(True)
    assert not SigningKey.objects.exists()
    assert keys.loose() == [f"{BALLOT.hex}.der"]
    assert keys.make(BALLOT, today=DAY) == public
    assert keys.loose() == []


def test_two_that_make_the_key_at_once_make_one(data: Path) -> None:
    made: list[bytes] = []
    gate = threading.Barrier(4)

    def write() -> None:
        key = new_key()
        gate.wait()
        made.append(keys._write(BALLOT, key))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 1
    (path,) = keys.folder().iterdir()
    assert public_of(path.read_bytes()) == public_of(made[0])


def test_without_a_key_there_is_a_sentence() -> None:
    for act in (lambda: keys.public_key(BALLOT), lambda: keys.destroy(BALLOT, today=DAY)):
        with pytest.raises(Unfit, match="没有签发密钥"):
            act()
    with pytest.raises(Unfit, match="不在本机"):
        keys.blind_sign(BALLOT, bytes(384))


def test_the_doctor_names_what_came_back_what_is_open_and_what_is_missing() -> None:
    keys.make(BALLOT, today=DAY)
    assert credential_keys(NOW).level is Level.GOOD
    (path,) = keys.folder().iterdir()
    path.chmod(0o644)
    assert "chmod" in credential_keys(NOW).sentence
    path.chmod(0o600)
    kept = path.read_bytes()
    path.unlink()
    assert credential_keys(NOW).level is Level.NOTE
    keys.destroy(BALLOT, today=LATER)
    assert credential_keys(NOW).level is Level.GOOD
    path.write_bytes(kept)
    path.chmod(0o600)
    found = credential_keys(NOW)
    assert found.level is Level.FAULT
    assert path.name in found.sentence


@pytest.mark.proofs
def test_no_backup_takes_the_keys(installation: Installation) -> None:
    installation.python(
        f"""
        from datetime import date
        from uuid import UUID
        from huiyin.anonymity import keys
        keys.make(UUID(int={BALLOT.int}), today=date(2013, 9, 2))
        """
    )
    (key,) = (installation.data / keys.FOLDER).iterdir()
    done = installation.run("backup")
    assert done.returncode == 0
    assert "credential-keys" in done.stdout
    (archive,) = (installation.data / "backups").glob("*.tar.gz")
    secret = key.read_bytes()[500:564]
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            stream = tar.extractfile(member)
            assert "credential" not in member.name
            assert stream is not None
            content = stream.read()
            assert secret not in content
            assert secret.hex().encode() not in content
