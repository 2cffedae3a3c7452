"""Whether what somebody sends can be read or altered on its way: https, or this very machine."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

REFUSAL = _(
    "没有接收：这个网址没有加密（http），路上的人看得到、也改得了您写的话，谈不上匿名。请改用 https 网址打开；"
    "本单位还没有 https 的，请用意见箱、信件，或署名提交。"
)


def safe_way(request: HttpRequest) -> bool:
    """https, or the machine itself: nobody stands between."""
    host = request.get_host()
    name = host[1 : host.index("]")] if host.startswith("[") and "]" in host else host.rsplit(":", 1)[0]
    return request.is_secure() or name in {"localhost", "127.0.0.1", "::1"}
