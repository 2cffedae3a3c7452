"""Act seven: a report written elsewhere comes in and is held against the records, two wrong numbers and all."""

from datetime import date

from huiyin.claim_audit import holding, reading
from huiyin.claim_audit.models import HeldText
from huiyin.core.models import Job
from huiyin.demo.stage import HERE, Play, at

HELD = date(2014, 2, 11)
WRITTEN = HERE / "report" / "待核对的汇报.txt"


def audit_a_report(play: Play) -> None:
    """Paste the report as an office would; the worker's job reads it at once."""
    office, now = play.cast("office", HELD), at(HELD, 9)
    given = holding.pasted(WRITTEN.read_text(encoding="utf-8"), title=WRITTEN.stem, now=now)
    batch = holding.hold([given], campaign=play.campaign, unit=play.top, actor=office, now=now)
    reading.read_batch(batch.uid, now=now, today=HELD, progress=lambda done, total: None)
    # The play has no worker: its job is done already.
    Job.objects.filter(uid=batch.job).update(state=Job.State.DONE, finished_at=now)
    text = HeldText.objects.get(batch=batch)
    play.say(
        f"核对材料：《{text.title}》有据 {text.supported} 处，不符 {text.differs} 处，没有记录 {text.no_record} 处，"
        f"无法核对 {text.uncheckable} 处。"
    )
