"""Workbooks out: the current list, the blank template, what an import found wrong, and the files it came from."""

import tempfile
from collections.abc import Callable
from typing import BinaryIO, cast
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _

from huiyin.core import clock, files
from huiyin.core.errors import NotReached, Refused
from huiyin.ledgers.engine import queries, staged
from huiyin.ledgers.engine.export import blank_template, export, file_name
from huiyin.ledgers.engine.forms import FilterForm
from huiyin.ledgers.engine.problem_books import write_marked_copy, write_problems
from huiyin.ledgers.engine.units import UnitChoice
from huiyin.ledgers.registry import ledger_named
from huiyin.organisation.access import READERS
from huiyin.workspace.gate import StaffRequest, staff
from huiyin.workspace.ledgers.views import require_reader


@staff("GET")
def export_list(request: StaffRequest, *, code: str) -> HttpResponse:
    """The list as it is filtered now, as a workbook that can come back corrected."""
    require_reader(request.reach)
    ledger = ledger_named(code)
    form = FilterForm(ledger, UnitChoice(request.reach, READERS), data=request.GET)
    if not form.is_valid():
        raise Refused(_("筛选条件有误，没有导出。请回到列表改正后再导出。"))

    def fill(target: BinaryIO) -> str:
        export(ledger, form.selection(), actor=request.reach, now=clock.now(), target=target)
        return file_name(ledger, clock.now())

    return _download(fill)


@staff("GET")
def template(request: StaffRequest, *, code: str) -> HttpResponse:
    """The blank workbook of a ledger."""
    require_reader(request.reach)
    ledger = ledger_named(code)
    if not ledger.by_hand:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))

    def fill(target: BinaryIO) -> str:
        blank_template(ledger, now=clock.now(), target=target)
        return _("%(ledger)s_空白模板.xlsx") % {"ledger": ledger.name}

    return _download(fill)


@staff("GET")
def problems(request: StaffRequest, *, code: str, uid: UUID) -> HttpResponse:
    """Every problem of a batch."""
    found = queries.batch(uid, request.reach)

    def fill(target: BinaryIO) -> str:
        write_problems(found, target)
        return _("问题清单.xlsx")

    return _download(fill)


@staff("GET")
def marked(request: StaffRequest, *, code: str, uid: UUID, number: int) -> HttpResponse:
    """A copy of one uploaded file with the problems marked in it."""
    found = queries.batch(uid, request.reach)
    return _download(lambda target: write_marked_copy(found, number, target))


@staff("GET")
def source(request: StaffRequest, *, code: str, uid: UUID, file: UUID) -> HttpResponse:
    """An uploaded file as it came, for those who reach the batch."""
    found = queries.batch(uid, request.reach)
    stored = next((one for one in queries.files_of(found) if one.uid == file), None)
    if stored is None:
        raise NotReached(_("没有这个文件，或它不在您的权限范围内。"))
    path = files.path_of(stored.sha256)
    return _response(path.open("rb"), stored.name)


def _download(fill: Callable[[BinaryIO], str]) -> HttpResponse:
    """Fill a temporary file that vanishes when it was sent; `fill` returns the name it is saved under."""
    target = cast(BinaryIO, tempfile.TemporaryFile(dir=staged.folder()))  # noqa: SIM115 - FileResponse closes it
    try:
        name = fill(target)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return _response(target, name)


def _response(file: BinaryIO, name: str) -> HttpResponse:
    """The gate's type knows pages only; a streamed file passes it all the same."""
    return cast(HttpResponse, FileResponse(file, as_attachment=True, filename=name))
