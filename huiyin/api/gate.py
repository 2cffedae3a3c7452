"""The gate of the API: signed in by session, and for whom a route is there."""

from django.http import HttpRequest
from ninja.security import SessionAuth as _SessionAuth

from huiyin.core.errors import NotReached
from huiyin.organisation.access import Reach
from huiyin.organisation.models import Account


class ApiRequest(HttpRequest):
    """A request past session sign-in: the second-factor middleware has set its reach."""

    reach: Reach


class SessionAuth(_SessionAuth):
    """Signed in by session; with roles, the route is there only for those who hold one of them somewhere.

    Asked before the body is read: whoever has no business here learns nothing of what it should hold.
    """

    def __init__(self, *roles: str) -> None:
        super().__init__()
        self._roles = roles

    def authenticate(self, request: HttpRequest, key: str | None) -> Account | None:
        """Who it is; nobody when not signed in."""
        if not isinstance(request.user, Account):
            return None
        found: Reach = request.reach  # type: ignore[attr-defined]  # set by the second-factor middleware
        if self._roles and not found.is_one_of(*self._roles):
            raise NotReached("没有这一页，或它不在您的权限范围内。")
        return request.user
