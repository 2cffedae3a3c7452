"""Takes uploads in: workbooks, CSV files and zips of them become source files that are safe to read."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from huiyin.ledgers.engine.excel.archive import Archive, member_name
from huiyin.ledgers.engine.excel.biff import survey_workbook
from huiyin.ledgers.engine.excel.limits import Budget, Limits, TooLarge, UploadRefused, megabytes
from huiyin.ledgers.engine.excel.ole import OleFile
from huiyin.ledgers.engine.excel.sniffing import FileKind, NotTable, sniff, text_encoding
from huiyin.ledgers.engine.excel.survey import SheetSurvey
from huiyin.ledgers.engine.excel.workbook_parts import is_office_file, survey_book

_OTHER_ARCHIVES = frozenset({".zip", ".rar", ".7z", ".gz", ".tar", ".bz2", ".xz"})


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A table file ready to read; `name` is what people see, with its folder inside a zip."""

    name: str
    path: Path
    kind: FileKind
    encoding: str = ""
    surveys: Mapping[str, SheetSurvey] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file in a zip that was not taken; `is_table` says it is a table that could not be opened."""

    name: str
    reason: str
    is_table: bool


@dataclass(frozen=True, slots=True)
class Upload:
    sources: tuple[SourceFile, ...]
    left_out: tuple[LeftOut, ...] = ()


def open_upload(name: str, path: Path, limits: Limits, *, workdir: Path) -> Upload:
    """Open one uploaded file. Members of a zip are unpacked into `workdir`, which the caller removes afterwards."""
    return open_uploads([(name, path)], limits, workdir=workdir)


def open_uploads(files: Sequence[tuple[str, Path]], limits: Limits, *, workdir: Path) -> Upload:
    """Open files dropped together: the limits hold for all of them taken together."""
    total = sum(path.stat().st_size for _, path in files)
    if total > limits.upload_bytes:
        raise UploadRefused(
            f"这次上传共 {megabytes(total)}，超过 {megabytes(limits.upload_bytes)} 的上限，没有收下。"
            "请删去表格里的图片和多余内容，或分几次上传。"
        )
    budget = Budget(limits)
    sources: list[SourceFile] = []
    left_out: list[LeftOut] = []
    for name, path in files:
        if sniff(name, path) is FileKind.ZIP:
            archive = Archive(name, path, budget)
            if not is_office_file(archive):
                bundle = _open_bundle(archive, budget, workdir)
                sources.extend(bundle.sources)
                left_out.extend(bundle.left_out)
                continue
        sources.append(_open_table(name, path, budget))
    return Upload(tuple(sources), tuple(left_out))


def _open_bundle(archive: Archive, budget: Budget, workdir: Path) -> Upload:
    """Unpack a zip; what is no table, or a table that does not open, is named, and the rest goes on."""
    sources: list[SourceFile] = []
    left_out: list[LeftOut] = []
    for member in archive.members:
        inside = member_name(member)
        if _is_litter(inside):
            continue
        shown = f"{archive.name}/{inside}"
        if PurePosixPath(inside).suffix.lower() in _OTHER_ARCHIVES:
            raise UploadRefused(
                f"《{shown}》是压缩包里的压缩包，系统不逐层打开。请先解压，把里面的表格放在同一个 .zip 里上传。"
            )
        handle, unpacked = tempfile.mkstemp(suffix=".part", dir=workdir)
        os.close(handle)
        archive.unpack(member, Path(unpacked))
        try:
            sources.append(_open_table(shown, Path(unpacked), budget))
        except TooLarge:
            raise
        except NotTable as refusal:
            left_out.append(LeftOut(shown, str(refusal), is_table=False))
        except UploadRefused as refusal:
            left_out.append(LeftOut(shown, str(refusal), is_table=True))
    if not sources:
        reasons = "".join(left.reason for left in left_out[:3])
        raise UploadRefused(f"《{archive.name}》里没有可以读的表格（.xlsx、.xls、.csv）。{reasons}")
    return Upload(tuple(sources), tuple(left_out))


def _open_table(name: str, path: Path, budget: Budget) -> SourceFile:
    kind = sniff(name, path)
    if kind is FileKind.ZIP:
        surveys = survey_book(Archive(name, path, budget), budget.limits)
        return SourceFile(name, path, FileKind.XLSX, surveys=surveys)
    if kind is FileKind.XLS:
        return SourceFile(name, path, FileKind.XLS, surveys=_open_ole(name, path, budget.limits))
    return SourceFile(name, path, FileKind.CSV, encoding=text_encoding(name, path))


def _open_ole(name: str, path: Path, limits: Limits) -> dict[str, SheetSurvey]:
    container = OleFile(name, path)
    streams = container.streams
    if "EncryptedPackage" in streams:
        raise UploadRefused(f"《{name}》设了打开密码，系统读不了。请在 Excel 或 WPS 里去掉密码，另存后重新上传。")
    for stream in ("Workbook", "Book"):
        if stream in streams:
            return survey_workbook(container.read(stream), name=name, limits=limits)
    if "WordDocument" in streams:
        raise NotTable(f"《{name}》是 Word 文件，不是表格。请把其中的表格复制到 Excel，另存为 .xlsx 后上传。")
    if "PowerPoint Document" in streams:
        raise NotTable(f"《{name}》是演示文稿，不是表格。请上传 Excel 文件。")
    raise NotTable(f"《{name}》不是 Excel 工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx 后重新上传。")


def _is_litter(inside: str) -> bool:
    """What systems leave in archives by themselves: Mac shadows, lock files of open workbooks, thumbnails."""
    path = PurePosixPath(inside)
    return (
        "__MACOSX" in path.parts or path.name.startswith(("~$", ".~", "._")) or path.name in {".DS_Store", "Thumbs.db"}
    )
