"""Lists across clients: questionnaires due, alerts, and the rhythm by level."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.choices import CareRole
from clients.models import CareTeamMembership, LevelOfCare
from iop.access.actors import Actor
from iop.core import clock
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.days.words import clock_of
from iop.pages.presenters.measures import words
from iop.pages.presenters.measures.listing import definition_in, definitions_of
from iop.pages.presenters.schedule.addresses import to
from therapy.choices.measures import AlertLevel, Occasion
from therapy.models import MeasureAlert, MeasureAssignment, MeasureRule
from therapy.questionnaires import available

A_PAGE = 50
DAYS_AHEAD = 7
GRAVEST_FIRST = Case(
    When(level=AlertLevel.URGENT, then=Value(0)), When(level=AlertLevel.TODAY, then=Value(1)), default=Value(2),
    output_field=IntegerField(),
)  # fmt: skip


def titles() -> dict[str, str]:
    """Name the questionnaires in use."""
    return {each.key: each.title for each in [*available("es"), *available("en")]}


def read_due(
    actor: Actor, *, site_id: uuid.UUID | None, at: dt.datetime, mine: bool, key: str, page: int
) -> dict[str, Any]:
    """List what is due, the oldest first, of all or of the colleague's own clients. Statements do not grow with the list."""
    rows = MeasureAssignment.objects.visible_to(actor, at=at).open().filter(due_on__lte=_until(at))
    rows = rows.filter(episode__site=site_id) if site_id else rows
    rows = rows.filter(key=key) if key else rows
    if mine:
        own = CareTeamMembership.objects.on(at.date()).filter(
            staff=actor.staff_id, role__in=[CareRole.PRIMARY_COUNSELOR, CareRole.THERAPIST]
        )
        rows = rows.filter(episode__in=own.values("episode"))
    found = list(
        rows.select_related("episode__client", "episode__site").order_by("due_on", "pk")[
            (page - 1) * A_PAGE : page * A_PAGE + 1
        ]
    )
    named = titles()
    chart, begin = to("client_measures"), to("measure_begin")
    return {
        "rows": [_due_row(row, named, at, chart, begin) for row in found[:A_PAGE]],
        "titles": sorted(named.items(), key=lambda one: one[1].casefold()),
        "has_more": len(found) > A_PAGE,
    }


def read_alerts(
    actor: Actor, *, site_id: uuid.UUID | None, at: dt.datetime, answered: bool, page: int
) -> dict[str, Any]:
    """List alerts: the open ones, gravest and oldest first, or the answered ones, newest first."""
    rows = MeasureAlert.objects.visible_to(actor, at=at).filter(acknowledged_at__isnull=not answered)
    rows = rows.filter(response__episode__site=site_id) if site_id else rows
    rows = rows.order_by("-acknowledged_at", "pk") if answered else rows.order_by(GRAVEST_FIRST, "raised_at", "pk")
    found = list(
        rows.select_related("response__episode__client", "response__episode__site", "assigned_to", "acknowledged_by")[
            (page - 1) * A_PAGE : page * A_PAGE + 1
        ]
    )
    known = definitions_of([row.response for row in found])
    url = to("measure_alert")
    return {
        "rows": [
            {
                "url": url(row.pk),
                "client": row.response.episode.client.name,
                "what": words.alert_words(definition_in(known, row.response), row.rule_key),
                "measure": _short(definition_in(known, row.response), row.response.key),
                "tone": words.ALERT_TONES[row.level],
                "level": row.get_level_display(),
                "when": _moment(row.raised_at, row.response.episode.site.time_zone),
                "who": _who(row),
                "waits": _waits(row, at),
            }
            for row in found[:A_PAGE]
        ],
        "has_more": len(found) > A_PAGE,
    }


def read_rhythm(today: dt.date) -> dict[str, Any]:
    """Give the rhythm that holds, and what is decided for later, by level; three statements."""
    named = titles()
    levels = list(LevelOfCare.objects.filter(is_active=True, is_off_site=False))
    newest: dict[tuple[uuid.UUID, str], MeasureRule] = {}
    later: list[MeasureRule] = []
    for row in MeasureRule.objects.order_by("valid_from", "created_at"):
        if row.valid_from > today:
            later.append(row)
        else:
            newest[row.level_id, row.key] = row
    rows = [*newest.values(), *later]
    return {
        "levels": [
            {
                "id": level.pk,
                "name": level.name,
                "rows": [
                    _rule(row, named, today)
                    for row in rows
                    if row.level_id == level.pk and (_asks(row) or row in later)
                ],
            }
            for level in levels
        ],
        "choices": [(str(level.pk), level.name) for level in levels],
        "titles": sorted(named.items(), key=lambda one: one[1].casefold()),
    }


def _until(at: dt.datetime) -> dt.date:
    return at.date() + dt.timedelta(days=DAYS_AHEAD)


def _due_row(row: MeasureAssignment, named: dict[str, str], at: dt.datetime, chart: Any, begin: Any) -> dict[str, Any]:
    today = clock.local_date(at, row.episode.site.time_zone)
    late = (today - row.due_on).days
    label = _("Due today")
    if late > 0:
        label = ngettext("%(days)d day late", "%(days)d days late", late) % {"days": late}
    elif late < 0:
        label = _("Coming")
    return {
        "client": row.episode.client.name,
        "url": chart(row.episode.client_id),
        "begin": begin(row.pk),
        "title": named.get(row.key, row.key),
        "when": date_words(row.due_on),
        "why": Occasion(row.occasion).label,
        "tone": "warn" if late > 0 else ("info" if late == 0 else "quiet"),
        "label": label if row.status == "due" else _("Begun"),
    }


def _short(definition: Any, key: str) -> str:
    return (definition.short or definition.title) if definition else key


def _who(row: MeasureAlert) -> str:
    if row.acknowledged_by:
        return row.acknowledged_by.name
    return row.assigned_to.name if row.assigned_to else _("Clinical directors")


def _waits(row: MeasureAlert, at: dt.datetime) -> str:
    minutes = int(((row.acknowledged_at or at) - row.raised_at).total_seconds() // 60)
    if minutes < 120:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if minutes < 2880:
        return _("%(count)d hours") % {"count": minutes // 60}
    return _("%(count)d days") % {"count": minutes // 1440}


def _moment(at: dt.datetime, zone: str) -> str:
    return f"{date_words(clock.local_date(at, zone))}, {clock_of(at, ZoneInfo(zone))}"


def _asks(row: MeasureRule) -> bool:
    return bool(row.at_intake or row.every_days or row.at_discharge or row.after_days)


def _rule(row: MeasureRule, named: dict[str, str], today: dt.date) -> dict[str, Any]:
    parts = [_("at the beginning")] if row.at_intake else []
    if row.every_days:
        parts.append(ngettext("every day", "every %(days)d days", row.every_days) % {"days": row.every_days})
    if row.at_discharge:
        parts.append(_("at discharge"))
    if row.after_days:
        parts.append(_("%(days)s days after treatment") % {"days": ", ".join(str(day) for day in row.after_days)})
    words_of = ", ".join(parts) or _("not given any more")
    return {
        "key": row.key,
        "title": named.get(row.key, row.key),
        "is_usable": row.key in named,
        "words": words_of[:1].upper() + words_of[1:],
        "from": date_words(row.valid_from),
        "is_later": row.valid_from > today,
    }
