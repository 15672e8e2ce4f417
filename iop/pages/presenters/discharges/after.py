"""What came after treatment: where they went, the first appointment, check-ins, and wishes for more support."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from clients.choices import ConsentKind, ContactKind, EpisodeStatus
from clients.consent_policies import may_keep
from clients.discharge_choices import ContactAfter, Destination, FirstAppointment, Kept
from clients.models import Consent, ContactPoint, DischargeDetail, Episode
from clients.policies import may_keep_discharge
from clients.rules import phone_for_people
from iop.pages.discharge_forms import ChangeLeavingForm, KeptForm, kept_as
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.discharges import words
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import instant_words, period_words
from therapy.follow_ups import ended_stays
from therapy.models import FollowUp, MoreSupportAsk
from therapy.policies.follow_ups import may_follow_up
from therapy.rules.follow_ups import SAYS_NONE, Ended, why_none

MOST_STAYS = 6
MOST_ASKS = 20


def read_after(
    chart: Chart, *, about: uuid.UUID | None = None, kept_form: Any = None, change_form: Any = None
) -> dict[str, Any]:
    """Say it for each stay that ended, the newest first; a form that was refused goes with its stay (``about``)."""
    stays = [stay.episode for stay in chart.stays if stay.episode.status == EpisodeStatus.DISCHARGED][:MOST_STAYS]
    keeps = may_keep_discharge(chart.actor, chart.episode.site_id) is None
    ids = [stay.pk for stay in stays]
    details = {
        row.episode_id: row for row in DischargeDetail.objects.filter(episode__in=ids).select_related("first_asked_by")
    }
    checks = _checks(chart, ids)
    ended = ended_stays(ids, chart.today) if ids else {}
    return {
        "stays": [
            _stay(
                chart,
                stay,
                details.get(stay.pk),
                checks.get(stay.pk, []),
                ended,
                keeps,
                (about, kept_form, change_form),
            )
            for stay in stays
        ],
        "asks": _asks(chart),
        "in_treatment": chart.episode.status == EpisodeStatus.ADMITTED,
        "keeps": keeps,
        "aftercare_url": to("aftercare")(chart.episode.pk),
        "ask_url": to("client_more_support")(chart.client.pk),
        **read_contact(chart),
    }


def read_contact(chart: Chart) -> dict[str, Any]:
    """Say whether they agreed to contact after treatment, and where a message may be left (two statements)."""
    row = Consent.objects.standing(chart.today).filter(client__in=chart.ids, kind=ConsentKind.ALUMNI).first()
    points = ContactPoint.objects.filter(client=chart.client.pk, kind__in=[ContactKind.PHONE, ContactKind.EMAIL])
    return {
        "agreed": row is not None,
        "agreed_until": date_words(row.expires_on) if row and row.expires_on else "",
        "consent_url": to("consent")(row.pk) if row else "",
        "may_offer": row is None and may_keep(chart.actor, chart.episode.site_id) is None,
        "points": [
            {
                "label": point.label or point.get_kind_display(),
                "value": phone_for_people(point.value) if point.kind == ContactKind.PHONE else point.value,
                "href": ("tel:" if point.kind == ContactKind.PHONE else "mailto:") + point.value,
                "says": _("a message may be left") if point.may_leave_message else _("leave no message"),
                "tone": "good" if point.may_leave_message else "warn",
            }
            for point in points.order_by("-is_preferred", "kind", "created_at")
        ],
    }


def _checks(chart: Chart, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, list[dict[str, Any]]]:
    found: dict[uuid.UUID, list[dict[str, Any]]] = defaultdict(list)
    if may_follow_up(chart.actor, chart.episode.site_id) is not None:
        return found
    url = to("follow_up")
    for row in FollowUp.objects.filter(episode__in=ids).order_by("after_days"):
        found[row.episode_id].append({**words.row_words(row, chart.today), "url": url(row.pk)})
    return found


def _stay(
    chart: Chart, stay: Episode, detail: DischargeDetail | None, checks: list[dict[str, Any]],
    ended: Mapping[uuid.UUID, Ended], keeps: bool, refused: tuple[uuid.UUID | None, Any, Any],
) -> dict[str, Any]:  # fmt: skip
    about, kept_form, change_form = refused if refused[0] == stay.pk else (None, None, None)
    reason = why_none(ended[stay.pk]) if stay.pk in ended else ""
    return {
        "id": stay.pk,
        "period": period_words(stay.admitted_on or stay.opened_on, stay.discharged_on),
        "how": stay.get_discharge_kind_display() or _("Discharged"),
        "reason": stay.discharge_reason,
        "facts": _facts(detail, chart.zone),
        "first": _first(chart, stay, detail, keeps, kept_form),
        "checks": checks,
        "why_none": SAYS_NONE[reason] if reason and not checks else "",
        "change_form": (change_form or _change_form(stay, detail, chart.zone)) if keeps else None,
        "is_open": about is not None and change_form is not None,
        "change_url": to("stay_after")(stay.pk),
        "aftercare_url": to("aftercare")(stay.pk),
        "summary_url": to("discharge_summary")(stay.pk),
    }


def _facts(detail: DischargeDetail | None, zone: str) -> list[tuple[str, str]]:
    if detail is None:
        return []
    where = str(Destination(detail.destination).label)
    found = [(_("They go"), f"{where} · {detail.destination_words}" if detail.destination_words else where)]
    said = str(FirstAppointment(detail.first_appointment).label)
    if detail.first_at:
        said = f"{instant_words(detail.first_at, ZoneInfo(zone))} · {detail.first_with}"
    found.append((_("First appointment"), said))
    found.append((_("Contact after treatment"), str(ContactAfter(detail.contact_after).label)))
    return found


def _first(
    chart: Chart, stay: Episode, detail: DischargeDetail | None, keeps: bool, form: Any
) -> dict[str, Any] | None:
    if detail is None or detail.first_at is None:
        return None
    asked = detail.first_asked_at
    return {
        "answer": str(Kept(detail.first_kept).label) if detail.first_kept else "",
        "tone": words.KEPT_TONES.get(detail.first_kept, "quiet"),
        "words": detail.first_kept_words,
        "who": detail.first_asked_by.name if detail.first_asked_by else "",
        "when": instant_words(asked, ZoneInfo(chart.zone)) if asked else "",
        "is_ahead": detail.first_at > chart.at,
        "form": (form or KeptForm(auto_id=f"kept-{stay.pk}-%s")) if keeps and detail.first_at <= chart.at else None,
        "url": reverse("first_appointment", args=[stay.pk]),
    }


def _change_form(stay: Episode, detail: DischargeDetail | None, zone: str) -> ChangeLeavingForm:
    return ChangeLeavingForm(initial=kept_as(detail, zone), auto_id=f"leaving-{stay.pk}-%s")


def _asks(chart: Chart) -> list[dict[str, Any]]:
    rows = MoreSupportAsk.objects.filter(episode__client__in=chart.ids).order_by("-asked_at")[:MOST_ASKS]
    url, zone = to("more_support_ask"), ZoneInfo(chart.zone)
    return [
        {
            "url": url(row.pk),
            "when": instant_words(row.asked_at, zone),
            "words": row.words,
            "urgency": row.get_urgency_display(),
            "state": row.get_answer_display() if row.answer else _("Not answered yet"),
            "tone": "good" if row.answer else "warn",
        }
        for row in rows
    ]
