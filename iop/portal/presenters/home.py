"""The first page of a client: what is next, today's check-in, the goals they took on, what waits for them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from clients.choices import EpisodeStatus
from clients.models import Client, Episode
from clients.threads import unread_for
from iop.core.words import day_words, time_words
from iop.portal.presenters import coming as words
from sessions_app import announcements, checking_in, coming, own_goals
from sessions_app.choices import GoalOutcome
from sessions_app.models import ShortTermGoal
from therapy.asked_of import Asked, open_forms

AHEAD = dt.timedelta(days=60)
LONGEST = dt.timedelta(days=1)
"""Nothing with a time is longer: what began yesterday may still be under way."""
TONES = {GoalOutcome.KEPT: "good", GoalOutcome.PARTLY: "warn", GoalOutcome.NOT: "note"}


def page(client: Client, at: dt.datetime) -> dict[str, Any]:
    """Give the whole page, in a fixed number of statements."""
    found = coming.standing(coming.of_client(client.pk, at - LONGEST, at + AHEAD))
    ahead = [item for item in found if item.ends_at > at]
    return {
        "next": words.card(ahead[0], at) if ahead else None,
        "later": [words.card(item, at) for item in ahead[1:3]],
        "check_in": check_in(client, at),
        "goals": [goal(row) for row in own_goals.last_goals(client.pk, at)],
        "asked": [_asked(each) for each in open_forms(client.pk, at)],
        "news": [row.words for row in announcements.for_client(client.pk, at)],
        "state": None if ahead else _state(client),
        "unread": unread_for(client.pk),
    }


def check_in(client: Client, at: dt.datetime) -> dict[str, Any] | None:
    """Say whether today's check-in is open, and whether it was sent already."""
    line = checking_in.todays_line(client.pk, at)
    if line is None:
        return None
    found = getattr(line, "check_in", None)
    zone = line.session.site.time_zone
    return {"url": reverse("my_check_in"), "saved": str(time_words(found.saved_at, zone)) if found else ""}


def goal(row: ShortTermGoal) -> dict[str, Any]:
    """Put a goal of the last wrap-up into words, with how it may be marked."""
    return {
        "id": str(row.pk),
        "text": row.text,
        "version": row.version,
        "url": reverse("my_goal", args=[row.pk]),
        "is_open": own_goals.is_open(row),
        "options": [
            {"value": value, "label": label, "tone": TONES[GoalOutcome(value)], "pressed": value == row.outcome}
            for value, label in GoalOutcome.choices
        ],
    }


def _asked(each: Asked) -> dict[str, Any]:
    try:
        url = reverse(each.url_name, args=[each.id])
    except NoReverseMatch:
        url = ""
    return {"title": each.title, "url": url, "due": str(day_words(each.due_on))}


def _state(client: Client) -> dict[str, str]:
    """Say kindly why nothing is planned: not begun, ended, or simply nothing today."""
    statuses = set(Episode.objects.filter(client=client).values_list("status", flat=True))
    if EpisodeStatus.ADMITTED in statuses:
        return {
            "title": _("Nothing is planned right now"),
            "words": _("When a group or an appointment is planned for you, it shows here. Enjoy the quiet."),
        }
    if EpisodeStatus.INQUIRY in statuses:
        return {
            "title": _("You have not started yet"),
            "words": _("As soon as your first day is planned, it shows here. You can write to us any time."),
        }
    return {
        "title": _("Your time in the program has ended"),
        "words": _(
            "Your papers and your plans stay here for you. If you want more support, tell us: the door is open."
        ),
    }
