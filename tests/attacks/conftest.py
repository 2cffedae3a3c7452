"""What is attacked: a whole installation on SQLite; on PostgreSQL the county, with rows that are really committed."""

import pytest

from huiyin.conftest import county as county
from huiyin.core import orderless
from huiyin.core.tests.conftest import _blank as _blank
from huiyin.core.tests.conftest import installation as installation
from tests.races.conftest import _guarded_again as _guarded_again
from tests.races.conftest import committed as committed


@pytest.fixture(autouse=True)
def _kept_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests side by side share one server and its log: a night of one must not take away what another looks at."""
    monkeypatch.setattr(orderless, "may_leave_log", lambda: False)
