"""What a discharge ends and what follows it, in words, before it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.choices import DischargeKind
from clients.discharge_choices import ContactAfter, FirstAppointment
from iop.clinic import settings
from iop.pages.places import address
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import clock_words, date_short, day_words, instant_words
from iop.workflows.discharge_preview import Ends, what_ends
from therapy.choices.own_plans import AftercareKey, AftercareStatus
from therapy.choices.reviews import ReviewDecision
from therapy.models import AftercareStep, LevelReview
from therapy.reviews import REVIEW_KIND, to_act_on
from therapy.rules.follow_ups import SAYS_NONE, Ended, days_due, why_none

MOST_SHOWN = 12


def read_ending(chart: Chart, on: dt.date, kind: str = "", contact_after: str = "") -> dict[str, Any]:
    """Say what would end with this last day, what is still open, and which check-ins would follow."""
    ends = what_ends(episode=chart.episode, on=on, at=chart.at, kind=kind)
    zone = ZoneInfo(chart.zone)
    return {
        "on": day_words(on),
        "lines": list(_lines(chart, ends)),
        "days": [date_short(day) for day in ends.days[:MOST_SHOWN]],
        "more_days": max(0, len(ends.days) - MOST_SHOWN),
        "appointments": [
            f"{date_short(row.starts_at.astimezone(zone).date())}, {clock_words(row.starts_at.astimezone(zone))} · "
            f"{row.get_kind_display()} · {row.staff.name}"
            for row in ends.appointments[:MOST_SHOWN]
        ],
        "tells": ends.tells,
        "open": list(_open(chart, ends)),
        "review": _review(chart),
        **_after(chart, ends, kind, contact_after),
    }


def first_values(chart: Chart) -> dict[str, Any]:
    """Give what the aftercare plan knows already: the first appointment that is arranged in it."""
    found: dict[str, Any] = {"on": chart.today}
    review = decided(chart)
    if review is not None:
        found["reason"] = review.reason
    steps = AftercareStep.objects.filter(
        plan__episode=chart.episode, status=AftercareStatus.ARRANGED, meets_on__gte=chart.today,
        key__in=[AftercareKey.THERAPY, AftercareKey.MEDICATION, AftercareKey.MEDICAL],
    )  # fmt: skip
    step = steps.order_by("meets_on", "meets_at").first()
    if step is not None:
        found |= {
            "first_appointment": FirstAppointment.ARRANGED, "first_on": step.meets_on, "first_time": step.meets_at,
            "first_with": step.provider or AftercareKey(step.key).label,
        }  # fmt: skip
    return found


def decided(chart: Chart) -> LevelReview | None:
    """Give the signed review that decided on the discharge and waits to be put into effect."""
    review = to_act_on(chart.episode)
    return review if review is not None and review.decision == ReviewDecision.DISCHARGE else None


def _review(chart: Chart) -> dict[str, str] | None:
    review = decided(chart)
    if review is None or review.signed_at is None:
        return None
    who = review.signed_by.name if review.signed_by else ""
    return {
        "url": address(REVIEW_KIND, review.pk),
        "when": instant_words(review.signed_at, ZoneInfo(chart.zone)),
        "who": who,
    }


def _lines(chart: Chart, ends: Ends) -> Iterator[str]:
    yield _("%(name)s's treatment ends; the chart stays.") % {"name": chart.name}
    if ends.tracks:
        words = ngettext(
            "The seat in %(tracks)s is free again.", "The seats in %(tracks)s are free again.", len(ends.tracks)
        )
        yield words % {"tracks": ", ".join(ends.tracks)}
    if ends.days:
        yield ngettext(
            "%(count)d treatment day ahead is taken off.",
            "%(count)d treatment days ahead are taken off.",
            len(ends.days),
        ) % {"count": len(ends.days)}
    if ends.appointments:
        yield ngettext(
            "%(count)d appointment is cancelled.", "%(count)d appointments are cancelled.", len(ends.appointments)
        ) % {"count": len(ends.appointments)}
    if ends.waits:
        yield _("They no longer wait for a seat in %(tracks)s.") % {"tracks": ", ".join(ends.waits)}
    if ends.holds:
        yield _("The seat that is held for them is given back.")
    if ends.team:
        yield _("%(team)s no longer look after them.") % {"team": ", ".join(ends.team)}
    yield _telling(ends)


def _telling(ends: Ends) -> str:
    if not ends.tells:
        return _("Nothing is sent to anybody, and no message goes out again.")
    if ends.appointments:
        return _("They are told of the appointments that are cancelled, where they agreed to messages.")
    return _("Nothing is sent to them.")


def _open(chart: Chart, ends: Ends) -> Iterator[dict[str, str]]:
    stay = chart.episode.pk
    if ends.steps_open:
        words = ngettext(
            "%(count)d step of the aftercare plan is open.",
            "%(count)d steps of the aftercare plan are open.",
            ends.steps_open,
        )
        yield {"words": words % {"count": ends.steps_open}, "url": to("aftercare")(stay)}
    if ends.measures_open:
        words = ngettext(
            "%(count)d questionnaire is still open.", "%(count)d questionnaires are still open.", ends.measures_open
        )
        yield {"words": words % {"count": ends.measures_open}, "url": to("client_measures")(chart.client.pk)}
    if ends.summary_owed:
        days = settings.value("discharge.summary_days", on=ends.on, site_id=chart.episode.site_id)
        words = _("The discharge summary is due by %(day)s.") % {"day": date_short(ends.on + dt.timedelta(days=days))}
        yield {"words": words, "url": to("discharge_summary")(stay)}


def _after(chart: Chart, ends: Ends, kind: str, contact_after: str) -> dict[str, Any]:
    ended = Ended(ends.on, kind or DischargeKind.COMPLETED, ends.agreed, contact_after or ContactAfter.NOT_ASKED)
    after = settings.value("followup.days", on=chart.today, site_id=chart.episode.site_id)
    reason = why_none(ended)
    return {
        "check_ins": [date_short(on) for _number, on in days_due(ended, map(int, after), chart.today)],
        "why_none": SAYS_NONE[reason] if reason else "",
    }
