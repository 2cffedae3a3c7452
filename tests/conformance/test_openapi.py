"""The API's description is the one in docs/: a changed answer is a changed file."""

from huiyin.api.snapshot import SNAPSHOT, text


def test_the_openapi_file_is_fresh() -> None:
    assert SNAPSHOT.read_text(encoding="utf-8") == text(), "run: python -m huiyin.api.snapshot"
