"""One signing key for all these tests: making one of 3072 bits takes the better part of a second."""

import pytest

from huiyin.anonymity import blind_signatures, keys


@pytest.fixture(scope="session")
def one_key() -> bytes:
    """A real key, made once."""
    return blind_signatures.new_key()


@pytest.fixture(autouse=True)
def _keys_at_once(monkeypatch: pytest.MonkeyPatch, one_key: bytes) -> None:
    monkeypatch.setattr(keys, "new_key", lambda: one_key)
