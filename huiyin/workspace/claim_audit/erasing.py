"""依法删除 of a text: asked for on its page, decided by another person of the office."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.claim_audit import erasing, queries
from huiyin.claim_audit.models import HeldText, TextErasure
from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.erasure_requests import may_decide
from huiyin.workspace.claim_audit import shown
from huiyin.workspace.claim_audit.forms import DeclineForm, EraseForm
from huiyin.workspace.gate import StaffRequest, see_other, staff


@staff("GET", "POST")
def erase(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Ask for it; or, for a second person, agree or not."""
    text = queries.text(uid, request.reach)
    if not erasing.may_erase(text, request.reach):
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    asked = erasing.open_request(text)
    ask_form, decline_form = EraseForm(), DeclineForm()
    if request.method == "POST":
        form = DeclineForm(request.POST) if request.POST.get("do") == "decline" else EraseForm(request.POST)
        if request.POST.get("do") == "agree" or form.is_valid():
            try:
                said = _done(request, text, asked, form)
            except Refused as refusal:
                form.is_valid()
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, said)
                return see_other(shown.text_href(text))
        if isinstance(form, DeclineForm):
            decline_form = form
        else:
            ask_form = form
    context = {
        "text": text, "asked": asked, "ask_form": ask_form, "decline_form": decline_form,
        "may_decide": asked is not None and may_decide(asked, request.reach),
        "back": shown.text_href(text), "crumbs": shown.crumbs(text, _("依法删除")),
    }  # fmt: skip
    return render(request, "workspace/claim_audit/erase.html", context)


def _done(request: StaffRequest, text: HeldText, asked: TextErasure | None, form: EraseForm | DeclineForm) -> str:
    """The act that was asked for, and the sentence that says it is done."""
    now, today = clock.now(), clock.today()
    do = request.POST.get("do", "")
    if do == "ask":
        basis = str(form.cleaned_data["basis"])
        erasing.request_erasure(text, basis=basis, actor=request.reach, now=now, today=today)
        return _("已提出申请，等办公室的另一个人决定。")
    if asked is None:
        raise Refused(_("没有等待决定的申请，请刷新后再看。"))
    if do == "agree":
        erasing.agree(asked, actor=request.reach, now=now, today=today)
        return _("已依法删除。各类条数不变。")
    if do == "decline":
        erasing.decline(asked, note=str(form.cleaned_data["note"]), actor=request.reach, now=now, today=today)
        return _("已记下不同意。")
    raise Refused(_("没有收到决定。请刷新后重试。"))
