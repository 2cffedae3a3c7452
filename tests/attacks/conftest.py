"""What is attacked: a whole installation on SQLite; on PostgreSQL the county, with rows that are really committed."""

from huiyin.conftest import county as county
from huiyin.core.tests.conftest import _blank as _blank
from huiyin.core.tests.conftest import installation as installation
from tests.races.conftest import _guarded_again as _guarded_again
from tests.races.conftest import committed as committed
