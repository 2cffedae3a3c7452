"""The texts of a regulation: read, added, issued, compared side by side, taken away as they were uploaded."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from huiyin.core import clock, files
from huiyin.core.errors import NotReached
from huiyin.organisation.access import RECORDERS
from huiyin.regulating import deciding, queries, texts
from huiyin.regulating.comparing import Kind, compared, paragraphs
from huiyin.regulating.terms import REVIEW_YEARS
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.organisation.fields import bound, done
from huiyin.workspace.regulating import shown
from huiyin.workspace.regulating.forms import FinishForm, TextForm
from huiyin.workspace.regulating.one import years_on
from huiyin.workspace.uploads import TOO_LARGE


@staff("GET")
def text(request: StaffRequest, *, uid: UUID, number: int) -> HttpResponse:
    """One text."""
    row = queries.rule_named(uid, request.reach)
    found = queries.text_numbered(row, number)
    context = {
        "crumbs": shown.of(row, _("第 %(n)d 版") % {"n": number}), "row": row, "text": found,
        "paragraphs": paragraphs(found.text),
    }  # fmt: skip
    return render(request, "workspace/regulating/text.html", context)


@staff("GET")
def compare(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Two texts, paragraph beside paragraph; without numbers the two newest."""
    row = queries.rule_named(uid, request.reach)
    known = queries.texts(row)
    if len(known) < 2:
        raise NotReached(_("这项制度不到两版文本，没有可以对照的。"))
    old = shown.number(request, "old", known[1].number)
    new = shown.number(request, "new", known[0].number)
    before, after = queries.text_numbered(row, old), queries.text_numbered(row, new)
    rows = compared(before.text, after.text)
    context = {
        "crumbs": shown.of(row, _("版本对照")), "row": row, "before": before, "after": after, "texts": known,
        "rows": rows if request.GET.get("all") else [one for one in rows if one.kind != Kind.SAME],
        "all": bool(request.GET.get("all")), "same": sum(one.kind == Kind.SAME for one in rows),
        "changed": sum(one.kind == Kind.CHANGED for one in rows), "gone": sum(one.kind == Kind.GONE for one in rows),
        "fresh": sum(one.kind == Kind.NEW for one in rows),
    }  # fmt: skip
    return render(request, "workspace/regulating/compare.html", context)


@staff("GET")
def file(request: StaffRequest, *, uid: UUID, number: int) -> HttpResponse:
    """The file as it was uploaded, only as a download."""
    found = queries.text_numbered(queries.rule_named(uid, request.reach), number)
    if found.file is None:
        raise NotReached(_("这一版没有上传文件。"))
    response = HttpResponse(files.read(found.file), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, found.file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@staff("GET", "POST", roles=RECORDERS)
def add(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """A text that was there before."""
    row = queries.rule_kept(uid, request.reach)
    initial = {"seen": row.revision, "document_no": row.document_no}
    form = bound(TextForm, request, initial=initial, too_large=bool(request.META.get(TOO_LARGE)))
    made = done(
        request,
        form,
        lambda: texts.add(row, form.text(), revision=form.revision, actor=request.reach, now=clock.now()),
    )
    if made is not None:
        messages.success(request, _("已登记第 %(n)d 版。") % {"n": made.number})
        return see_other(shown.href(row))
    context = {
        "crumbs": shown.of(row, _("补录文本")), "form": form, "title": _("补录文本"), "accept": _("登记"),
        "lead": row.name, "back_href": shown.href(row),
    }  # fmt: skip
    return render(request, "workspace/organisation/form.html", context)


@staff("GET", "POST", roles=RECORDERS)
def finish(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """The amended or new text is issued."""
    row, today = queries.rule_kept(uid, request.reach), clock.today()
    initial = {"seen": row.revision, "effective_on": today, "review_on": years_on(today, REVIEW_YEARS.value)}
    form = bound(FinishForm, request, initial=initial, too_large=bool(request.META.get(TOO_LARGE)))
    made = done(
        request,
        form,
        lambda: deciding.finish(
            row, form.text(), review_on=form.cleaned_data["review_on"], revision=form.revision, actor=request.reach,
            now=clock.now(),
        ),
    )  # fmt: skip
    if made is not None:
        messages.success(request, _("已登记，新文号记入台账。"))
        return see_other(shown.href(row))
    context = {
        "crumbs": shown.of(row, _("登记印发")), "form": form, "title": _("登记新文本印发"), "accept": _("登记"),
        "lead": row.name, "back_href": shown.href(row),
    }  # fmt: skip
    return render(request, "workspace/organisation/form.html", context)
