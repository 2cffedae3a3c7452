"""Reads of reports and templates within reach."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.campaigns.models import Campaign, Stage
from huiyin.core import files
from huiyin.core.errors import NotReached, Refused
from huiyin.organisation.access import READERS, Reach
from huiyin.organisation.models import Unit
from huiyin.organisation.paths import ancestors
from huiyin.reports.access import DRAFT_READERS, WRITERS, readable
from huiyin.reports.models import Report, TakenFigure, Template, UnknownLine, Version


def reports(actor: Reach) -> QuerySet[Report]:
    """The reports an actor may read, newest first."""
    return (
        Report.objects.filter(readable(actor)).select_related("campaign", "stage", "unit", "template").order_by("-pk")
    )


def report_page(actor: Reach, *, after: UUID | None, most: int) -> list[Report]:
    """At most `most` + 1 reports, older than the one named; the last tells that there are more."""
    found = reports(actor)
    if after is not None:
        found = found.filter(pk__lt=report(after, actor).pk)
    return list(found[: most + 1])


def report(uid: UUID, actor: Reach) -> Report:
    """One report within reach."""
    found = reports(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这份报告，或它不在您的权限范围内。"))
    return found


def version(uid: UUID, actor: Reach) -> Version:
    """One version of a report within reach. Of an issued report only writers and signers read the drafts before it."""
    found = (
        Version.objects.select_related(
            "report__campaign", "report__stage", "report__unit", "word", "made_by", "base__word"
        )
        .filter(uid=uid)
        .first()
    )
    if found is None or found.pk not in {one.pk for one in versions(report(found.report.uid, actor), actor)}:
        raise NotReached(_("没有这份报告，或它不在您的权限范围内。"))
    return found


def versions(report_: Report, actor: Reach) -> list[Version]:
    """The versions of a report that an actor may read, newest first."""
    found = report_.versions.select_related("made_by__person", "word").order_by("-number")
    if not sees_drafts(report_, actor):
        found = found.filter(accepted=True) if report_.state == Report.State.ISSUED else found[:1]
    return list(found)


def sees_drafts(report_: Report, actor: Reach) -> bool:
    """Whether all versions are open to an actor, not only the one that lies before the signer or was issued."""
    return actor.may(DRAFT_READERS, report_.unit, report_.campaign.uid)


def word_of(version_: Version) -> bytes:
    """The Word of a version; bytes that are gone or are not the ones stored are said to be so."""
    try:
        return files.read(version_.word)
    except OSError as error:
        raise Refused(
            _("第 %(n)d 稿的 Word 文件在磁盘上找不到或被改动过，不能使用。请联系系统管理员从备份恢复。")
            % {"n": version_.number}
        ) from error


def taken_figure(version_: Version, code: str) -> TakenFigure:
    """A figure as a version took it."""
    found = version_.figures.filter(code=code).first()
    if found is None:
        raise NotReached(_("这一稿没有这个数字。"))
    return found


def unknown_line(report_: Report, code: str) -> UnknownLine:
    """One line of 附件1."""
    line = report_.unknowns.filter(code=code).first()
    if line is None:
        raise NotReached(_("报告没有这一条说明。"))
    return line


def writing_units(actor: Reach, campaigns: Iterable[Campaign]) -> list[Unit]:
    """The units an actor may write a report for: where it is the office, and the campaigns' own units below that."""
    tops = list(Unit.objects.filter(path__in=actor.paths(WRITERS)).order_by("path"))
    below = [campaign.unit for campaign in campaigns if actor.may(WRITERS, campaign.unit, campaign.uid)]
    return list({unit.pk: unit for unit in (*tops, *below)}.values())


def dated_stages(campaigns: Iterable[Campaign]) -> list[Stage]:
    """The stages that a report can be of by itself: of plans that are approved, with a first and a last day."""
    known = Stage.objects.filter(campaign__in=list(campaigns), begins_on__isnull=False, ends_on__isnull=False)
    approved = known.exclude(campaign__state=Campaign.State.DRAFT)
    return list(approved.select_related("campaign").order_by("-campaign__begins_on", "campaign", "order"))


def templates(actor: Reach) -> QuerySet[Template]:
    """Templates in use of the units reached and above, newest first: what a new report may be begun from."""
    return kept_templates(actor).filter(retired=False)


def kept_templates(actor: Reach) -> QuerySet[Template]:
    """The same with those that are retired: reports drafted from them still stand on them."""
    above = {path for own in actor.paths(READERS) for path in ancestors(own)}
    # A template is of no campaign and holds no word of one: whoever writes a report there may use it.
    known = actor.within_structure(READERS) | Q(unit__path__in=above)
    return Template.objects.filter(known).select_related("unit", "file").order_by("-pk")


def template(uid: UUID, actor: Reach) -> Template:
    """One template within reach."""
    found = kept_templates(actor).filter(uid=uid).first()
    if found is None:
        raise NotReached(_("没有这个模板，或它不在您的权限范围内。"))
    return found
