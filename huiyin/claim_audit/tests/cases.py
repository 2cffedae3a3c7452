"""What the tests of the claim audit start from: records of 青山县委 and texts held against them."""

from datetime import date

from huiyin.claim_audit import holding, reading
from huiyin.claim_audit.models import Batch, HeldClaim, HeldText
from huiyin.conftest import County
from huiyin.ledgers.books.documents import DOCUMENTS
from huiyin.ledgers.books.meetings import MEETINGS
from huiyin.ledgers.engine.services import record
from huiyin.organisation.models import Unit

REPORT = (
    "青山县委教育实践活动情况\n"
    "青山县委组织了3次中心组学习，印发了2个子方案。\n"
    "开展宣讲活动54场。计划再组织4次中心组学习。\n"
)


def record_some(county: County, *, study: int = 3, sub_plans: int = 1) -> None:
    """Sessions of the central group and sub-plans, recorded for the campaign."""
    office = county.reach("office")
    for number in range(study):
        record(
            MEETINGS, unit=county.root, fact_date=date(2013, 8, number + 1),
            values={"name": f"中心组学习第{number + 1}次", "kind": "central_study"}, actor=office, now=county.now,
            campaign=county.campaign.uid,
        )  # fmt: skip
    for number in range(sub_plans):
        record(
            DOCUMENTS, unit=county.root, fact_date=date(2013, 8, 10), values={"title": f"方案{number}", "kind": "sub_plan"},
            actor=office, now=county.now, campaign=county.campaign.uid,
        )  # fmt: skip


def hold(county: County, *texts: str, who: str = "office", unit: Unit | None = None, campaign: object = None) -> Batch:
    """Pasted texts, not read yet."""
    given = [holding.pasted(text, title=f"材料{n}", now=county.now) for n, text in enumerate(texts, 1)]
    return holding.hold(
        given, campaign=county.campaign, unit=unit or county.root, actor=county.reach(who), now=county.now
    )


def read(county: County, batch: Batch) -> list[HeldText]:
    """Let the job's function read a batch."""
    reading.read_batch(batch.uid, now=county.now, today=county.today, progress=lambda done, total: None)
    return list(HeldText.objects.filter(batch=batch).order_by("pk"))


def held(county: County, text: str = REPORT, **more: object) -> HeldText:
    """One text, held and read."""
    (found,) = read(county, hold(county, text, **more))  # type: ignore[arg-type]
    return found


def claim(text: HeldText, words: str) -> HeldClaim:
    """The claim whose quote begins so."""
    return next(one for one in text.claims.select_related("text") if one.quote.startswith(words))


def states(text: HeldText) -> dict[str, str]:
    """Quote → state."""
    return {one.quote: str(one.state) for one in text.claims.all()}
