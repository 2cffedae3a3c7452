"""Pages of rounds: the list, one round, setting it up, opening and closing it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core import clock
from huiyin.core.errors import NotReached, Refused
from huiyin.core.setting import Setting
from huiyin.opinions import coached, corrections, counts, queries, rounds
from huiyin.opinions.models import Channel, Round
from huiyin.opinions.standing import standing
from huiyin.opinions.targets import Targets
from huiyin.opinions.terms import ADDITIONS, LONGEST_WORDS, SLOW_LANE
from huiyin.organisation.access import READERS
from huiyin.organisation.models import Role
from huiyin.workspace.gate import StaffRequest, see_other, staff
from huiyin.workspace.opinions import shown, surveys
from huiyin.workspace.opinions.charts import channel_bars
from huiyin.workspace.opinions.doors import my_round, revision
from huiyin.workspace.opinions.forms import ChannelForm, GroupForm, RoundChangeForm, RoundForm, SubjectForm
from huiyin.workspace.opinions.unit_slips import shown_slips

# (field of RoundNumbers, words on the page)
STANDINGS = (
    ("waiting", gettext_lazy("待分办")),
    ("remainder", gettext_lazy("未归并")),
    ("placed", gettext_lazy("已归入条目")),
    ("settled", gettext_lazy("已说明去向")),
    ("complaint", gettext_lazy("信访诉求")),
    ("praise", gettext_lazy("表扬肯定")),
    ("invalid", gettext_lazy("无效")),
    ("erased", gettext_lazy("已依法删除")),
)


@staff("GET", roles=(*READERS, Role.DISCIPLINE))
def index(request: StaffRequest) -> HttpResponse:
    """The rounds one reaches, and the doors for those who answer, hear or handle."""
    rows = [(round, shown.round_state(round)) for round in queries.rounds(request.reach)]
    context = {
        "rows": rows,
        "may_create": request.reach.is_one_of(Role.OFFICE),
        "is_reader": request.reach.is_one_of(*READERS),
        "is_discipline": request.reach.is_one_of(Role.DISCIPLINE),
        "crumbs": [],
    }
    return render(request, "workspace/opinions/rounds.html", context)


@staff("GET", "POST")
def new(request: StaffRequest) -> HttpResponse:
    """A new round."""
    units = {str(unit.uid): unit for unit in queries.office_units(request.reach)}
    campaigns = {str(one.uid): one for one in queries.campaigns_for_rounds(request.reach)}
    if not units:
        raise NotReached(_("没有这一页，或它不在您的权限范围内。"))
    form = RoundForm(
        request.POST or None, units=[(uid, unit.name) for uid, unit in units.items()],
        campaigns=[(uid, one.name) for uid, one in campaigns.items()],
        initial={"opens_on": clock.today(), "campaign": request.GET.get("campaign", "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = rounds.create_round(
                campaign=campaigns[values.pop("campaign")], unit=units[values.pop("unit")], actor=request.reach,
                now=clock.now(), **values,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(shown.href("opinions_round", made))
    context = {
        "form": form,
        "title": _("新建征求意见轮次"),
        "accept": _("建立轮次"),
        "crumbs": shown.crumbs((_("新建"), "")),
    }
    return render(request, "workspace/opinions/form.html", context)


@staff("GET")
def one(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One round at a glance: what came in through which channel from whom, where it stands, what to do next."""
    round, reach = queries.round_named(uid, request.reach), request.reach
    reads = queries.reads_words(reach, round)
    listed = shown.href("opinions_list", round)
    numbers = []
    if reads:
        found = counts.round_numbers(reach, round)
        numbers = [(_("原始意见"), found.raw, listed)]
        numbers += [
            (str(words), getattr(found, name), _opens(name, round, listed))
            for name, words in STANDINGS
            if getattr(found, name) or name in {"waiting", "remainder"}
        ]
        if found.restricted:
            numbers.append((_("移交专项登记"), found.restricted, reverse("opinions_restricted")))
    channels = counts.channel_lines(reach, round, with_opinions=reads)
    asks_by_survey = any(line.channel == Channel.SURVEY for line in channels)
    context = {
        "round": round,
        "state": shown.round_state(round),
        "reads": reads,
        "runs": queries.runs(reach, round),
        "records": queries.records(reach, round) and round.state in {Round.State.OPEN, Round.State.CLOSED},
        "numbers": numbers,
        "channels": channels,
        "slips": shown_slips(round, channels) if queries.runs(reach, round) else None,
        "surveys": surveys.of_campaign(round.campaign.uid, reach) if asks_by_survey else [],
        "asks_by_survey": asks_by_survey,
        "terms": _terms(round),
        "channel_bars": channel_bars(channels, listed),
        "subjects": queries.subjects(round),
        "signs": coached.sentences(round, reach, today=clock.today()) if reads else [],
        "hides_some": reads and queries.hides_some(reach, round),
        "listed": listed,
        "standing": standing(round) if round.state == Round.State.DRAFT else "",
        "crumbs": shown.crumbs((round.name, "")),
    }
    return render(request, "workspace/opinions/round.html", context)


@staff("GET", "POST")
def change(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Question, dates, public or not, anonymous or not."""
    round = my_round(request, uid)
    initial = {
        "question": round.question, "opens_on": round.opens_on, "closes_on": round.closes_on, "public": round.public,
        "anonymous": round.anonymous, "standing": round.standing, "revision": round.revision,
    }  # fmt: skip
    form = RoundChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            rounds.change_round(round=round, actor=request.reach, now=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(shown.href("opinions_round", round))
    return _form_page(request, round, form, _("修改轮次"), _("保存"))


@staff("GET", "POST")
def channel(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """One channel's forms issued, returned and valid; a correction with its reason after closing."""
    round = my_round(request, uid)
    wanted = request.GET.get("channel", "")
    row = next(
        (line for line in counts.channel_lines(request.reach, round, with_opinions=False) if line.channel == wanted),
        None,
    )
    initial = (
        {
            "channel": row.channel,
            "issued": row.issued,
            "returned": row.returned,
            "valid": row.valid,
            "remark": row.remark,
        }
        if row
        else {"channel": wanted or Channel.BOX}
    )
    form = ChannelForm(request.POST or None, round=round, initial=initial)
    if request.method == "POST" and form.is_valid():
        verb = corrections.correct_channel if "reason" in form.cleaned_data else rounds.set_channel
        try:
            verb(round=round, actor=request.reach, now=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(shown.href("opinions_round", round))
    return _form_page(request, round, form, _("登记渠道"), _("保存"))


@staff("GET", "POST")
def respondents(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Whom the campaign asks, with their numbers."""
    round = my_round(request, uid)
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "unit": round.unit, "actor": request.reach, "now": clock.now()}
        known = {group.name for group in queries.groups(round.campaign)}
        name = values["name"].strip()

        def act() -> object:
            if name not in known:
                return rounds.add_group(campaign=round.campaign, **values)
            group = queries.group_named(round.campaign, name)
            return rounds.set_population(group=group, **{key: value for key, value in values.items() if key != "name"})

        if shown.tried(request, act, _("已保存。")):
            return see_other(shown.href("opinions_groups", round))
    context = {
        "round": round, "form": form, "groups": queries.groups(round.campaign),
        "crumbs": shown.crumbs((_("征求对象"), ""), round=round),
    }  # fmt: skip
    return render(request, "workspace/opinions/groups.html", context)


@staff("GET", "POST")
def subjects(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Whom or what the round may be about."""
    round = my_round(request, uid)
    form = SubjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            target = Targets(round).find(form.cleaned_data["about"], form.cleaned_data["name"].strip())
            rounds.declare_subject(
                round=round, about=target.about, unit=target.unit or round.unit, person=target.person,
                actor=request.reach, now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return see_other(shown.href("opinions_subjects", round))
    context = {
        "round": round, "form": form, "subjects": queries.subjects(round),
        "crumbs": shown.crumbs((_("评价对象"), ""), round=round),
    }  # fmt: skip
    return render(request, "workspace/opinions/subjects.html", context)


@staff("POST")
def withdraw_subject(request: StaffRequest, *, uid: UUID, subject: UUID) -> HttpResponse:
    """Take one off the list."""
    round = my_round(request, uid)
    row = queries.subject_named(round, subject)
    shown.tried(
        request, lambda: rounds.withdraw_subject(subject=row, actor=request.reach, now=clock.now()), _("已撤下。")
    )
    return see_other(shown.href("opinions_subjects", round))


@staff("POST")
def start(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Start listening."""
    round = my_round(request, uid)
    shown.tried(
        request,
        lambda: rounds.open_round(
            round=round,
            revision=revision(request),
            actor=request.reach,
            now=clock.now(),
            # A form without it saw nothing of a roll: refused where there is one.
            seen=request.POST.get("seen", ""),
        ),
        _("已开始征求。"),
    )
    return see_other(shown.href("opinions_round", round))


@staff("GET", "POST")
def close(request: StaffRequest, *, uid: UUID) -> HttpResponse:
    """Ask once more, then stop listening."""
    round = my_round(request, uid)
    if request.method == "POST":
        shown.tried(
            request,
            lambda: rounds.close_round(
                round=round, revision=revision(request), actor=request.reach, now=clock.now(), today=clock.today()
            ),
            _("已截止，各渠道份数和满五条的原始条数已记入台账。"),
        )
        return see_other(shown.href("opinions_round", round))
    context = {
        "round": round,
        "channels": counts.channel_lines(request.reach, round, with_opinions=False),
        "crumbs": shown.crumbs((_("截止"), ""), round=round),
    }
    return render(request, "workspace/opinions/close.html", context)


def _terms(round: Round) -> list[Setting]:
    """The defaults by which its public page takes words, while it may take some."""
    return [LONGEST_WORDS, ADDITIONS, SLOW_LANE] if round.public and round.state != Round.State.SIGNED else []


def _opens(standing: str, round: Round, listed: str) -> str:
    if standing == "remainder":
        return shown.href("opinions_board", round)
    return f"{listed}?standing={standing}"


def _form_page(
    request: StaffRequest, round: Round, form: RoundChangeForm | ChannelForm, title: str, accept: str
) -> HttpResponse:
    context = {"form": form, "title": title, "accept": accept, "crumbs": shown.crumbs((title, ""), round=round)}
    return render(request, "workspace/opinions/form.html", context)
