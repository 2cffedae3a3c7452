"""One signing key for all these tests: making one of 3072 bits takes the better part of a second."""

from huiyin.ballots.tests.conftest import _keys_at_once as _keys_at_once
from huiyin.ballots.tests.conftest import one_key as one_key
