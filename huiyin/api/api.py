"""The API itself: session sign-in, refusals as sentences, its OpenAPI description."""

from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi import get_schema
from ninja.openapi.schema import OpenAPISchema
from ninja.security import django_auth

from huiyin.api.ledgers import ledgers_router
from huiyin.core.errors import NotReached, Refused


class DescribedOnce(NinjaAPI):
    """Its description depends on the code alone and takes a quarter of a second: made when first asked for."""

    # Any: as ninja declares it.
    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Ninja's own, kept for each place the API is mounted at."""
        return _description(self.get_root_path(path_params or {}) if path_prefix is None else path_prefix)


@cache
def _description(prefix: str) -> OpenAPISchema:
    return get_schema(api=api, path_prefix=prefix)


api = DescribedOnce(
    title="回音 接口",
    version="1",
    description="与页面同一套台账、权限和动作。凭登录会话访问；写入须带 CSRF 令牌。拒绝时返回一句说明。",
    auth=django_auth,
    docs_url=None,
    docs_decorator=login_required,
    urls_namespace="api",
)
api.add_router("/ledgers", ledgers_router())

# What a program sends wrong, as people say it; %s is the field.
_FAULTS = {
    "missing": "“%s”必须填写。",
    "extra_forbidden": "没有“%s”这个字段，请核对名称。",
    "string_too_long": "“%s”太长，请删减。",
    "string_too_short": "“%s”不能空着。",
    "literal_error": "“%s”不在可选项里。",
}
_KINDS = {
    "int": "“%s”要填整数。",
    "date": "“%s”要填日期，如 2013-10-17。",
    "bool": "“%s”要填 true 或 false。",
    "decimal": "“%s”要填数字。",
    "string": "“%s”要填文字。",
    "uuid": "“%s”不是有效的编号。",
    "greater": "“%s”太小。",
    "less": "“%s”太大。",
}


@api.exception_handler(NotReached)
def not_reached(request: HttpRequest, refusal: NotReached) -> HttpResponse:
    """404, whether it does not exist or is out of reach."""
    return api.create_response(request, {"detail": refusal.sentence}, status=404)


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """409 with the sentence."""
    return api.create_response(request, {"detail": refusal.sentence}, status=409)


@api.exception_handler(AuthenticationError)
def signed_out(request: HttpRequest, refusal: AuthenticationError) -> HttpResponse:
    """401."""
    return api.create_response(request, {"detail": "请先登录。"}, status=401)


@api.exception_handler(HttpError)
def malformed(request: HttpRequest, fault: HttpError) -> HttpResponse:
    """The body is no JSON at all."""
    return api.create_response(request, {"detail": "提交的内容不是有效的 JSON，请核对格式。"}, status=fault.status_code)


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """422: one sentence for each field."""
    sentences = dict.fromkeys(_sentence(error) for error in fault.errors)
    return api.create_response(request, {"detail": "".join(sentences)}, status=422)


# Any: pydantic's description of one fault.
def _sentence(error: dict[str, Any]) -> str:
    kind, place = str(error["type"]), [str(part) for part in error["loc"]]
    field = place[-1] if place else ""
    words = _FAULTS.get(kind) or next((words for start, words in _KINDS.items() if kind.startswith(start)), "")
    if not words:
        return f"“{field}”填写的内容不符合要求。"
    return words % field if "%s" in words else words
