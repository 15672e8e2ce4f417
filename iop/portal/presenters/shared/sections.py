"""The sections of what a client shares, one for each kind of information that a release may open. Fixed numbers of statements.

None says more than its kind: no topic of a group, no kind of appointment, no diagnosis, nobody else's name.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from billing.client_money import owed
from billing.models import ClientStatement
from clients.choices import EpisodeStatus, Information
from clients.models import Episode
from family.sharing import Share
from iop.core import clock
from iop.core.money import money
from iop.core.words import Sentence
from iop.pages.presenters.schedule.when import day_words, moment_words
from scheduling.models import Appointment
from sessions_app.choices import ATTENDED, MISSED, AttendanceStatus, SessionStatus
from sessions_app.models import Attendance
from therapy.aftercare_words import told_step
from therapy.choices.own_plans import AftercareKey, AftercareStatus, OwnPlanKind
from therapy.choices.plans import ThreadStatus
from therapy.models import AftercareStep, ObjectiveThread, OwnPlan, OwnPlanVersion, PlanObjective, TreatmentPlan
from therapy.own_plan_form import form_of
from therapy.own_plan_form.shapes import Ask, told
from therapy.rules.own_plans import as_line

AHEAD_DAYS, BACK_DAYS, STATEMENTS = 14, 28, 6
WORDS: Mapping[str, Callable[[], str]] = {
    "came": lambda: _("Was there"),
    "excused": lambda: _("Excused"),
    "missed": lambda: _("Was not there"),
}


@dataclass(frozen=True)
class Line:
    """One line of a section: what, more about it, and a mark with its tone."""

    text: str
    more: str = ""
    mark: str = ""
    tone: str = "plain"


@dataclass(frozen=True)
class Section:
    """One kind of information as it is shown. ``empty`` is said when there is nothing."""

    kind: str
    title: Sentence
    empty: str
    lines: Sequence[Line] = ()
    intro: str = ""
    records: Sequence[tuple[str, uuid.UUID]] = field(default_factory=tuple)

    def plain(self) -> list[str]:
        """Give what is shown as plain words: the hash of these is kept."""
        return [
            self.intro,
            *(" · ".join(part for part in (each.text, each.more, each.mark) if part) for each in self.lines),
        ]


@dataclass(frozen=True)
class Stay:
    """The client's newest course of care, and the wall clock of its site."""

    episode: Episode | None
    zone: ZoneInfo
    today: dt.date


def stay_of(client_id: uuid.UUID, at: dt.datetime) -> Stay:
    """Read a client's newest stay."""
    rows = Episode.objects.filter(client=client_id, status__in=[EpisodeStatus.ADMITTED, EpisodeStatus.DISCHARGED])
    episode = rows.select_related("site").order_by("-opened_on", "-pk").first()
    zone = ZoneInfo(episode.site.time_zone if episode else "UTC")
    return Stay(episode, zone, clock.local_date(at, zone))


def _schedule(share: Share, stay: Stay, at: dt.datetime) -> Section:
    until = at + dt.timedelta(days=AHEAD_DAYS)
    days = (
        Attendance.objects.filter(client=share.client, status=AttendanceStatus.EXPECTED)
        .filter(session__ends_at__gt=at, session__starts_at__lt=until)
        .exclude(session__status=SessionStatus.CANCELLED)
        .select_related("session__site")
    )
    booked = Appointment.objects.standing().filter(client=share.client, ends_at__gt=at, starts_at__lt=until)
    rows = [(row.session.starts_at, row.session.ends_at, row.session.site, _("Program day")) for row in days]
    rows += [(row.starts_at, row.ends_at, row.site, _("Appointment")) for row in booked.select_related("site")]
    lines = [
        Line(moment_words(start, end, ZoneInfo(site.time_zone)), f"{what} · {site.name}")
        for start, end, site, what in sorted(rows, key=lambda row: row[0])
    ]
    return Section(
        Information.SCHEDULE, _("The next two weeks"), _("Nothing is planned in the next two weeks."), lines,
    )  # fmt: skip


def _attendance(share: Share, stay: Stay, at: dt.datetime) -> Section:
    rows = list(
        Attendance.objects.filter(client=share.client, status__in=[*ATTENDED, *MISSED], session__starts_at__lte=at)
        .filter(session__on__gte=stay.today - dt.timedelta(days=BACK_DAYS))
        .order_by("-session__starts_at")
        .values_list("session__on", "status")
    )
    came = sum(status in ATTENDED for _day, status in rows)
    intro = ngettext("There on %(came)s of %(all)s day.", "There on %(came)s of %(all)s days.", len(rows))
    return Section(
        Information.ATTENDANCE, _("The last four weeks"), _("There were no days in the last four weeks."),
        [_came(on, status) for on, status in rows], intro % {"came": came, "all": len(rows)} if rows else "",
    )  # fmt: skip


def _came(on: dt.date, status: str) -> Line:
    if status in ATTENDED:
        return Line(day_words(on), mark=WORDS["came"](), tone="good")
    excused = status == AttendanceStatus.ABSENT_EXCUSED
    return Line(day_words(on), mark=WORDS["excused" if excused else "missed"](), tone="note")


def _progress(share: Share, stay: Stay, at: dt.datetime) -> Section:
    lines = [Line(words) for words in (_weeks(stay), _reached(stay)) if words]
    return Section(
        Information.PROGRESS, _("How it is going"), _("There is no summary yet."), lines,
        records=[("clients.episode", stay.episode.pk)] if stay.episode and lines else (),
    )  # fmt: skip


def _weeks(stay: Stay) -> str:
    if stay.episode is None or stay.episode.admitted_on is None:
        return ""
    if stay.episode.discharged_on:
        return _("Treatment in this program has ended.")
    week = 1 + (stay.today - stay.episode.admitted_on).days // 7
    return _("In week %(week)s of about %(all)s.") % {"week": week, "all": max(week, stay.episode.target_weeks)}


def _reached(stay: Stay) -> str:
    if stay.episode is None:
        return ""
    states = list(_threads(stay.episode).values_list("status", flat=True))
    if not states:
        return ""
    met = sum(status == ThreadStatus.MET for status in states)
    words = ngettext("%(met)s of %(all)s goal reached so far.", "%(met)s of %(all)s goals reached so far.", len(states))
    return words % {"met": met, "all": len(states)}


def _threads(episode: Episode) -> QuerySet[ObjectiveThread]:
    return ObjectiveThread.objects.filter(episode=episode).exclude(status=ThreadStatus.DISCONTINUED)


def _plan(share: Share, stay: Stay, at: dt.datetime) -> Section:
    plan = TreatmentPlan.objects.active().filter(episode=stay.episode).first() if stay.episode else None
    rows = PlanObjective.objects.filter(plan=plan).select_related("goal", "thread") if plan else ()
    lines = [
        Line(
            row.goal.words or row.words, row.words if row.goal.words else "",
            str(row.thread.get_status_display()), "good" if row.thread.status == ThreadStatus.MET else "plain",
        )
        for row in sorted(rows, key=lambda row: row.thread.number)
    ]  # fmt: skip
    return Section(
        Information.PLAN, _("Goals of the plan"), _("There is no signed plan yet."), lines,
        records=[("therapy.treatmentplan", plan.pk)] if plan else (),
    )  # fmt: skip


def _safety(share: Share, stay: Stay, at: dt.datetime) -> Section:
    """The plan is the client's own words: it is shown where safety and plans are both released, without other people in it."""
    version = _safety_plan(share) if share.has(Information.PLAN) else None
    lines = _safety_lines(version) if version else []
    intro = _("Call or text 988 at any hour, or 911 when somebody is in danger now.")
    return Section(
        Information.SAFETY, _("To be safe"), "", lines, intro,
        records=[("therapy.ownplanversion", version.pk)] if version else (),
    )  # fmt: skip


def _safety_plan(share: Share) -> OwnPlanVersion | None:
    plans = OwnPlan.objects.in_use([share.client.pk], OwnPlanKind.SAFETY).filter(kept_at__isnull=False)
    return OwnPlanVersion.objects.newest([plan.pk for plan in plans]).first()


def _safety_lines(version: OwnPlanVersion) -> list[Line]:
    language = (get_language() or "en")[:2]
    return [
        Line(section.title(language), "; ".join([*(told(each, language) for each in section.always), *written]))
        for section in form_of(OwnPlanKind.SAFETY).sections
        if section.ask != Ask.PEOPLE
        and (written := [as_line(entry) for entry in version.contents.get(section.key, [])])
    ]


def _discharge(share: Share, stay: Stay, at: dt.datetime) -> Section:
    steps = (
        AftercareStep.objects.filter(plan__episode=stay.episode, status=AftercareStatus.ARRANGED)
        if stay.episode
        else ()
    )
    medical = share.has(Information.MEDICATIONS)
    shown = [step for step in steps if medical or step.key != AftercareKey.MEDICATION]
    language = (get_language() or "en")[:2]
    ended = stay.episode.discharged_on if stay.episode else None
    return Section(
        Information.DISCHARGE, _("After treatment"), _("Nothing is arranged yet for after treatment."),
        [Line(str(AftercareKey(step.key).label), " · ".join(told_step(step, language))) for step in shown],
        _("Treatment in this program ended on %(day)s.") % {"day": day_words(ended)} if ended else "",
        [("therapy.aftercareplan", shown[0].plan_id)] if shown else (),
    )  # fmt: skip


def _billing(share: Share, stay: Stay, at: dt.datetime) -> Section:
    """For whoever pays: day, amount and until when. What was done stays with the client."""
    rows = list(ClientStatement.objects.filter(client=share.client)[:STATEMENTS])
    lines = [
        Line(
            _("%(amount)s to pay") % {"amount": money(row.due_cents)},
            _("Statement of %(day)s; please pay by %(due)s.")
            % {"day": day_words(row.made_on), "due": day_words(row.due_on)},
        )
        for row in rows
    ]
    due = owed(share.client.pk)
    intro = _("Left to pay now: %(amount)s.") % {"amount": money(max(0, due))} if rows else ""
    return Section(
        Information.BILLING, _("Statements"), _("There are no statements for you."), lines, intro,
        [("billing.clientstatement", row.pk) for row in rows],
    )  # fmt: skip


SECTIONS: tuple[tuple[Information, Callable[[Share, Stay, dt.datetime], Section]], ...] = (
    (Information.SCHEDULE, _schedule),
    (Information.ATTENDANCE, _attendance),
    (Information.PROGRESS, _progress),
    (Information.PLAN, _plan),
    (Information.SAFETY, _safety),
    (Information.DISCHARGE, _discharge),
    (Information.BILLING, _billing),
)
