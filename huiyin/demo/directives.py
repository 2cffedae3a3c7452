"""Documents from above: registered from the office's table, then linked to what the books hold of carrying them out."""

from datetime import date
from uuid import UUID

from huiyin.demo import planning
from huiyin.demo.stage import Play, at
from huiyin.demo.tables import rows
from huiyin.directives import queries, tracing
from huiyin.directives.models import Trace
from huiyin.ledgers.books.commitments import UpperDocument

BOOK, SHEET = "19", "上级文件"
OTHERS = ("承诺和报告通知", "提交名单", "专项问题", "专项指标", "指标现值", "落实记录")
# Once the year's ledgers had been handed in there was something to link.
REGISTERED = date(2014, 2, 7)


def carry_out(play: Play) -> None:
    """The documents, and each link through the same search that the page offers."""
    planning.keep_ledger(play, "upper_documents", BOOK, REGISTERED, without=OTHERS)
    office = play.cast("office", REGISTERED)
    kinds = {str(kind.label): kind.value for kind in Trace.Kind}
    lines = rows(play.book(BOOK)[1], "落实记录")
    wanted: dict[tuple[str, str], list[UUID]] = {}
    found = {row.title: row for row in queries.documents(office).filter(campaign=play.campaign.uid)}
    for line in lines:
        title, kind = str(line["来文名称"]), kinds[str(line["落实方式"])]
        uid = _entry(play, found[title], kind, str(line["查找的字"]), line["记录日期"])
        wanted.setdefault((title, kind), []).append(uid)
    for (title, kind), uids in wanted.items():
        row = queries.document(found[title].entry, office)
        tracing.link(row, kind, uids, revision=row.revision, actor=office, now=at(REGISTERED, 17))
    nothing = queries.counted(office, REGISTERED)["nothing"]
    play.say(f"来文落实：{len(found)} 件，关联 {len(lines)} 条记录，{nothing} 件没有落实动作。")


def _entry(play: Play, document: UpperDocument, kind: str, words: str, day: str | date) -> UUID:
    """The one record of that day with these words."""
    offered = queries.offered(document, kind, words, play.cast("office", REGISTERED))
    there = [row for row, _said in offered if row.fact_date == day]
    if len(there) != 1:
        raise SystemExit(f"“{document.title}”：“{words}”{day} 的记录有 {len(there)} 条，应有一条。")
    return there[0].entry
