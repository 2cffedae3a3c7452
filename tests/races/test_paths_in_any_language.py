"""A subtree is a range of paths: it holds its units whatever language the PostgreSQL database sorts in."""

import pytest
from django.apps import apps
from django.db import connection

from huiyin.conftest import County
from huiyin.organisation.fields import PathField
from huiyin.organisation.paths import subtree

pytestmark = [pytest.mark.races, pytest.mark.usefixtures("committed")]


def test_every_path_is_compared_byte_by_byte() -> None:
    columns = [
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, PathField)
    ]
    assert len(columns) > 15
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name, column_name, collation_name FROM information_schema.columns")
        order = {(table, column): collation for table, column, collation in cursor.fetchall()}
    assert {pair: order[pair] for pair in columns} == dict.fromkeys(columns, "C")


def test_the_order_of_a_language_would_lose_every_subtree(county: County) -> None:
    with connection.cursor() as cursor:
        cursor.execute("""SELECT '0000100002' < '00001~' COLLATE "zh-x-icu", '0000100002' < '00001~' COLLATE "C" """)
        assert cursor.fetchone() == (False, True)
    assert set(subtree(county.east)) == {county.east, county.east_section}
