"""The workbook of paper slips: previewed, then recorded whole; one bad cell keeps every row out."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from huiyin.core.errors import NotReached, Refused, Stale
from huiyin.core.models import AuditLine, StoredFile
from huiyin.ledgers.books.listening import OpinionBatch
from huiyin.opinions import intake, staging
from huiyin.opinions.models import About, Author, Opinion, RoundChannel, StagedWorkbook
from huiyin.opinions.slips_workbook import commit_slips, stage_slips
from huiyin.opinions.tests.conftest import Listening
from huiyin.opinions.tests.workbooks import SLIP_HEADER, write
from huiyin.organisation.models import Holding

ROWS = [
    ("一-001", "征求意见表", "群众", "领导班子", "青山县委", "会多，=SUM(A1)也不少。", "2013-08-02", "否", None, None, None),
    ("一-002", "网上征求意见窗口", "离退休老同志", "部门", "东局", "  开头有空格\n第二行😀𠮷", "2013年8月3日", "否", None, None, "西河村"),
    ("一-003", "征求意见表", "群众", "班子成员", "东长", "<script>alert(1)</script>", "2013.8.4", "是", "东联", "T003", None),
    ("一-004", "征求意见表", None, None, None, "无对象。", "20130804", None, None, None, None),
]  # fmt: skip
CHANNELS = [
    ("渠道", "发放份数", "收回份数", "有效份数", "备注"),
    ("征求意见表", 620, 578, 571, "不填姓名"),
    ("网上征求意见窗口", None, None, None, "专栏"),
]


@pytest.fixture
def leader(listening: Listening) -> Listening:
    """东长 leads 东局."""
    county = listening.county
    post = county.post(county.east, "局长", leader=True)
    Holding.objects.create(post=post, person=county.people["east_head"], begins_on=date(2010, 1, 1))
    return listening


def _stage(listening: Listening, path: Path, who: str = "office") -> StagedWorkbook:
    return stage_slips(
        round=listening.round, name=path.name, path=path, actor=listening.county.reach(who), **listening.when()
    )


def _book(tmp_path: Path, *rows: tuple[object, ...], channels: Sequence[tuple[object, ...]] | None = None) -> Path:
    sheets: dict[str, Sequence[tuple[object, ...]]] = {"意见": [SLIP_HEADER, *rows]}
    if channels:
        sheets["渠道"] = channels
    return write(tmp_path / "第一轮.xlsx", sheets)


def test_a_workbook_is_shown_first_and_recorded_on_confirmation(leader: Listening, tmp_path: Path) -> None:
    staged = _stage(leader, _book(tmp_path, *ROWS, channels=CHANNELS))
    assert staged.summary["problems"] == []
    assert {key: staged.summary[key] for key in ("new", "known", "signed", "channels", "remarks", "coarsened")} == {
        "new": 4, "known": 0, "signed": 1, "channels": 2, "remarks": 1, "coarsened": 1,
    }  # fmt: skip
    assert not Opinion.objects.exists()
    lines = AuditLine.objects.count()
    assert commit_slips(workbook=staged, actor=leader.office, **leader.when()) == 4
    rows = {row.slip_no: row for row in Opinion.objects.all()}
    words = intake.words_of(row.pk for row in rows.values())
    assert [words[rows[values[0]].pk] for values in ROWS] == [values[5] for values in ROWS]
    assert rows["一-001"].about_unit == leader.county.root
    assert (rows["一-002"].group, rows["一-002"].channel) == (None, "web")
    assert (rows["一-003"].about, rows["一-003"].about_person) == (About.PERSON, leader.county.people["east_head"])
    assert [row.day.day for row in rows.values()].count(4) == 2
    author = Author.objects.get()
    assert (author.name, author.person) == ("东联", leader.county.people["east_clerk"])
    assert RoundChannel.objects.get(channel="form").issued == 620
    assert AuditLine.objects.count() == lines + 1
    # Four are too few to be counted by themselves; with one more the round's close counts all.
    assert not OpinionBatch.objects.exists()
    leader.speak()
    leader.close()
    counts = sorted(OpinionBatch.objects.values_list("channel", "group", "count"))
    assert counts == [
        ("征求意见表", "", 1), ("征求意见表", "群众", 1), ("征求意见表", "群众", 1), ("网站专栏", "", 1), ("网站专栏", "", 1),
    ]  # fmt: skip
    assert not Opinion.objects.filter(posted=False).exists()


def test_the_file_goes_once_it_is_decided(leader: Listening, tmp_path: Path) -> None:
    staged = _stage(leader, _book(tmp_path, *ROWS))
    assert StoredFile.objects.count() == 1
    commit_slips(workbook=staged, actor=leader.office, **leader.when())
    assert not StoredFile.objects.exists()
    staged.refresh_from_db()
    with pytest.raises(Stale, match="没有重复写入"):
        commit_slips(workbook=staged, actor=leader.office, **leader.when())
    other = _stage(leader, _book(tmp_path, *ROWS))
    staging.discard(workbook=other, actor=leader.office, now=leader.county.now)
    assert not StoredFile.objects.exists()
    assert Opinion.objects.count() == 4


def test_uploading_it_again_records_only_what_is_new(leader: Listening, tmp_path: Path) -> None:
    commit_slips(workbook=_stage(leader, _book(tmp_path, *ROWS[:2])), actor=leader.office, **leader.when())
    again = _stage(leader, _book(tmp_path, *ROWS))
    assert (again.summary["new"], again.summary["known"]) == (2, 2)
    commit_slips(workbook=again, actor=leader.office, **leader.when())
    assert Opinion.objects.count() == 4


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        (0, None, "必填"), (0, "一-001", "重复"), (1, "信鸽", "不在可选项里"), (1, "座谈会", "没有登记这个渠道"),
        (2, "外星人", "征求对象“外星人”还没有登记"), (4, "不存在局", "没有名称、简称或编码为“不存在局”的单位"),
        (5, None, "必填"), (5, "字" * 10_001, "最多 10000 个字"), (5, "好\x07", "控制字符"), (6, "8月2日", "没有写年份"),
        (6, "2013-12-30", "还没有到"), (7, "是", "请写上署名"), (9, "T999", "写了工号，没有写署名"),
    ],
)  # fmt: skip
def test_one_bad_cell_is_told_with_its_place_and_keeps_all_out(
    leader: Listening, tmp_path: Path, column: int, value: str | None, sentence: str
) -> None:
    bad = ["一-009", "征求意见表", "群众", "部门", "东局", "坏行", "2013-08-02", "否", None, None, None]
    bad[column] = value
    staged = _stage(leader, _book(tmp_path, *ROWS, tuple(bad)))
    assert staged.summary["problem_count"] >= 1
    problem = staged.summary["problems"][0]
    assert sentence in problem["message"]
    assert (problem["sheet"], problem["row"]) == ("意见", 8)
    with pytest.raises(Refused, match="没有登记任何一条"):
        commit_slips(workbook=staged, actor=leader.office, **leader.when())
    assert not Opinion.objects.exists()


def test_the_preview_keeps_nobodys_words(leader: Listening, tmp_path: Path) -> None:
    bad = (
        "一-009",
        "征求意见表",
        "外星人",
        None,
        None,
        "谁也不该在摘要里看到这句话",
        "2013-08-02",
        "否",
        None,
        None,
        None,
    )
    assert "看到这句话" not in str(_stage(leader, _book(tmp_path, bad)).summary)


def test_somebody_else_does_not_confirm_ones_upload(leader: Listening, tmp_path: Path) -> None:
    staged = _stage(leader, _book(tmp_path, *ROWS))
    with pytest.raises(NotReached):
        staging.staged(staged.uid, leader.county.reach("office_two"))
    for who in ("west_clerk", "east_head", "supervisor"):
        with pytest.raises(Refused, match="没有为"):
            _stage(leader, _book(tmp_path, *ROWS), who)


def test_what_nobody_confirms_is_given_up_with_its_file(leader: Listening, tmp_path: Path) -> None:
    staged = _stage(leader, _book(tmp_path, *ROWS))
    staging.discard_old(date(2013, 9, 9), leader.county.now)
    assert StoredFile.objects.exists()
    staging.discard_old(date(2013, 9, 10), leader.county.now)
    staged.refresh_from_db()
    assert staged.state == StagedWorkbook.State.DISCARDED
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"), [("空.xlsx", b""), ("假.xlsx", b"%PDF-1.4"), ("文档.xlsx", b"PK\x03\x04broken")]
)
def test_what_is_no_workbook_is_refused_with_a_sentence(
    leader: Listening, tmp_path: Path, name: str, data: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Refused, match="《"):
        _stage(leader, path)


# --- a clerk's own list: 序号 and no 编号 ---

OWN_HEADER = ("序号", "渠道", "征求对象", "意见内容", "日期")
OWN_ROWS = [(1, "征求意见表", "群众", "会多。", "2013-08-02"), (2, "征求意见表", "群众", "表多。", "2013-08-02")]


def _own(tmp_path: Path, *rows: tuple[object, ...], header: tuple[str, ...] = OWN_HEADER, name: str = "自记") -> Path:
    return write(tmp_path / f"{name}.xlsx", {"意见箱": [header, *rows]})


def test_a_list_with_nothing_but_serial_numbers_is_taken_by_them_and_the_preview_says_so(
    listening: Listening, tmp_path: Path
) -> None:
    drawn_down = [(number, None, None, None, None) for number in range(3, 20)]
    staged = _stage(listening, _own(tmp_path, *OWN_ROWS, *drawn_down))
    assert staged.summary["problems"] == []
    assert (staged.summary["new"], staged.summary["by_serial"]) == (2, ["意见箱"])
    assert commit_slips(workbook=staged, actor=listening.office, **listening.when()) == 2
    assert sorted(Opinion.objects.values_list("slip_no", flat=True)) == ["1", "2"]


def test_a_second_upload_by_serial_number_knows_its_rows(listening: Listening, tmp_path: Path) -> None:
    commit_slips(workbook=_stage(listening, _own(tmp_path, *OWN_ROWS)), actor=listening.office, **listening.when())
    more = (3, "征求意见表", "群众", "窗口中午没有人。", "2013-08-03")
    staged = _stage(listening, _own(tmp_path, *OWN_ROWS, more, name="自记再传"))
    assert (staged.summary["new"], staged.summary["known"]) == (1, 2)
    commit_slips(workbook=staged, actor=listening.office, **listening.when())
    assert Opinion.objects.count() == 3


def test_another_list_that_begins_at_one_again_is_told_to_number_its_slips(
    listening: Listening, tmp_path: Path
) -> None:
    commit_slips(workbook=_stage(listening, _own(tmp_path, *OWN_ROWS)), actor=listening.office, **listening.when())
    other = _own(tmp_path, (1, "征求意见表", "群众", "另一份表里的话。", "2013-08-03"), name="别处")
    (problem,) = _stage(listening, other).summary["problems"]
    assert problem["column"] == "序号"
    assert "已经登记过，但文字不同" in problem["message"]
    assert "加一列“编号”" in problem["message"]
    two = write(
        tmp_path / "两张.xlsx", {"意见箱": [OWN_HEADER, OWN_ROWS[0]], "座谈会": [OWN_HEADER, (1, *OWN_ROWS[1][1:])]}
    )
    assert any("“意见箱”第" in one["message"] for one in _stage(listening, two).summary["problems"])
    assert Opinion.objects.count() == 2


def test_where_there_is_a_number_the_serial_is_no_number(listening: Listening, tmp_path: Path) -> None:
    header = ("序号", "编号", *OWN_HEADER[1:])
    rows = [(row[0], f"箱-{row[0]}", *row[1:]) for row in OWN_ROWS]
    staged = _stage(listening, _own(tmp_path, *rows, header=header))
    assert staged.summary["by_serial"] == []
    commit_slips(workbook=staged, actor=listening.office, **listening.when())
    assert sorted(Opinion.objects.values_list("slip_no", flat=True)) == ["箱-1", "箱-2"]


def test_without_either_the_head_is_refused(listening: Listening, tmp_path: Path) -> None:
    staged = _stage(listening, _own(tmp_path, *[row[1:] for row in OWN_ROWS], header=OWN_HEADER[1:]))
    assert "编号" in staged.summary["problems"][0]["message"]
