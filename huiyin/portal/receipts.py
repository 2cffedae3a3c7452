"""核验收据: whether what somebody lodged is still there, without showing it; and the published roots."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock
from huiyin.core.errors import Refused
from huiyin.core.limiter import in_words
from huiyin.opinions.receipts import Checked, check, public_key, roots
from huiyin.portal.forms import ReceiptForm
from huiyin.portal.frame import page
from huiyin.portal.gate import public
from huiyin.portal.limits import POSTS

PAGE = 31


@public("GET", "POST", private=True)
def receipts(request: HttpRequest) -> HttpResponse:
    """Paste a receipt; below, the roots of the last days."""
    form, checked, status = ReceiptForm(request.POST or None), None, 200
    if request.method == "POST":
        now = clock.now()
        wait = POSTS.wait(request, now=now)
        if wait:
            form.add_error(None, _("现在核验的人太多，请过 %(wait)s 再试。") % {"wait": in_words(wait)})
            status = 429
        else:
            POSTS.count(request, now=now)
            checked = _checked(form)
    before = request.GET.get("before", "")
    found = roots(
        before=int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None, most=PAGE
    )
    context = {
        "form": form,
        "checked": checked,
        "roots": found,
        "key": public_key(settings.RECEIPT_KEY),
        "older_href": f"{reverse('portal_receipts')}?before={found[-1].number}" if len(found) == PAGE else "",
    }
    return page("portal/receipts.html", context, section="follow", status=status)


def _checked(form: ReceiptForm) -> Checked | None:
    if not form.is_valid():
        return None
    try:
        return check(form.cleaned_data["receipt"], key=settings.RECEIPT_KEY)
    except Refused as refusal:
        form.add_error("receipt", refusal.sentence)
        return None
