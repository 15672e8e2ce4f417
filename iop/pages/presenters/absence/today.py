"""Who was missed today, whom we still follow up, and which limits ask for something: all sites a colleague works at."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic import settings
from iop.core import clock
from iop.pages.presenters.absence.words import due_words, limit_words, owner_words, standing_words
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import clock_words, day_words, instant_words
from sessions_app import absence
from sessions_app.absence_choices import Consequence, StepOwner
from sessions_app.actions.outreach import AGAIN, LOOK_BACK
from sessions_app.choices import AttendanceStatus, OutreachOutcome, SessionStatus
from sessions_app.models import AbsenceCase, AbsenceCaseStep, Attendance, LimitReached, Outreach

ROWS_A_PAGE = 40
MOST_LIMITS = 60


@dataclass(frozen=True)
class Wish:
    """What the address asks for: codes only."""

    site: uuid.UUID | None = None
    owner: str = ""
    page: int = 1

    def query(self, page: int) -> str:
        """Write the wish for another page as the end of an address."""
        return f"?{urlencode({'owner': self.owner, 'page': page} if self.owner else {'page': page})}"


@dataclass(frozen=True)
class Page:
    """The whole page."""

    calls: Sequence[dict[str, Any]]
    limits: Sequence[dict[str, Any]]
    cases: Sequence[dict[str, Any]]
    open_cases: int
    overdue: int
    owners: Sequence[tuple[str, str]]
    owner: str
    says: str
    earlier: str
    later: str


def wish_of(asked: Mapping[str, str], site_id: uuid.UUID | None) -> Wish:
    """Read the address; what makes no sense there is left out."""
    owner, page = asked.get("owner", ""), asked.get("page", "")
    return Wish(
        site_id,
        owner if owner in StepOwner.values else "",
        max(1, int(page)) if page.isdecimal() and len(page) < 5 else 1,
    )


def read_page(actor: Actor, wish: Wish, at: dt.datetime) -> Page:
    """Read the page in a fixed number of statements, whatever the number of people."""
    cases = _cases(actor, wish)
    shown = Paginator(cases, ROWS_A_PAGE).get_page(wish.page)
    rows, limits = list(shown), list(_limits(actor, wish)[:MOST_LIMITS])
    calls = _calls(actor, wish, at)
    standing = absence.standing(
        {row.episode_id for row in rows} | {line["episode_id"] for line in calls}, at
    )  # fmt: skip
    return Page(
        calls=[_call(line, standing.get(line["episode_id"])) for line in calls],
        limits=[_limit(row) for row in limits],
        cases=[_case(row, standing.get(row.episode_id), at) for row in rows],
        open_cases=shown.paginator.count,
        overdue=sum(_next(row).due_at <= at for row in rows if _next(row)),
        owners=[(value, str(label)) for value, label in StepOwner.choices],
        owner=wish.owner,
        says=_("Page %(now)d of %(all)d") % {"now": shown.number, "all": shown.paginator.num_pages},
        earlier=wish.query(shown.previous_page_number()) if shown.has_previous() else "",
        later=wish.query(shown.next_page_number()) if shown.has_next() else "",
    )


def _cases(actor: Actor, wish: Wish) -> QuerySet[AbsenceCase]:
    waiting = AbsenceCaseStep.objects.filter(done_at__isnull=True).order_by("opens_at", "step__position")
    own = waiting.filter(case=OuterRef("pk"))
    rows = AbsenceCase.objects.visible_to(actor, Permission.CONCERN_RAISE).open()
    rows = rows.filter(episode__site=wish.site) if wish.site else rows
    found = rows.annotate(
        next_due=Subquery(own.values("due_at")[:1]), next_owner=Subquery(own.values("step__owner")[:1])
    )
    found = found.filter(next_owner=wish.owner) if wish.owner else found
    steps = Prefetch("steps", waiting.select_related("step"), to_attr="waiting")
    return (
        found.select_related("episode__client", "episode__site", "newest_line__session__track", "first_line__session")
        .prefetch_related(steps)
        .order_by("next_due", "opened_at", "pk")
    )


def _next(row: AbsenceCase) -> Any:
    waiting: list[AbsenceCaseStep] = row.waiting  # type: ignore[attr-defined]
    return waiting[0] if waiting else None


def _case(row: AbsenceCase, standing: absence.AbsenceStanding | None, at: dt.datetime) -> dict[str, Any]:
    zone = ZoneInfo(row.episode.site.time_zone)
    step = _next(row)
    tone, state = due_words(step.due_at, at) if step else ("quiet", "")
    return {
        "client": row.episode.client.name,
        "url": to("absence_case")(row.pk),
        "chart_url": to("client")(row.episode.client_id),
        "missed": day_words(row.newest_line.session.on),
        "track": row.newest_line.session.track.name,
        "since": "" if row.first_line_id == row.newest_line_id else day_words(row.first_line.session.on),
        "step": step.step.words if step else _("All steps are done; not back yet"),
        "owner": owner_words(step.step.owner) if step else "",
        "due": instant_words(step.due_at, zone) if step else "",
        "tone": tone,
        "state": state,
        "standing": standing_words(standing),
    }


def _limits(actor: Actor, wish: Wish) -> QuerySet[LimitReached]:
    rows = LimitReached.objects.visible_to(actor, Permission.CONCERN_RAISE).unsettled()
    rows = rows.filter(episode__site=wish.site) if wish.site else rows
    return rows.select_related("limit", "episode__client", "line__session").order_by("reached_at", "pk")


def _limit(row: LimitReached) -> dict[str, Any]:
    return {
        "client": row.episode.client.name,
        "url": to("absence_limit")(row.pk),
        "chart_url": to("client")(row.episode.client_id),
        "limit": limit_words(row.limit),
        "asks": Consequence(row.limit.consequence).label,
        "by": day_words(row.line.session.on),
    }


def _calls(actor: Actor, wish: Wish, at: dt.datetime) -> list[dict[str, Any]]:
    """Read who is missing from days under way and was not reached yet: one statement, and one for each site's waiting time."""
    attempts = Outreach.objects.filter(attendance=OuterRef("pk"))
    counted = attempts.order_by().values("attendance").annotate(number=Count("pk")).values("number")
    lines = (
        Attendance.objects.visible_to(actor, Permission.CONCERN_RAISE)
        .filter(
            session__status=SessionStatus.RUNNING, session__starts_at__gt=at - LOOK_BACK, session__starts_at__lte=at,
            status__in=[AttendanceStatus.EXPECTED, AttendanceStatus.ABSENT],
        )
        .annotate(tries=Subquery(counted), last=Subquery(attempts.order_by("-at").values("outcome")[:1]))
        .select_related("client", "session__site", "session__track")
        .order_by("session__starts_at", "client__legal_last_name", "pk")
    )  # fmt: skip
    lines = lines.filter(session__site=wish.site) if wish.site else lines
    found = [line for line in lines if line.last in (None, *AGAIN)]
    waits = _waits({line.session.site_id: line.session.site.time_zone for line in found}, at)
    return [
        {
            "episode_id": line.episode_id,
            "client": line.client.name,
            "chart_url": to("client")(line.client_id),
            "url": to("session_calls")(line.session_id),
            "track": line.session.track.name,
            "begins": clock_words(line.session.starts_at.astimezone(ZoneInfo(line.session.site.time_zone))),
            "tries": line.tries or 0,
            "last": OutreachOutcome(line.last).label if line.last else "",
        }
        for line in found
        if at >= line.session.starts_at + waits[line.session.site_id]
    ]


def _waits(zones: Mapping[uuid.UUID, str], at: dt.datetime) -> dict[uuid.UUID, dt.timedelta]:
    key = "attendance.absent_after_minutes"
    return {
        site_id: dt.timedelta(minutes=settings.value(key, on=clock.local_date(at, zone), site_id=site_id))
        for site_id, zone in zones.items()
    }


def _call(line: dict[str, Any], standing: absence.AbsenceStanding | None) -> dict[str, Any]:
    return {**line, "standing": standing_words(standing)}
