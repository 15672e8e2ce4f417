"""The chart's family part: people and releases, what was offered, family sessions, groups."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from clients.choices import ConsentKind, EpisodeStatus
from clients.consent_policies import may_keep_for
from iop.access.choices import Permission
from iop.clinic import settings as clinic_settings
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.family_care.people import around
from iop.pages.presenters.family_care.sessions import session_row, sessions_of
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.appointment_page import people as staff_names
from iop.pages.presenters.schedule.when import date_short, period_words
from scheduling import policies
from scheduling.choices import AppointmentKind, AppointmentStatus
from scheduling.family_choices import EVERY_DAYS, OfferOutcome
from scheduling.family_offers import due_days
from scheduling.models import FamilyOffer
from sessions_app.group_choices import GroupKind
from sessions_app.models import OpenGroupMember

TONES = {
    OfferOutcome.ACCEPTED: "good", OfferOutcome.LATER: "wait", OfferOutcome.DECLINED: "note",
    OfferOutcome.NOT_APPROPRIATE: "quiet",
}  # fmt: skip
AHEAD = frozenset({AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED})
MOST = 40


def read_family(chart: Chart) -> dict[str, Any]:
    """Read all that the family part shows; a fixed number of statements, whatever the number of people and sessions."""
    rows = sessions_of(chart.actor, chart.client.pk)
    may_book = chart.can(Permission.APPOINTMENT_BOOK)
    ahead = [row for row in rows if row.status in AHEAD and row.ends_at > chart.at]
    return {
        "people": around(chart.client.pk, chart.at),
        "ahead": [session_row(row) for row in reversed(ahead)],
        "past": [session_row(row) for row in rows if row not in ahead],
        "offers": _offers(chart),
        "due": _due(chart),
        "groups": _groups(chart),
        "book_url": _book_url(chart) if may_book and chart.episode.status == EpisodeStatus.ADMITTED else "",
        "release_url": to("client_consent_begin")(chart.client.pk)
        if may_keep_for(chart.actor, chart.client) is None
        else "",
        "release_kind": str(ConsentKind.RELATIVE),
    }


def may_offer(chart: Chart) -> bool:
    """Say whether the colleague may keep what was offered, now."""
    return (
        chart.episode.status == EpisodeStatus.ADMITTED
        and policies.may_keep_family(chart.actor, chart.episode.site_id) is None
    )


def _book_url(chart: Chart) -> str:
    asked = {"client": chart.client.pk, "kind": AppointmentKind.FAMILY, "site": chart.episode.site_id}
    return f"{reverse('book_appointment')}?{urlencode(asked)}"


def _offers(chart: Chart) -> list[dict[str, Any]]:
    rows = list(FamilyOffer.objects.filter(episode__client=chart.client)[:MOST])
    names = staff_names(row.by_id for row in rows)
    return [
        {
            "when": date_short(row.offered_on),
            "label": row.get_outcome_display(),
            "tone": TONES[OfferOutcome(row.outcome)],
            "reason": row.get_reason_display() if row.reason else "",
            "words": row.words,
            "again": _("ask again on %(day)s") % {"day": date_short(row.again_on)} if row.again_on else "",
            "who": names.get(row.by_id, ""),
        }
        for row in rows
    ]


def _due(chart: Chart) -> dict[str, str] | None:
    """Say when it is to be offered (again)."""
    if chart.episode.status != EpisodeStatus.ADMITTED:
        return None
    every = int(clinic_settings.value(EVERY_DAYS, on=chart.today, site_id=chart.episode.site_id))
    day = due_days([chart.episode.pk], every, chart.at).get(chart.episode.pk)
    if day is None:
        return None
    return _due_words(day, chart.today)


def _due_words(day: dt.date, today: dt.date) -> dict[str, str]:
    if day <= today:
        return {"label": _("to be offered now"), "tone": "warn"}
    return {"label": _("to be offered by %(day)s") % {"day": date_short(day)}, "tone": "quiet"}


def _groups(chart: Chart) -> list[dict[str, str]]:
    """List the family groups the client comes to. What relatives attend for themselves stays apart from charts."""
    rows = OpenGroupMember.objects.visible_to(chart.actor, at=chart.at).filter(
        client=chart.client, group__kind__in=[GroupKind.FAMILY_EDUCATION, GroupKind.MULTI_FAMILY]
    )
    return [
        {
            "name": row.group.name,
            "url": to("open_group")(row.group_id)
            if chart.actor.can(Permission.SESSION_VIEW, row.group.site_id)
            else "",
            "label": row.get_status_display(),
            "period": period_words(row.joined_on or row.created_at.date(), row.left_on),
        }
        for row in rows.select_related("group").order_by("-created_at")[:MOST]
    ]
