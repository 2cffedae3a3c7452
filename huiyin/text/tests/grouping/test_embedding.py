"""Sentence vectors: an extra behind one interface; absent or broken it is a sentence, present it is the same for the same text."""

import json
import sys
import time
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from huiyin.text.grouping.embedding import LONGEST, MODULE, NoModel, SmallModel, installed
from huiyin.text.grouping.group_command import FINE, UNREADABLE, main
from huiyin.text.grouping.themes import find_themes
from huiyin.text.tests.grouping.opinions import BREAKFAST, LAMPS, MEETINGS, NO_BREAKFAST
from huiyin.text.tests.grouping.sentence_model import no_sentence_model as no_sentence_model
from huiyin.text.tests.grouping.sentence_model import sentence_model as sentence_model

pytestmark = pytest.mark.proofs

TEXTS = [*LAMPS, *MEETINGS, *BREAKFAST]


def a_file(folder: Path, texts: list[str]) -> str:
    rows = [json.dumps({"id": text, "text": text}, ensure_ascii=False) for text in texts]
    path = folder / "f.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    return str(path)


@pytest.mark.usefixtures("no_sentence_model")
def test_without_the_component_the_command_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not installed()
    assert main([a_file(tmp_path, TEXTS), "--model"]) == UNREADABLE
    assert "没有安装语义向量组件" in capsys.readouterr().err
    assert main([a_file(tmp_path, TEXTS)]) == FINE


def test_a_component_that_cannot_be_loaded_is_a_sentence_too(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = ModuleType(MODULE)
    broken.__spec__ = ModuleSpec(MODULE, None)

    def engine() -> None:
        raise OSError("libgomp.so.1")

    broken.__dict__["E5"] = engine
    monkeypatch.setitem(sys.modules, MODULE, broken)
    with pytest.raises(NoModel, match=r"装不进来（libgomp.so.1）"):
        SmallModel()


@pytest.mark.usefixtures("sentence_model")
def test_the_real_model_gives_the_same_for_the_same_text_whatever_stands_around_it() -> None:
    model = SmallModel()
    assert model.name.startswith(f"{MODULE} ")
    together = model(TEXTS)
    assert together.shape[0] == len(TEXTS)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-3)
    assert (together == np.vstack([model([text]) for text in TEXTS])).all()
    assert (together == model(TEXTS[::-1])[::-1]).all()
    assert model([]).shape == (0, 0)


@pytest.mark.usefixtures("sentence_model")
def test_the_real_model_takes_any_text_in_bounded_time() -> None:
    model = SmallModel()
    begun = time.process_time()
    assert model(["", "好", "😀", "\ud800", "a\0b", "的" * 20_000]).shape[0] == 6
    assert time.process_time() - begun < 10
    assert (model(["路" * LONGEST]) == model(["路" * 20_000])).all()


@pytest.mark.usefixtures("sentence_model")
def test_themes_with_the_real_model_hold_no_opposites_and_know_no_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = [*TEXTS, NO_BREAKFAST]
    model = SmallModel()
    found = [{texts[at] for at in theme.members} for theme in find_themes(texts, embedder=model)]
    turned = [{texts[::-1][at] for at in theme.members} for theme in find_themes(texts[::-1], embedder=model)]
    assert found == turned
    assert not any(NO_BREAKFAST in theme and theme & {*BREAKFAST} for theme in found)
    assert main([a_file(tmp_path, texts), "--json", "--model"]) == FINE
    summary = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [theme["size"] for theme in summary["themes"]] == [len(theme) for theme in found]
