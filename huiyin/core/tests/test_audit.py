"""The chain shows every change, every removed line and every cut tail."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from huiyin.core import audit, audit_blocks, audit_heads
from huiyin.core.audit import Action, Head
from huiyin.core.errors import Refused
from huiyin.core.identifiers import new_uid
from huiyin.core.models import AuditBlock, AuditLine, AuditMembership

NOW = datetime(2013, 9, 2, 2, 0, 0, 123456, tzinfo=UTC)
DAY = date(2013, 9, 2)
DONE = Action("test.done", "做了一件事")


def record(count: int = 3) -> None:
    for number in range(count):
        with transaction.atomic():
            audit.record(DONE, actor=None, now=NOW, number=number, day=DAY, word="𠮷䶮", nothing=None, yes=True)


def unarmed(statement: str, table: str, kind: str) -> None:
    """Change a row as somebody with the database in their hands would: drop the guard first."""
    name = f"{table}_no_{kind}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
        cursor.execute(statement)


@pytest.fixture
def chain(db: None) -> None:
    for _block in range(3):
        record()
        audit.seal(now=NOW)


def test_an_untouched_chain_is_whole(chain: None) -> None:
    record(2)
    verdict = audit.verify()
    assert (verdict.blocks, verdict.lines, verdict.unsealed, verdict.faults) == (3, 9, 2, ())


def test_sealing_takes_what_is_committed_once(db: None) -> None:
    assert audit.seal(now=NOW) is None
    record(5)
    assert audit.lines_since_last_block() == 5
    assert audit.seal_all(now=NOW) == 1
    assert audit.seal_all(now=NOW) == 0
    assert audit.lines_since_last_block() == 0
    record(5)
    blocks = [audit.seal(now=NOW, limit=2) for _n in range(3)]
    assert [block.count for block in blocks if block] == [2, 2, 1]
    assert AuditMembership.objects.count() == 10


def test_a_line_outside_a_transaction_is_an_error(committed: None) -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        audit.record(DONE, actor=None, now=NOW)
    assert not AuditLine.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        "action = 'test.undone'", "detail = '{}'", "actor = uid", "subject_kind = 'x'", "unit = uid", "subject = uid",
        "at = '2013-09-03 02:00:00'",
    ],
)  # fmt: skip
def test_a_changed_line_is_found(chain: None, change: str) -> None:
    pk = AuditLine.objects.order_by("pk")[4].pk
    unarmed(f"UPDATE core_auditline SET {change} WHERE id = {pk}", "core_auditline", "update")
    faults = audit.verify().faults
    assert faults == ("审计链第 2 块的内容与封存时的摘要不符，有记录被改动。",)


@pytest.mark.parametrize(
    "change", ["at = 'yesterday'", "actor = 'nobody'", "uid = 'none'", "detail = '{'", """detail = '{"a": 1, "b": '"""]
)
def test_a_line_that_cannot_be_read_any_more_is_found(chain: None, change: str) -> None:
    if connection.vendor != "sqlite":
        return  # PostgreSQL's own types keep such values out.
    pk = AuditLine.objects.order_by("pk")[4].pk
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = 1")
    try:
        unarmed(f"UPDATE core_auditline SET {change} WHERE id = {pk}", "core_auditline", "update")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = 0")
    assert audit.verify().faults == ("审计链第 2 块的内容与封存时的摘要不符，有记录被改动。",)


ODD = '引号"、反斜杠\\、换行\n、铃\x07、\x7f、𠮷䶮、": '


@pytest.mark.parametrize("detail", [{}, {"one": ODD}, {"zz": 1, "b": ODD, "ab": None}, {"flag": True, "n": -3}])
def test_what_is_sealed_over_objects_is_found_whole_over_texts(db: None, detail: dict[str, audit.Detail]) -> None:
    """Both ways to a digest agree by themselves: no block of ours needs the slower one."""
    for moment in (NOW, NOW.replace(microsecond=0), NOW.replace(microsecond=500_000)):
        with transaction.atomic():
            odd = Action(f"odd.{ODD[:9]}", "怪")
            line = audit.record(odd, actor=None, now=moment, subject=None, unit=None, **detail)
            audit.record(DONE, actor=line, now=moment, subject=line, unit=line, **detail)
    block = audit.seal(now=NOW)
    assert block
    lines = list(audit_blocks._stored([block.pk]))
    assert audit_blocks._digest_of(block, lines) == (6, block.digest)
    assert audit_blocks._by_objects(block) == block.digest
    assert audit.verify().faults == ()


def test_no_field_passes_for_the_one_after_it(db: None) -> None:
    """Quotes in one column that would close it and open the next must not make the same text."""
    for action, kind in (('x", "y', "z"), ("x", 'y", "z')):
        with transaction.atomic():
            AuditLine.objects.create(uid=new_uid(), at=NOW, action=action, subject_kind=kind)
        audit.seal(now=NOW)
    first, second = AuditBlock.objects.order_by("height")
    (_pk, uid, *one), (_other, _uid, *two) = audit_blocks._stored([first.pk, second.pk])
    kept = [audit_blocks._digest_of(first, [(first.pk, uid, *line)]) for line in (one, two)]
    assert kept[0] == (1, first.digest)
    assert kept[1] != kept[0]


def test_many_small_blocks_are_read_by_few_questions(db: None) -> None:
    for _block in range(audit_blocks._AT_ONCE + 5):
        record(1)
        audit.seal(now=NOW)
    # The blocks, two runs of their lines, what is unsealed.
    with CaptureQueriesContext(connection) as asked:
        verdict = audit.verify()
    assert (verdict.blocks, verdict.lines, verdict.faults) == (audit_blocks._AT_ONCE + 5, audit_blocks._AT_ONCE + 5, ())
    assert len(asked) <= 6


def test_a_removed_line_is_found(chain: None) -> None:
    member = AuditMembership.objects.get(block__height=2, position=1)
    unarmed(f"DELETE FROM core_auditmembership WHERE id = {member.pk}", "core_auditmembership", "delete")
    unarmed(f"DELETE FROM core_auditline WHERE id = {member.line_id}", "core_auditline", "delete")
    assert audit.verify().faults == ("审计链第 2 块封存时有 3 条记录，现在有 2 条。",)


def test_a_backdated_block_is_found(chain: None) -> None:
    unarmed(
        "UPDATE core_auditblock SET sealed_at = '2013-01-01 00:00:00' WHERE height = 2", "core_auditblock", "update"
    )
    assert "第 2 块的内容" in audit.verify().faults[0]


def cut(height: int) -> None:
    block = AuditBlock.objects.get(height=height)
    lines = list(block.members.values_list("line_id", flat=True))
    unarmed(f"DELETE FROM core_auditmembership WHERE block_id = {block.pk}", "core_auditmembership", "delete")
    unarmed(f"DELETE FROM core_auditblock WHERE id = {block.pk}", "core_auditblock", "delete")
    ids = ", ".join(map(str, lines))
    unarmed(f"DELETE FROM core_auditline WHERE id IN ({ids})", "core_auditline", "delete")


def test_a_block_taken_out_of_the_middle_is_found(chain: None) -> None:
    cut(2)
    faults = audit.verify().faults
    assert "第 2 块处中断" in faults[0]
    assert "不衔接" in faults[1]


def test_a_cut_tail_is_found_by_the_exported_head_alone(chain: None, settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert audit_heads.export_head(day=DAY)
    cut(3)
    assert audit.verify().faults == (), "the chain by itself does not show it"
    assert audit.verify(audit_heads.exported_heads()).faults == (
        "2013年9月2日导出的第 3 块链头与数据库不符：数据库可能被替换、截断或回退。",
    )


def test_a_tail_that_was_cut_and_grown_again_is_found(chain: None, settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    audit_heads.export_head(day=DAY)
    cut(3)
    record()
    audit.seal(now=NOW)
    audit_heads.export_head(day=date(2013, 9, 3))
    assert len(audit_heads.exported_heads()) == 2
    assert "2013年9月2日导出的第 3 块" in audit.verify(audit_heads.exported_heads()).faults[0]


def test_exporting_twice_writes_once_and_a_spoiled_file_is_refused(chain: None, settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    audit_heads.export_head(day=DAY)
    path = audit_heads.export_head(day=DAY)
    assert path
    assert path.read_text().count("\n") == 1
    head = AuditBlock.objects.get(height=3).digest
    assert audit_heads.exported_heads() == [Head(DAY, 3, head)]
    path.write_text(path.read_text() + "2013-09-03\tthree\n")
    with pytest.raises(Refused, match=r"2013-09\.tsv 第 2 行"):
        audit_heads.exported_heads()


def test_nothing_sealed_exports_nothing(db: None, settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert audit_heads.export_head(day=DAY) is None
    assert audit_heads.exported_heads() == []


def test_the_verify_command_prints_and_answers_by_exit_code(chain: None, settings, tmp_path: Path, capsys) -> None:
    settings.DATA_DIR = tmp_path
    record(1)
    call_command("verify")
    assert "3 块，9 条已封存，1 条待封存" in capsys.readouterr().out
    audit_heads.export_head(day=DAY)
    cut(3)
    with pytest.raises(SystemExit) as exit_:
        call_command("verify")
    assert exit_.value.code == 1
    assert "截断" in capsys.readouterr().out
    with pytest.raises(CommandError) as wrong:
        call_command("verify", heads=tmp_path / "nowhere")
    assert wrong.value.returncode == 3
