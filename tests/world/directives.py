"""A document from above that 东局 carried out by a meeting, by the routes that open it."""

from pathlib import Path

from huiyin.conftest import County
from huiyin.directives.models import Trace
from huiyin.directives.tests.test_tracing import a_deed, a_document, linked
from tests.world.keywords import Arguments


def things(county: County, folder: Path) -> dict[str, Arguments]:
    """The document, and one link that can be taken off."""
    found = a_document(county)
    linked(county, found, "meeting", a_deed(county, "meeting"))
    one: Arguments = {"uid": found.entry}
    trace = Trace.objects.get(document=found.entry)
    return {
        "directives_index": {}, "directives_one": one, "directives_link": one,
        "directives_unlink": {**one, "trace": trace.uid},
    }  # fmt: skip
