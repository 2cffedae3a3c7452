"""What the tests of this package share: LibreOffice, a look inside a docx, and one small report."""

import atexit
import datetime
import io
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from huiyin.reports.word.document import (
    Attachment,
    Column,
    FigureText,
    Heading,
    OfficialDocument,
    Paragraph,
    SignatureLine,
    Table,
    runs,
)
from huiyin.reports.word.render import render

WRITTEN = datetime.datetime(2013, 12, 30, 9, 0, tzinfo=datetime.UTC)
DOCUMENT = "word/document.xml"
ITEMS, KEY_ITEMS = FigureText("D4.items", "127"), FigureText("D4.key_items", "28")


@cache
def _profile(soffice: str) -> str:
    """One LibreOffice for all tests of a run, in a profile apart from that of whoever runs them.

    It holds a document open until the run ends: whoever is called with the same profile hands over to it, and need not
    start an office of its own for each document.
    """
    folder = Path(tempfile.mkdtemp(prefix="huiyin-office-"))
    profile, held = (folder / "profile").as_uri(), folder / "held.docx"
    held.write_bytes(small_docx())
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nologo", str(held)]
    office = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )  # fmt: skip

    def end() -> None:
        office.terminate()  # its starter, which ends the office itself
        try:
            office.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(office.pid, signal.SIGKILL)
            office.wait()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    until = time.monotonic() + 60
    # The lock beside the document says that it is open.
    while not (folder / ".~lock.held.docx#").exists():
        assert office.poll() is None, "LibreOffice 没有启动成功。"
        assert time.monotonic() < until, "LibreOffice 一分钟没有打开文档。"
        time.sleep(0.05)
    return profile


def through_libreoffice(docx: bytes, target: str) -> bytes:
    """The same document after LibreOffice has opened it and saved it as `target` (docx, pdf)."""
    soffice = shutil.which("soffice")
    assert soffice, "没有找到 soffice：请安装 LibreOffice（libreoffice-writer）后再运行，本测试不能跳过。"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "report.docx")
        source.write_bytes(docx)
        out = Path(folder, "out")
        command = [soffice, f"-env:UserInstallation={_profile(soffice)}", "--headless", "--convert-to", target]
        done = subprocess.run([*command, "--outdir", str(out), str(source)], capture_output=True, timeout=120)
        result = out / f"report.{target}"
        assert result.exists(), f"LibreOffice 没有转换成功：{done.stderr.decode(errors='replace')}"
        return result.read_bytes()


def pdf_pages(pdf: bytes) -> list[list[str]]:
    """The lines of each page, blank ones left out."""
    pdftotext = shutil.which("pdftotext")
    assert pdftotext, "没有找到 pdftotext：请安装 poppler-utils 后再运行，本测试不能跳过。"
    done = subprocess.run([pdftotext, "-layout", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    pages = done.stdout.decode().split("\f")[:-1]
    return [[line.strip() for line in page.split("\n") if line.strip()] for page in pages]


def part(docx: bytes, name: str = DOCUMENT) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return archive.read(name).decode()


def edited(docx: bytes, change: Callable[[str], str], name: str = DOCUMENT) -> bytes:
    """The docx with one part changed as text, as an office program or a person might have."""
    source, target = zipfile.ZipFile(io.BytesIO(docx)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for each in source.namelist():
            content = source.read(each)
            if each == name:
                before = content.decode()
                after = change(before)
                assert after != before, "测试要改的文字没有找到"
                content = after.encode()
            archive.writestr(each, content)
    return target.getvalue()


def replaced(docx: bytes, old: str, new: str) -> bytes:
    return edited(docx, lambda xml: xml.replace(old, new, 1))


def without(docx: bytes, name: str) -> bytes:
    """The docx without one part and without the lines that speak of it."""
    source, target = zipfile.ZipFile(io.BytesIO(docx)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for each in source.namelist():
            if each != name:
                pattern = rf"<(?:Override|Relationship) [^>]*{re.escape(name)}[^>]*/>".encode()
                archive.writestr(each, re.sub(pattern, b"", source.read(each)))
    return target.getvalue()


def bookmarked(name: str, words: str) -> str:
    """The pattern of a figure as `render` writes it."""
    return rf'<w:bookmarkStart w:id="(\d+)" w:name="{name}"/><w:r>(.*?)<w:t xml:space="preserve">{words}</w:t></w:r>'


def small_report(**changes: object) -> OfficialDocument:
    """A closing report of the county organisation department with every kind of block in it."""
    table = Table(
        "整改情况统计表",
        (Column("类别"), Column("件数", "right"), Column("备注")),
        ((runs("会风"), runs(FigureText("F1.meetings", "12")), runs("")), (runs("文风"), runs("—"), runs(""))),
        unit_note="计量单位：件",
        total_row=(runs("—"), runs(FigureText("F1.measures", "51")), runs("")),
        footnote="注：数据截至2013年12月20日。",
        signature_line=SignatureLine("云梦县委组织部", "", "", "2013年12月30日"),
    )
    parts: dict[str, object] = {
        "organ_mark": "云梦县委组织部文件",
        "document_number": "云组发〔2013〕60号",
        "title": "关于教育实践活动\n开展情况的总结报告",
        "addressee": "省委组织部",
        "blocks": (
            Paragraph(runs("活动期间，共梳理意见建议", ITEMS, "条，其中重点意见", KEY_ITEMS, "条。")),
            Heading(1, runs("整改落实情况")),
            Heading(2, runs("会风文风")),
            Paragraph(runs("对照", ITEMS, "条意见逐条整改。")),
            table,
            Paragraph(runs("特此报告。")),
        ),
        "attachments": (
            Attachment(1, "数据口径和未掌握情况说明", (Paragraph(runs("没有未掌握的情况。")),)),
            Attachment(2, "数据来源表", (table,), landscape=True),
        ),
        "signature": "中共云梦县委组织部",
        "date": datetime.date(2013, 12, 30),
        "copies_to": ("省委督导组",),
        "printed_by": "云梦县委组织部办公室",
    }
    return OfficialDocument(**(parts | changes))  # type: ignore[arg-type]  # the tests name the fields themselves


def small_docx(**changes: object) -> bytes:
    return render(small_report(**changes), written_at=WRITTEN)
