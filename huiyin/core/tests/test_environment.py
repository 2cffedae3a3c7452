"""Bad settings are refused with a sentence; secrets are made once and never empty."""

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from huiyin.config import environment
from huiyin.core.tests.installation import Installation


def test_flags_and_counts_are_read_or_refused() -> None:
    assert environment.flag("X", True, {}) is True
    assert environment.flag("X", True, {"X": "0"}) is False
    assert environment.flag("X", False, {"X": " Yes "}) is True
    with pytest.raises(ImproperlyConfigured, match="环境变量 X 的值“或许”无法识别"):
        environment.flag("X", True, {"X": "或许"})
    assert environment.count("X", 2, {}) == 2
    assert environment.count("X", 2, {"X": "1"}) == 1
    for bad in ("-1", "两", "1.5"):
        with pytest.raises(ImproperlyConfigured, match="不是数字"):
            environment.count("X", 2, {"X": bad})


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "nonsense"])
def test_a_strange_database_address_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="HUIYIN_DATABASE_URL"):
        environment.database(tmp_path, {"HUIYIN_DATABASE_URL": url})


def test_a_database_address_is_taken_apart(tmp_path: Path) -> None:
    found = environment.database(tmp_path, {"HUIYIN_DATABASE_URL": "postgresql://%E5%BC%A0:p%40ss@db:6543/hui%20yin"})
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "张", "p@ss", "db", "6543", "hui yin",
    )  # fmt: skip


def test_processes_that_start_together_end_with_one_secret(tmp_path: Path) -> None:
    found: list[str] = []
    together = threading.Barrier(8)

    def start() -> None:
        together.wait()
        found.append(environment.secret(tmp_path, "code.pepper"))

    starters = [threading.Thread(target=start) for _starter in range(8)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert len(set(found)) == 1
    assert len(found[0]) > 60
    secret = tmp_path / "secrets" / "code.pepper"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert secret.parent.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in secret.parent.iterdir()] == ["code.pepper"]


def test_an_empty_secret_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "code.pepper").touch()
    with pytest.raises(ImproperlyConfigured, match="是空的"):
        environment.secret(tmp_path, "code.pepper")


def test_a_fresh_installation_makes_its_folder_and_secrets_for_its_owner_only(installation: Installation) -> None:
    assert installation.data.stat().st_mode & 0o777 == 0o700
    names = sorted(path.name for path in (installation.data / "secrets").iterdir())
    assert names == ["code.pepper", "django.key", "receipt.key", "totp.key"]
    pepper = installation.python("from django.conf import settings; print(settings.CODE_PEPPER.decode())")
    assert pepper == (installation.data / "secrets" / "code.pepper").read_text()


def test_a_folder_that_cannot_be_used_is_told_in_one_sentence(tmp_path: Path) -> None:
    nowhere = tmp_path / "a file"
    nowhere.write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "huiyin", "check"], env={**os.environ, "HUIYIN_DATA": str(nowhere / "data")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert re.fullmatch(r"数据目录 .*/data 无法建立：.*请检查 HUIYIN_DATA 的路径和权限。\n", done.stderr)


def test_every_variable_is_in_the_settings_page() -> None:
    root = Path(__file__).resolve().parents[3]
    read = set()
    for name in ("settings.py", "environment.py"):
        text = (root / "huiyin" / "config" / name).read_text(encoding="utf-8")
        read |= {word.strip("\"',") for word in text.replace("(", " ").replace(")", " ").split() if "HUIYIN_" in word}
    variables = {word for word in read if word.startswith("HUIYIN_") and word.replace("_", "").isalpha()}
    page = (root / "docs" / "settings.md").read_text(encoding="utf-8")
    assert len(variables) > 8
    assert [name for name in sorted(variables) if f"`{name}`" not in page] == []


def test_every_command_is_in_the_settings_page() -> None:
    root = Path(__file__).resolve().parents[3]
    ours = {
        path.stem.replace("_", "-")
        for path in (root / "huiyin").glob("*/management/commands/*.py")
        if path.stem != "__init__"
    }
    page = (root / "docs" / "settings.md").read_text(encoding="utf-8")
    assert {"serve", "import-opinions"} <= ours
    assert [name for name in sorted(ours) if f"`huiyin {name}" not in page] == []
