"""One verb on one measure as a page: who may, a form, one service call, what is answered; the same for every verb."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase

from huiyin.core import clock
from huiyin.core.setting import Setting
from huiyin.ledgers.engine.declaration import Label
from huiyin.organisation.access import Reach
from huiyin.rectification import queries
from huiyin.rectification.models import Measure
from huiyin.rectification.offers import Verb
from huiyin.workspace.gate import StaffRequest, staff
from huiyin.workspace.rectification.forms import Seen
from huiyin.workspace.rectification.views.common import measure_href, posted, require_offer, verb_page


class When(TypedDict):
    """The revision seen, by whom, at what time: what most verbs are told beside their own words."""

    revision: int
    actor: Reach
    now: datetime
    on: date


@dataclass(frozen=True)
class Deed:
    """What was sent: the measure, the form's values (Any: each form has its own), by whom."""

    measure: Measure
    form: Seen
    data: dict[str, Any]
    actor: Reach
    now: datetime
    today: date

    @property
    def revision(self) -> int:
        """The revision the page showed."""
        return int(self.data["revision"])

    @property
    def said_yes(self) -> bool:
        """Whether somebody who signs agreed."""
        return bool(self.data["agreed"] == "yes")

    @property
    def when(self) -> When:
        """For a verb."""
        return {"revision": self.revision, "actor": self.actor, "now": self.now, "on": self.today}


Build = Callable[[StaffRequest, Measure], Seen]


def plain(form: type[Seen], **initial: Callable[[], object]) -> Build:
    """The form as it is, with the revision seen and, worked out anew each time, its first values."""
    return lambda request, measure: form(
        posted(request), initial={"revision": measure.revision, **{name: value() for name, value in initial.items()}}
    )


def measure_verb(
    verb: Verb, form: Build, act: Callable[[Deed], object], *, title: Label, accept: Label, done: Label,
    text: Label | Callable[[Measure], str] = "", danger: bool = False, defaults: Sequence[Setting] = (),
) -> Callable[..., HttpResponseBase]:  # fmt: skip
    """The view of a verb. What `act` returns, if it is a sentence, is told in place of `done`."""

    @staff("GET", "POST")
    def view(request: StaffRequest, *, uid: UUID) -> HttpResponse:
        now, today = clock.now(), clock.today()
        measure = queries.measure(uid, request.reach, today)
        if request.method != "POST":
            require_offer(measure, verb, request, today)
        filled = form(request, measure)

        def deed() -> object:
            return act(Deed(measure, filled, filled.cleaned_data, request.reach, now, today))

        return verb_page(
            request, filled, deed, title=str(title), accept=str(accept), done=str(done), back=measure_href(measure),
            measure=measure, text=text(measure) if callable(text) else str(text), danger=danger, defaults=defaults,
            revision=lambda: queries.measure(uid, request.reach, today).revision,
        )  # fmt: skip

    return view
