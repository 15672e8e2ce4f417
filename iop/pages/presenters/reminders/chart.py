"""What a client will be reminded of, in the words they will read, and why nothing goes out if nothing does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.reach import phone_words, ways
from iop.notifications.choices import Channel
from iop.notifications.reminders import ReminderKind
from iop.notifications.wording import neutral_sender, words_of
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.reminders.setup import rule_words
from iop.pages.presenters.schedule.when import instant_words
from iop.pages.reminder_forms import ChoiceForm
from iop.workflows.reminders import rulebook
from iop.workflows.reminders.lines import Line
from iop.workflows.reminders.planning import upcoming
from iop.workflows.reminders.wording import text_of

AHEAD = dt.timedelta(days=7)
MOST = 20
ICONS = {Channel.SMS: "chat-dots", Channel.EMAIL: "envelope"}
SPEAKS = {"en": gettext_lazy("English"), "es": gettext_lazy("Spanish")}


def read_reminders(chart: Chart) -> dict[str, Any]:
    """Read the next reminders of a client, and whether they can be written to at all."""
    book = rulebook.read(chart.at, [chart.client.pk])
    bundles = upcoming(chart.client.pk, first=chart.at, last=chart.at + AHEAD, at=chart.at)
    zone, sender = ZoneInfo(chart.zone), neutral_sender()
    return {
        "next": [_row(bundle, book, sender, zone) for bundle in bundles[:MOST]],
        "can_be_reached": bool(ways([chart.client.pk])),
    }


def choice_rows(chart: Chart, form: ChoiceForm) -> list[dict[str, Any]]:
    """Put beside each kind's questions what the clinic does."""
    book = rulebook.read(chart.at, [])
    return [{**row, "usual": rule_words(book.rule(row["kind"], chart.episode.site_id))} for row in form.rows]


def _row(bundle: Sequence[Line], book: rulebook.Rulebook, sender: str, zone: ZoneInfo) -> dict[str, Any]:
    head = bundle[0]
    text = text_of([line.wish for line in bundle], book.sites, head.language)
    words = words_of(text.template, head.language, {"sender": sender, **text.context})
    kinds = dict.fromkeys(ReminderKind(line.wish.kind).label for line in bundle)
    return {
        "when": instant_words(head.due_at, zone),
        "how": Channel(head.channel).label,
        "icon": ICONS[Channel(head.channel)],
        "to": phone_words(head.to) if head.channel == Channel.SMS else head.to,
        "language": SPEAKS.get(head.language, head.language),
        "code": head.language,
        "about": _(" and ").join(str(kind) for kind in kinds),
        "subject": words.subject if head.channel == Channel.EMAIL else "",
        "body": words.body,
    }
