"""Who spoke when is known, what was said lies in the stolen data folder: nothing in it leads from the one to the other.

The folder is taken when the round is closed and the night's acts are done. docs/threat-model.md says what a folder taken
in the middle of a day shows.
"""

import json
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from huiyin.core.tests.installation import Installation
from tests.attacks.attacker import Verdict, judge, telling
from tests.attacks.sqlite_clues import clues

pytestmark = pytest.mark.proofs

Told = list[tuple[list[str], list[str]]]
ROOT = Path(__file__).resolve().parents[2]


def spoken(
    installation: Installation, *, days: int, people: int, plants: tuple[str, ...] = ()
) -> Told:  # fmt: skip
    """Let people speak; each day's words and spent credentials in the order of arrival."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.attacks.speaking", str(days), str(people), *plants],
        cwd=ROOT, env=installation.environment, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    (installation.data / "server-output.log").write_text(done.stderr)
    told: Told = json.loads(done.stdout.splitlines()[-1])
    return told


def stolen(data: Path, told: Told) -> list[Verdict]:
    """Judge every clue in a folder."""
    store = sqlite3.connect(f"file:{data / 'huiyin.sqlite3'}?mode=ro", uri=True)
    slips = {words: uid for uid, words in store.execute("SELECT uid, words FROM anonymity_sealedslip")}
    store.close()
    arrived = [[slips[words] for words in day] for day, _spent in told]
    # The others are what some added by their code.
    assert sum(map(len, arrived)) < len(slips)
    return judge(clues(data), arrived + [spent for _day, spent in told])


def attacked(installation: Installation, *, days: int, people: int, plants: tuple[str, ...] = ()) -> list[Verdict]:
    """Speak, then steal the folder."""
    return stolen(installation.data, spoken(installation, days=days, people=people, plants=plants))


def test_a_stolen_folder_does_no_better_than_chance(installation: Installation) -> None:
    verdicts = attacked(installation, days=4, people=40)
    assert len(verdicts) > 10, "an attacker with nothing to look at proves nothing"
    assert telling(verdicts) == []


def test_without_the_nightly_rewriting_the_places_in_the_file_tell_but_a_backup_shows_no_order(
    installation: Installation, tmp_path: Path
) -> None:
    """Row numbers gone is not enough: that is what the rewriting is for. A backup may be made in the middle of a day."""
    told = spoken(installation, days=2, people=40, plants=("kept",))
    found = telling(stolen(installation.data, told))
    assert any(verdict.clue.startswith("huiyin.sqlite3") and "words" in verdict.clue for verdict in found), found
    assert installation.run("backup").returncode == 0
    (archive,) = (installation.data / "backups").glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path, filter="data")
    (tmp_path / "database.sqlite3").rename(tmp_path / "huiyin.sqlite3")
    assert telling(stolen(tmp_path, told)) == []


def test_the_same_attack_finds_row_numbers_where_nothing_is_rewritten(installation: Installation) -> None:
    found = {verdict.clue: verdict for verdict in telling(attacked(
        installation, days=2, people=40, plants=("rows", "kept")
    ))}  # fmt: skip
    for clue in ("anonymity_sealedslip.rowid", "opinions_opinion.rowid", "anonymity_spenttoken.rowid"):
        assert found[clue].right == 1.0
    assert "huiyin.sqlite3: first words" in found


def test_the_same_attack_finds_an_instant_and_an_access_log(installation: Installation) -> None:
    found = {verdict.clue: verdict for verdict in telling(attacked(
        installation, days=2, people=40, plants=("stamp", "log")
    ))}  # fmt: skip
    assert found["planted.at"].right == 1.0
    # Two people of two days may have written as much as each other.
    assert found["access.log: line with the length"].right > 0.9
    assert not [clue for clue in found if clue.startswith(("anonymity_", "opinions_"))], found
