"""The tables of an empty installation, made as `huiyin migrate` makes them; and what store they lie in."""

from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection


def make_tables() -> None:
    """Run every migration, and put the static files where the pages expect them."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


def about_store() -> tuple[str, float]:
    """The store's version and how many megabytes the database has."""
    if connection.vendor == "sqlite":
        return "", Path(connection.settings_dict["NAME"]).stat().st_size / 2**20
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
        version, size = cursor.fetchone()
    return str(version).split()[0], size / 2**20


if __name__ == "__main__":
    django.setup()
    make_tables()
