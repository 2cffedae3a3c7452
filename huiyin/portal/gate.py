"""The gate of every public page: no sign-in, no session, no cookie; posts of other sites are turned away.

There is no session that a forged post could ride on, so there is no token in a cookie either; what remains is another
site's page making its visitors' browsers post here, and browsers say of every post where it came from.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from huiyin.core.errors import NotReached, Refused
from huiyin.portal.frame import not_found, refused

PublicView = Callable[..., HttpResponseBase]


def public(*methods: str, private: bool = False, files: bool = False) -> Callable[[PublicView], PublicView]:
    """`@public("GET", "POST")`; `private` pages show somebody's own words and are never kept; `files` takes uploads."""

    def wrap(view: PublicView) -> PublicView:
        @csrf_exempt
        @wraps(view)
        def gated(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                return HttpResponseNotAllowed(methods)
            response = _unacceptable(request, files) if request.method == "POST" else None
            if response is None:
                try:
                    response = view(request, **kwargs)
                except NotReached as refusal:
                    response = not_found(refusal.sentence)
                except Refused as refusal:
                    response = refused(refusal.sentence, status=409)
            response.headers["Cache-Control"] = "no-store" if private else "no-cache"
            return response

        return gated

    return wrap


def _unacceptable(request: HttpRequest, files: bool) -> HttpResponseBase | None:
    """The answer to a post that is not even looked at, or nothing."""
    if is_foreign(request):
        return refused(
            _("这次提交不是从本网站的页面发出的，没有接收。请从本网站打开页面后再填写。"), status=403
        )  # fmt: skip
    if not files and request.content_type != "application/x-www-form-urlencoded":
        return refused(_("这个页面只接收文字，不接收文件。"), status=415)
    try:
        request.POST  # noqa: B018 - reading the body here, so that a body that cannot be read gets a sentence
    except (RequestDataTooBig, TooManyFieldsSent):
        return refused(
            _(
                "提交的内容太大，没有接收。意见最多 10,000 个字；更长的请分成几条提交。请返回上一页，您写的内容还在那里。"
            ),
            status=413,
        )
    except (MultiPartParserError, UnreadablePostError):
        return refused(_("提交的内容不完整，可能是网络中断。请返回上一页再提交一次。"), status=400)
    return None


def is_foreign(request: HttpRequest) -> bool:
    """Whether a browser says that a post came from another site's page.

    Sec-Fetch-Site is sent over https and on this very machine; Origin with every post by the browsers we support. A
    program that sends neither gains nothing here: it has no visitor's browser to borrow.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc not in {request.get_host(), urlsplit(settings.PUBLIC_URL).netloc}


def uid_asked(request: HttpRequest, name: str) -> UUID | None:
    """A uid in the address, such as the row to page from; None for nothing and for nonsense: old links still open."""
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None
