"""Where the demonstration is not loaded: beside somebody's work, or over what a stopped loading left."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from huiyin.conftest import County


@pytest.mark.django_db
def test_somebodys_work_is_not_loaded_over(county: County, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = settings.STATIC_ROOT = tmp_path
    with pytest.raises(CommandError, match="已有别的数据"):
        call_command("demo", no_serve=True)
    assert not (tmp_path / "demo").exists(), "nothing is left that would call it a stopped loading"


@pytest.mark.django_db
def test_a_stopped_loading_is_told_from_somebodys_work(county: County, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = settings.STATIC_ROOT = tmp_path
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "loading").touch()
    with pytest.raises(CommandError, match=r"上次没有载入完.*删除这个目录"):
        call_command("demo", no_serve=True)
