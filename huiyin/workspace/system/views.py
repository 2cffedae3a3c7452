"""Running the system: how it stands, its jobs, the working-day calendar. For administrators, who read no content here."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core import clock, holidays, jobs, reading
from huiyin.core.errors import Refused
from huiyin.core.health import MACHINE, Level, examine
from huiyin.core.models import Job
from huiyin.organisation.models import Role
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.system.forms import DayForm, ExceptionForm, JobFilter, YearForm
from huiyin.workspace.system.health import DATABASE
from huiyin.workspace.system.words import job_word

TONES = {Level.GOOD: ("ok", "circle-check"), Level.NOTE: ("warn", "alert"), Level.FAULT: ("danger", "circle-x")}
JOB_TONES = {
    Job.State.WAITING: ("neutral", "clock"),
    Job.State.RUNNING: ("progress", "hourglass"),
    Job.State.DONE: ("ok", "circle-check"),
    Job.State.FAILED: ("danger", "circle-x"),
}


@staff("GET", roles=(Role.ADMINISTRATOR,))
def home(request: StaffRequest) -> HttpResponse:
    """What the doctor finds, and the ways to jobs and calendar."""
    found = examine(MACHINE, DATABASE, now=clock.now())
    findings = [(finding, *TONES[finding.level]) for finding in found]
    counts = reading.jobs_by_state()
    context = {
        "crumbs": [(_("系统运行"), "")],
        "findings": findings,
        "faults": sum(finding.level is Level.FAULT for finding in found),
        "counts": [
            (label, counts[value], f"{reverse('system_jobs')}?state={value}") for value, label in Job.State.choices
        ],
    }
    return render(request, "workspace/system/home.html", context)


@staff("GET", roles=(Role.ADMINISTRATOR,))
def job_list(request: StaffRequest) -> HttpResponse:
    """Jobs with state, progress and the sentence of what went wrong."""
    form = JobFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page = reading.jobs(state=asked.get("state", ""), before=asked.get("before"))
    rows = [(job, job_word(job.name), *JOB_TONES[Job.State(job.state)]) for job in page.rows]
    context = {
        "crumbs": [(_("系统运行"), reverse("system_home")), (_("后台任务"), "")],
        "form": form,
        "rows": rows,
        "older": older_href(request, page.older),
        "newest": reverse("system_jobs") if asked.get("before") else "",
        "failed": Job.State.FAILED,
    }
    return render(request, "workspace/system/jobs.html", context)


@staff("POST", roles=(Role.ADMINISTRATOR,))
def job_retry(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Let a failed job run again."""
    job = jobs.retry(uid, actor=request.user, now=clock.now())
    messages.success(request, _("“%(job)s”已重新排队，稍后执行。") % {"job": job_word(job.name)})
    return see_other(reverse("system_jobs"))


@staff("GET", "POST", roles=(Role.ADMINISTRATOR,))
def calendar(request: StaffRequest) -> HttpResponse:
    """The exceptions of a year; add one."""
    form = ExceptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            holidays.set_exception(
                chosen["day"], working=chosen["working"], name=chosen["name"], actor=request.user, now=clock.now()
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("已保存。"))
            return see_other(_year_href(chosen["day"].year))
    asked = YearForm(request.GET)
    year = asked.cleaned_data["year"] if asked.is_valid() else clock.today().year
    context = {
        "crumbs": [(_("系统运行"), reverse("system_home")), (_("节假日表"), "")],
        "form": form,
        "year": year,
        "rows": holidays.exceptions_of(year),
        "years": [
            (known, _year_href(known))
            for known in sorted({*holidays.years_entered(), *holidays.ARRANGEMENTS, clock.today().year, year})
        ],
        "can_load": year in holidays.ARRANGEMENTS,
    }
    return render(request, "workspace/system/calendar.html", context, status=422 if form.errors else 200)


@staff("POST", roles=(Role.ADMINISTRATOR,))
def calendar_load(request: StaffRequest) -> HttpResponse:
    """Enter the arrangement that ships with the program."""
    form = YearForm(request.POST)
    if not form.is_valid():
        raise Refused(_("请填一个年份。"))
    year = form.cleaned_data["year"]
    added = holidays.load(year, actor=request.user, now=clock.now())
    messages.success(
        request,
        _("%(year)s 年已添加 %(added)s 天，原来设置过的没有改动。") % {"year": year, "added": added}
        if added
        else _("%(year)s 年的安排已经全部在表里。") % {"year": year},
    )
    return see_other(_year_href(year))


@staff("POST", roles=(Role.ADMINISTRATOR,))
def calendar_remove(request: StaffRequest) -> HttpResponse:
    """Let a day follow its weekday again."""
    form = DayForm(request.POST)
    if not form.is_valid():
        raise Refused(_("请指明日期。"))
    day: date = form.cleaned_data["day"]
    holidays.remove_exception(day, actor=request.user, now=clock.now())
    messages.success(request, _("已撤销，这一天按星期计算。"))
    return see_other(_year_href(day.year))


def _year_href(year: int) -> str:
    return f"{reverse('system_calendar')}?year={year}"


def older_href(request: StaffRequest, before: UUID | int | None) -> str:
    """This page's address with its filters, going on below `before`; empty at the end."""
    if before is None:
        return ""
    query = request.GET.copy()
    query["before"] = str(before)
    return f"{request.path}?{query.urlencode()}"
