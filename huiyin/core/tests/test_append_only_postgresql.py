"""The same promises on PostgreSQL, TRUNCATE and ON CONFLICT among them."""

import pytest

from huiyin.core.tests.test_append_only import (  # noqa: F401 - pytest collects what it finds in this module
    filled,
    test_every_append_only_table_is_guarded_and_a_lost_guard_is_named,
    test_two_people_may_erase_and_nothing_else_goes_with_it,
    test_update_delete_and_replace_are_refused,
)

pytestmark = pytest.mark.races
