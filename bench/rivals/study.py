# ruff: noqa: S608 - every word of these questions stands in this package, none comes from outside
"""The study pages by hand: the people of a unit with their hours, one person's year, a unit's coverage."""

from typing import Any

from bench.sql import ask, one

_HELD = """study_attendee a JOIN study_session s ON s.id = a.session_id
    AND s.state = 'signed' AND s.day >= %s AND s.day <= %s AND a.present"""
_PEOPLE = """organisation_person p JOIN organisation_unit u ON u.id = p.unit_id
    WHERE p.left_on IS NULL AND u.path >= %s AND u.path < %s"""


def archives(path: str, begins: str, ends: str, size: int) -> list[tuple[int, int]]:
    """(person, sessions) of the first page, by the official order of units."""
    orders: dict[str, int] = dict(
        ask('SELECT path, "order" FROM organisation_unit WHERE path >= %s AND path < %s', path, f"{path}~")
    )
    rows = ask(f"SELECT p.id, u.path FROM {_PEOPLE} ORDER BY p.id", path, f"{path}~")

    def rank(of: str) -> list[tuple[int, str]]:
        return [(orders.get(of[:n], 0), of[n - 5 : n]) for n in range(len(path), len(of) + 1, 5)]

    rows.sort(key=lambda row: rank(row[1]))
    keys = [row[0] for row in rows[:size]]
    marks = ", ".join(["%s"] * len(keys))
    ask(
        f"SELECT p.*, u.* FROM organisation_person p JOIN organisation_unit u ON u.id = p.unit_id WHERE p.id IN ({marks})",
        *keys,
    )
    sums: dict[int, int] = dict(
        ask(
            f"SELECT a.person_id, count(*) FROM {_HELD} WHERE a.person_id IN ({marks}) GROUP BY a.person_id",
            begins, ends, *keys,
        )
    )  # fmt: skip
    _asked_of(path, begins, ends, keys)
    return [(key, sums.get(key, 0)) for key in keys]


def archive(person: int, begins: str, ends: str) -> tuple[int, float, list[int]]:
    """How many sessions one person attended in the year, their hours, and the years there are, with all the page shows of them."""
    (whose,) = ask(
        "SELECT p.*, u.name, u.path FROM organisation_person p JOIN organisation_unit u ON u.id = p.unit_id WHERE p.id = %s",
        person,
    )
    # Of every year, since the page names those there are.
    every = ask(
        "SELECT s.day, s.hours, s.name, s.kind, s.uid, u.name, h.name FROM study_attendee a "
        "JOIN study_session s ON s.id = a.session_id AND s.state = 'signed' AND a.present "
        "JOIN organisation_unit u ON u.id = a.unit_id JOIN organisation_unit h ON h.id = s.unit_id "
        "WHERE a.person_id = %s ORDER BY s.day DESC",
        person,
    )
    rows = [row for row in every if begins <= str(row[0]) <= ends]
    years = sorted({int(begins[:4]), *(int(str(row[0])[:4]) for row in every)}, reverse=True)
    ask("SELECT w.* FROM study_work w WHERE w.person_id = %s AND w.withdrawn_on IS NULL", person)
    ask(
        "SELECT r.*, m.* FROM study_receipt r JOIN study_material m ON m.id = r.material_id WHERE r.person_id = %s",
        person,
    )
    ask("SELECT c.* FROM study_correctionasked c WHERE c.person_id = %s ORDER BY c.id DESC LIMIT 20", person)
    _asked_of(whose[-1], begins, ends, [person])
    return len(rows), float(sum(row[1] or 0 for row in rows)), years


def _asked_of(path: str, begins: str, ends: str, people: list[int]) -> None:
    """What a year asks of these people: requirements of the units above them, and who of them leads."""
    steps = [path[:n] for n in range(5, len(path) + 1, 5)]
    marks = ", ".join(["%s"] * len(steps))
    ask(
        "SELECT r.*, u.name FROM study_requirement r JOIN organisation_unit u ON u.id = r.unit_id "
        f"WHERE r.year = %s AND r.withdrawn_on IS NULL AND u.path IN ({marks})",
        int(begins[:4]), *steps,
    )  # fmt: skip
    marks = ", ".join(["%s"] * len(people))
    ask(
        "SELECT h.person_id FROM organisation_holding h JOIN organisation_post t ON t.id = h.post_id "
        "WHERE t.leader AND (h.ends_on IS NULL OR h.ends_on >= %s) AND h.begins_on <= %s "
        f"AND h.person_id IN ({marks})",
        begins, ends, *people,
    )  # fmt: skip


def coverage(path: str, begins: str, ends: str) -> dict[str, Any]:
    """People serving and reached, and person-times, of a subtree."""
    depth = len(path) + 5
    ask(
        "SELECT id, name FROM organisation_unit WHERE parent_id = (SELECT id FROM organisation_unit WHERE path = %s)",
        path,
    )
    rows = ask(
        f"SELECT substr(u.path, 1, {depth}), count(*), "
        f"count(CASE WHEN EXISTS (SELECT 1 FROM {_HELD} WHERE a.person_id = p.id) THEN 1 END) FROM {_PEOPLE} "
        f"GROUP BY substr(u.path, 1, {depth})",
        begins, ends, path, f"{path}~",
    )  # fmt: skip
    times = one(
        f"SELECT count(*), sum(s.hours) FROM {_HELD} JOIN organisation_person p ON p.id = a.person_id "
        "JOIN organisation_unit u ON u.id = p.unit_id WHERE p.left_on IS NULL AND u.path >= %s AND u.path < %s",
        begins, ends, path, f"{path}~",
    )  # fmt: skip
    return {"serving": sum(row[1] for row in rows), "reached": sum(row[2] for row in rows), "times": times[0]}
