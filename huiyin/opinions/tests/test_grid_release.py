"""统计表 of a round: declared before the first answer, solved once at the signature, and never again."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from huiyin.core import audit
from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import AuditLine
from huiyin.opinions import categories, grids, grouping, intake, rounds, signing, triage
from huiyin.opinions.form_receipts import new_form
from huiyin.opinions.grid.table import ALL
from huiyin.opinions.models import Dimension, GridRelease, Opinion, Piece, RespondentGroup, Round
from huiyin.opinions.tests.conftest import PEPPER, Listening


def group(listening: Listening, name: str, population: int) -> RespondentGroup:
    return rounds.add_group(
        campaign=listening.county.campaign, unit=listening.county.root, name=name, population=population,
        actor=listening.office, now=listening.county.now,
    )  # fmt: skip


def said(listening: Listening, who: RespondentGroup | None, what: str, count: int) -> None:
    """So many of a group say something of one category; it is triaged and placed."""
    county, office = listening.county, listening.office
    found = {one.name: one for one in county.campaign.categories.all()}
    category = found.get(what) or categories.add_category(
        campaign=county.campaign, unit=county.root, code=f"c{len(found)}", name=what, actor=office, now=county.now
    )
    pieces = []
    for _each in range(count):
        opinion = listening.opinion(listening.speak(f"{what}。", group=who))
        triage.triage(
            opinion=opinion, to=Opinion.Triage.OPINION, seen=opinion.triage, reason="", actor=office, **listening.when()
        )
        pieces.append(Piece.objects.select_related("opinion__round").get(opinion=opinion))
    grouping.create_item(
        campaign=county.campaign, unit=county.root, statement=f"{what}（{who}）", category=category, key=False,
        pieces=pieces, actor=office, **listening.when(),
    )  # fmt: skip


def sign(listening: Listening) -> Round:
    round = listening.round
    if round.state == Round.State.OPEN:
        round = listening.close()
    signing.sign_consolidation(
        round=round, revision=round.revision, acknowledgement=signing.acknowledgement_for(round), actor=listening.office,
        **listening.when(),
    )  # fmt: skip
    listening.round.refresh_from_db()
    return listening.round


def shown(round: Round) -> dict[tuple[str, str], int | None]:
    """By group and category, whichever stands side by side."""
    found = grids.released(round)
    assert found is not None
    sheet = grids.sheet_of(found)
    names = [(*side.values, "合计") for side in sheet.sides]
    places = [(*range(len(side.values)), ALL) for side in sheet.sides]
    return {
        (who, what): sheet.at((row, column))
        for who, row in zip(names[0], places[0], strict=True) for what, column in zip(names[1], places[1], strict=True)
    }  # fmt: skip


def declare(listening: Listening, *dimensions: str, **more) -> tuple[Dimension, ...]:
    listening.round.refresh_from_db()
    return grids.declare(
        round=listening.round, dimensions=dimensions, revision=more.get("revision", listening.round.revision),
        actor=more.get("actor", listening.office), **listening.when(),
    )  # fmt: skip


def test_the_office_declares_before_the_first_answer_and_nobody_after_it(listening: Listening) -> None:
    assert grids.declared(listening.round) == (Dimension.GROUP, Dimension.CATEGORY), "the default"
    assert declare(listening, "category", "unit") == (Dimension.UNIT, Dimension.CATEGORY)
    assert grids.declared(listening.round) == (Dimension.UNIT, Dimension.CATEGORY)
    assert declare(listening) == (), "the whole only"
    listening.speak()
    with pytest.raises(Refused, match="已经有人提了意见"):
        declare(listening, "group")
    assert grids.declared(listening.round) == ()


def test_who_is_not_the_office_a_stale_form_and_an_unknown_dimension_are_refused(listening: Listening) -> None:
    with pytest.raises(Refused, match="活动办公室"):
        declare(listening, "group", actor=listening.county.reach("east_clerk"))
    with pytest.raises(Stale):
        declare(listening, "group", revision=99)
    with pytest.raises(Refused, match="没有这样的分组"):
        declare(listening, "day")


def test_a_signed_round_releases_its_table_once_with_small_cells_hidden(listening: Listening) -> None:
    staff = group(listening, "机关职工", 40)
    for who, what, count in (
        (listening.many, "会多", 9), (listening.many, "路灯", 6), (staff, "会多", 2), (staff, "路灯", 8),
    ):  # fmt: skip
        said(listening, who, what, count)
    assert grids.released(listening.round) is None, "nothing before the signature"
    listening.close()
    assert grids.released(listening.round) is None
    sign(listening)
    cells = shown(listening.round)
    assert cells["合计", "合计"] == 25
    assert cells["机关职工", "会多"] is None
    assert sum(1 for (who, what), count in cells.items() if count is None and who != "合计" and what != "合计") >= 4
    assert cells["群众", "合计"] == 15
    assert cells["机关职工", "合计"] == 10


def test_the_released_table_is_frozen_and_its_digest_stands_in_the_audit_chain(listening: Listening) -> None:
    said(listening, listening.many, "会多", 6)
    said(listening, None, "路灯", 7)
    sign(listening)
    found = grids.released(listening.round)
    assert found is not None
    (line,) = AuditLine.objects.filter(action=grids.RELEASED.code)
    assert line.detail["digest"] == found.digest == grids.digest_of(found.content)
    assert grids.faults() == []
    assert "None" not in json.dumps(found.content)
    for statement in ("UPDATE opinions_gridrelease SET digest = ''", "DELETE FROM opinions_gridrelease"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_table_that_was_altered_or_taken_away_is_reported(listening: Listening) -> None:
    said(listening, listening.many, "会多", 6)
    sign(listening)
    audit.record(
        grids.RELEASED, actor=None, now=listening.county.now, subject=listening.round, digest="0" * 64, shown=1
    )
    assert any("不见了" in fault for fault in grids.faults())


def test_what_comes_after_the_signature_changes_no_released_table(listening: Listening) -> None:
    said(listening, listening.many, "会多", 6)
    said(listening, None, "路灯", 7)
    sign(listening)
    before = shown(listening.round)
    opinion = Opinion.objects.filter(round=listening.round, group=listening.many).first()
    assert opinion is not None
    rounds.set_population(
        group=listening.many, unit=listening.county.root, population=2, actor=listening.office, now=listening.county.now
    )
    Piece.objects.filter(opinion=opinion).update(replaced=True)
    listening.round.refresh_from_db()
    sign(listening)
    assert GridRelease.objects.count() == 1
    assert shown(listening.round) == before


def test_fewer_than_five_have_no_table_and_are_counted_with_the_next_round(listening: Listening) -> None:
    said(listening, listening.many, "会多", 3)
    first = sign(listening)
    found = grids.released(first)
    assert found is not None
    assert grids.sheet_of(found).counts == ()
    second = rounds.create_round(
        campaign=listening.county.campaign, unit=listening.county.root, code="round-2", name="第二轮", public=True,
        opens_on=listening.county.today - timedelta(days=1), actor=listening.office, now=listening.county.now,
    )  # fmt: skip
    for channel in ("web", "form"):
        rounds.set_channel(round=second, channel=channel, actor=listening.office, now=listening.county.now)
    listening.round = rounds.open_round(
        round=second, revision=second.revision, actor=listening.office, now=listening.county.now
    )
    said(listening, None, "路灯", 6)
    sign(listening)
    sheet = grids.sheet_of(grids.released(listening.round) or found)
    assert sheet.total == 9, "as the book counts them: neither subtracts from the other to the three"
    assert sheet.joined
    assert not Opinion.objects.filter(released=False).exists()


def test_a_dimension_in_which_all_said_the_same_is_left_out(listening: Listening) -> None:
    said(listening, listening.many, "会多", 6)
    said(listening, None, "会多", 6)
    sign(listening)
    sheet = grids.sheet_of(grids.released(listening.round) or GridRelease())
    assert [side.label for side in sheet.sides] == ["征求对象"]
    assert sheet.left_out == ("意见类别",)


def test_only_rounds_asked_in_public_are_released_to_the_public(listening: Listening) -> None:
    said(listening, listening.many, "会多", 6)
    with pytest.raises(NotReached):
        grids.public_release("round-1")
    sign(listening)
    assert grids.public_release("round-1").round == listening.round
    Round.objects.filter(pk=listening.round.pk).update(public=False)
    assert grids.public_releases() == []
    with pytest.raises(NotReached):
        grids.public_release("round-1")


def test_an_opinion_begun_before_the_signature_is_not_taken_after_it(listening: Listening) -> None:
    """The page had loaded the round while it was open; what came after the tables were solved would be its own difference."""
    said(listening, listening.many, "会多", 10)
    begun = Round.objects.get(pk=listening.round.pk)
    sign(listening)
    with pytest.raises(Refused, match="现在不收意见"):
        intake.lodge(round=begun, words="签字以后", form=new_form(), pepper=PEPPER, today=listening.county.today)
    assert begun.opinions.count() == 10


def test_fewer_than_five_late_slips_wait_for_the_next_table_as_they_wait_for_the_book(listening: Listening) -> None:
    """In the table and not yet in the book they would be the difference between the two."""
    said(listening, listening.many, "会多", 10)
    said(listening, None, "食堂贵", 10)
    listening.close()
    for number in ("迟-1", "迟-2"):
        listening.piece(number, "会多，收回来晚了。")
    listening.round.refresh_from_db()
    sign(listening)
    assert shown(listening.round)["合计", "合计"] == 20
    assert sorted(listening.round.opinions.filter(released=False).values_list("posted", flat=True)) == [False, False]
