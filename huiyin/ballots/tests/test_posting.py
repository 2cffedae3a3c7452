"""A certified result stands in the book: slips once, each cell that may stand alone, and none from which a few could be read."""

from itertools import chain, combinations

import pytest

from huiyin.ballots import opening, posting, preparing, rating, results
from huiyin.ballots.counting import Tally
from huiyin.ballots.form import Question
from huiyin.ballots.presets import SATISFACTION
from huiyin.ballots.tests.surveying import HAPPY, UNHAPPY, a_survey, answer, opened, prepared
from huiyin.ballots.tests.voting import HOUR, a_ballot
from huiyin.eligibility import rolls
from huiyin.ledgers.books.voting import CERTIFIED_RESULTS, CertifiedResult
from huiyin.ledgers.engine.queries import entries
from huiyin.metrics.figure import Scope, figures
from huiyin.metrics.voting import METRICS
from huiyin.organisation.models import Person


def test_a_survey_is_in_the_book_once_certified_and_not_before(county):
    survey = a_survey(county)
    for n in range(8):
        answer(survey, n, HAPPY if n < 5 else UNHAPPY)
    opened(survey, certify=False)
    assert not CertifiedResult.objects.exists()
    opening.certify(ballot=survey.fresh(), actor=county.reach("office"), now=survey.at(3))
    rows = list(entries(CERTIFIED_RESULTS))
    assert sorted(row.level for row in rows) == ["all"] + ["class"] * 3 + ["indicator"] * 6 + ["whole"]
    (whole,) = [row for row in rows if row.level == "whole"]
    assert (whole.issued, whole.returned, whole.valid, whole.answers, whole.rated) == (8, 8, 8, None, "东局")
    found = figures(METRICS, Scope(unit=county.root))
    line = survey_total(survey)
    assert str(found["D5.index"].text) == str(line.found.index)
    assert found["D5.rate"].text == f"{line.found.rate}%"
    assert {code: figure.value for code, figure in found.items() if code in {"D5.issued", "D5.returned", "D5.indicators"}} == {
        "D5.issued": 8, "D5.returned": 8, "D5.indicators": 6,
    }  # fmt: skip


def survey_total(survey):
    """The total line as the result page shows it."""
    return results.result(survey.fresh())[0].lines[-1]


def test_a_paper_ballot_of_three_says_that_it_was_held_and_nothing_more(county):
    voting = a_ballot(county, voters=3, electronic=False, paper=True)
    opening.close(ballot=voting.ballot, actor=county.reach("office"), now=voting.at(3))
    office, teller, now = county.reach("office"), county.reach("member"), voting.at(3)
    opening.set_heads(ballot=voting.fresh(), present=3, issued=3, returned=3, actor=office, now=now)
    counted = Tally([[3, 0, 0], [2, 1, 0], [1, 2, 0]], valid=3)
    paper = opening.count_paper(ballot=voting.fresh(), question=0, tally=counted, actor=teller, now=now)
    opening.check_paper(paper=paper, tally=counted, actor=office, now=now)
    opening.certify(ballot=voting.fresh(), actor=office, now=now)
    (row,) = entries(CERTIFIED_RESULTS)
    assert row.level == "whole"
    assert [row.listed, row.issued, row.returned, row.valid, row.carried, row.seats] == [None] * 6


GROUPS = {"甲": "一", "乙": "一", "丙": "二", "丁": "二"}
QUESTION = Question("测评", "grade", tuple(GROUPS), SATISFACTION.options, groups=tuple(GROUPS.values()))


@pytest.mark.parametrize("few", list(chain.from_iterable(combinations(GROUPS, n) for n in range(5))))
def test_no_released_lines_give_a_cell_of_fewer_than_five_away(few):
    """Every sum of what is released: from none can the answers of a hidden indicator be taken away again."""
    marks = [[2, 1, 0, 0, 0] if name in few else [10, 6, 4, 0, 0] for name in GROUPS]
    lines = rating.lines(QUESTION, marks, SATISFACTION.weights)
    shown = posting.released(lines, GROUPS, SATISFACTION.weights)
    assert all(line["answers"] >= 5 for line in shown)
    for line in shown:
        named = {
            "all": set(GROUPS), "class": {name for name, group in GROUPS.items() if group == line["group"]},
            "indicator": {line["item"]},
        }[line["level"]]  # fmt: skip
        assert not named & set(few), "a line that holds a hidden cell can be taken apart"
    assert {line["item"] for line in shown if line["level"] == "indicator"} == set(GROUPS) - set(few)


def held_on_paper(county, marks, slips):
    """A survey of 西局 on paper alone, counted by two and certified."""
    people = [Person.objects.create(name=f"填表人{n}", unit=county.east) for n in range(slips)]
    made = prepared(county, rated="west", electronic=False, paper=True)
    office, now = county.reach("office"), county.now + 3 * HOUR
    rolls.put_on(roll=made.roll, people=people, actor=office, now=county.now)
    for who in ("east_clerk", "supervisor"):
        preparing.name_teller(ballot=made, person=county.people[who], actor=office, now=county.now)
    preparing.freeze(ballot=made, revision=2, needed=2, actor=office, now=county.now)
    opening.close(ballot=made, actor=office, now=now)
    opening.set_heads(ballot=made, present=slips, issued=slips, returned=slips, actor=office, now=now)
    tally = Tally(marks, valid=slips)
    paper = opening.count_paper(ballot=made, question=0, tally=tally, actor=county.reach("supervisor"), now=now)
    opening.check_paper(paper=paper, tally=tally, actor=office, now=now)
    opening.certify(ballot=made, actor=office, now=now)


def test_two_releases_taken_from_each_other_say_nothing_of_three(county):
    """What a survey of three adds to the figures is that it was held; one of five adds what five said together."""
    survey = a_survey(county)
    for n in range(6):
        answer(survey, n, HAPPY)
    opened(survey)
    before = {code: figure.value for code, figure in figures(METRICS, Scope(unit=county.root)).items()}
    held_on_paper(county, [[0, 0, 0, 0, 3]] * 6, 3)
    after = {code: figure.value for code, figure in figures(METRICS, Scope(unit=county.root)).items()}
    assert {code for code in after if after[code] != before[code]} == {"D5.surveys"}
    held_on_paper(county, [[0, 0, 0, 0, 5], *([[0, 0, 0, 1, 3]] * 5)], 5)
    last = {code: figure.value for code, figure in figures(METRICS, Scope(unit=county.root)).items()}
    # Five indicators that four answered stay out, and with them their classes and the total: one indicator is left.
    assert (after["D5.returned"], last["D5.returned"]) == (6, 11)
    assert last["D5.answers"] == before["D5.answers"]
    rows = [row for row in entries(CERTIFIED_RESULTS) if row.level != "whole" and row.rated == "西局"]
    assert [(row.level, row.answers) for row in rows] == [("indicator", 5)]
