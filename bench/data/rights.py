"""Accounts of those who work with the system, and what each may do."""

from collections.abc import Iterator
from datetime import date

from bench.data.books import NOW
from bench.data.people import Staff
from bench.data.rows import Draw, Row, fill
from bench.data.tree import Tree
from huiyin.organisation.models import Account, Grant, Role

_SINCE = date(2025, 1, 1)


def make_rights(tree: Tree, staff: Staff, seed: int) -> None:
    """An account for every head and clerk, the root's two of the office and its supervisors; one right each."""
    draw = Draw(seed, "rights")
    wanted = list(_wanted(tree, staff))
    for key, (person, _role, _unit) in enumerate(wanted, 1):
        staff.accounts[person], staff.account_uids[key] = key, draw.uid()
    accounts = (
        (key, staff.account_uids[key], draw.word(32), f"!{draw.word(40)}", person)
        for person, key in staff.accounts.items()
    )
    fill(Account, "id uid login password person_id", accounts, is_active=True)
    fill(
        Grant, "uid person_id role unit_id begins_on granted_by_id approved_by_id approved_at", _grants(draw, wanted, staff)
    )  # fmt: skip


def _wanted(tree: Tree, staff: Staff) -> Iterator[tuple[int, str, int]]:
    for person in staff.office:
        yield person, Role.OFFICE.value, tree.root.pk
    for person in staff.supervisors:
        yield person, Role.SUPERVISOR.value, tree.root.pk
    for node in tree.open:
        yield staff.head[node.pk], Role.HEAD.value, node.pk
        yield staff.clerk[node.pk], Role.CLERK.value, node.pk


def _grants(draw: Draw, wanted: list[tuple[int, str, int]], staff: Staff) -> Iterator[Row]:
    one, two = (staff.accounts[person] for person in staff.office)
    for person, role, unit in wanted:
        giver, other = (two, one) if staff.accounts[person] == one else (one, two)
        # Nobody grants or approves a right of their own: the first office's right came with the founding.
        founding = person in staff.office
        yield draw.uid(), person, role, unit, _SINCE, None if founding else giver, other if not founding else giver, NOW
