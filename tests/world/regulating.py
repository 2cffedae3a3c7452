"""A regulation of 东局 with two texts and somebody who is to read it, by the routes that open it."""

from datetime import date
from pathlib import Path

from huiyin.conftest import NOW, County
from huiyin.regulating import publishing, reading_lists, texts
from huiyin.regulating.models import Rule, RuleText
from huiyin.regulating.tests.test_rules import a_rule, with_text
from huiyin.regulating.texts import NewText, Upload
from tests.world.keywords import Arguments, uid_of


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """It waits for a decision, is public, and the member is to read it."""
    keeper, row = county.reach("east_clerk"), with_text(county, a_rule(county))
    new = NewText(date(2013, 9, 1), upload=Upload("办法.txt", "text/plain", "第一条 一律从简。".encode()))
    texts.add(row, new, revision=row.revision, actor=keeper, now=NOW)
    reading_lists.ask(row, names="党员", everyone=False, actor=keeper, now=NOW)
    row = Rule.objects.get(pk=row.pk)
    row = publishing.make_public(row, checked=True, revision=row.revision, actor=county.reach("office"), now=NOW)
    newest = {**uid_of(row), "number": RuleText.objects.get(rule=row, number=2).number}
    found: dict[str, Arguments] = {"regulating_text": newest, "regulating_text_file": newest}
    for name in (
        "rule", "edit", "decide", "finish", "withdraw", "reassess", "public", "take_back", "text_new", "compare",
        "readers", "ask", "read", "read_by_list",
    ):  # fmt: skip
        found[f"regulating_{name}"] = uid_of(row)
    return found | {
        "portal_regulation": uid_of(row), "portal_regulations": {}, "regulating_index": {}, "regulating_new": {},
        "regulating_paste": {},
    }  # fmt: skip
