"""Check-ins after treatment: the worklist, and one of them with its attempts and questionnaires."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.access.actors import Actor
from iop.clinic import settings
from iop.core import clock
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.discharges import words
from iop.pages.presenters.discharges.after import read_contact
from iop.pages.presenters.measures.lists import titles
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import date_short, instant_words
from therapy.choices.follow_ups import FollowUpStatus
from therapy.choices.measures import Occasion
from therapy.follow_ups import ended_stay
from therapy.models import FollowUp, MeasureAssignment
from therapy.rules.follow_ups import why_not_attempt

A_PAGE = 50
AHEAD = dt.timedelta(days=14)


def states() -> list[tuple[str, str]]:
    """Name the parts of the list, in order."""
    return [("due", _("Due")), ("coming", _("Coming in two weeks")), ("settled", _("Settled"))]


def read_follow_ups(
    actor: Actor, *, site_id: uuid.UUID | None, at: dt.datetime, state: str, page: int
) -> dict[str, Any]:
    """List check-ins that are due (the longest first), that are coming, or that are settled (the newest first)."""
    rows = FollowUp.objects.visible_to(actor, at=at)
    rows = rows.filter(episode__site=site_id) if site_id else rows
    kept = _of_state(rows, state, clock.local_date(at, "UTC"))
    found = list(
        kept.select_related("episode__client", "episode__site").annotate(
            tries=Count("attempts"), last_try=Max("attempts__at")
        )[(page - 1) * A_PAGE : page * A_PAGE + 1]
    )  # fmt: skip
    url, chart = to("follow_up"), to("client_after")
    return {
        "rows": [_row(row, at, url, chart) for row in found[:A_PAGE]],
        "has_more": len(found) > A_PAGE,
    }


def _of_state(rows: QuerySet[FollowUp], state: str, today: dt.date) -> QuerySet[FollowUp]:
    if state == "settled":
        return rows.exclude(status__in=[FollowUpStatus.DUE, FollowUpStatus.WITHDRAWN]).order_by("-settled_at", "pk")
    waiting = rows.filter(status=FollowUpStatus.DUE).order_by("due_on", "pk")
    if state == "coming":
        return waiting.filter(due_on__gt=today, due_on__lte=today + AHEAD)
    return waiting.filter(due_on__lte=today)


def _row(row: Any, at: dt.datetime, url: Any, chart: Any) -> dict[str, Any]:
    zone = row.episode.site.time_zone
    tries = ngettext("%(count)d attempt", "%(count)d attempts", row.tries) % {"count": row.tries}
    return {
        **words.row_words(row, clock.local_date(at, zone)),
        "client": row.episode.client.name,
        "chart": chart(row.episode.client_id),
        "url": url(row.pk),
        "site": row.episode.site.name,
        "tries": tries if row.tries else _("not tried yet"),
        "last_try": date_short(clock.local_date(row.last_try, zone)) if row.last_try else "",
    }


def read_follow_up(chart: Chart, row: FollowUp) -> dict[str, Any]:
    """Say one check-in: how it stands, whom to call where, what was tried, and which questionnaires go along."""
    zone = ZoneInfo(chart.zone)
    ended = ended_stay(row.episode, chart.today)
    attempts = list(row.attempts.select_related("by"))
    reason = why_not_attempt(ended, row.status) if ended else None
    needed: int = settings.value("followup.attempts", on=chart.today, site_id=row.episode.site_id)
    return {
        **words.row_words(row, chart.today),
        "row": row,
        "is_due": row.status == FollowUpStatus.DUE,
        "may_call": row.status == FollowUpStatus.DUE and reason is None,
        "why_not": reason if row.status == FollowUpStatus.DUE else None,
        "settled": instant_words(row.settled_at, zone) if row.settled_at else "",
        "settled_by": row.settled_by.name if row.settled_by else _("the system"),
        "attempts": [
            {
                "when": instant_words(each.at, zone), "who": each.by.name, "way": each.get_way_display(),
                "outcome": each.get_outcome_display(), "words": each.words,
            }
            for each in attempts
        ],
        "left": max(0, needed - len(attempts)),
        "measures": _measures(row),
        **read_contact(chart),
    }  # fmt: skip


def _measures(row: FollowUp) -> list[dict[str, Any]]:
    found = MeasureAssignment.objects.filter(episode=row.episode_id).order_by("-due_on", "key")
    found = found.filter(occasion=Occasion.AFTER) | found.filter(occasion=Occasion.DISCHARGE)
    named, begin = titles(), to("measure_begin")
    return [
        {
            "title": named.get(each.key, each.key),
            "when": date_short(each.due_on),
            "state": each.get_status_display(),
            "begin": begin(each.pk) if each.settled_at is None else "",
        }
        for each in found[:12]
    ]
