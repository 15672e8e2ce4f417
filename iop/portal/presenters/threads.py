"""Messages with the care team as a client reads them."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clients.actions.threads.asking import home_of
from clients.models import Client, Thread, ThreadFile
from clients.reach import phone_words, short_when_words, when_words
from clients.threads import office_of
from iop.clinic.models import Site
from iop.core.words import Sentence
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.threads.written import Written, read_written

MOST_SHOWN = 100
"""How many threads the list tells of, the newest first."""


@dataclass(frozen=True)
class Hours:
    """When the team answers, and whom to call when it cannot wait."""

    answers_by: str
    office: Sentence
    phone: str
    tel: str


def read_threads(client: Client, at: dt.datetime, language: str) -> list[dict[str, Any]]:
    """Give a client's threads, the newest first. One statement."""
    rows = Thread.objects.filter(client=client).select_related("site", "assigned_to").with_unread()
    return [_row(row, language) for row in rows.order_by("-last_at")[:MOST_SHOWN]]


def find_thread(client: Client, thread_id: uuid.UUID) -> Any:
    """Give one of the client's threads with its read marks, or nothing."""
    rows = Thread.objects.filter(client=client).select_related("site", "assigned_to").with_read_marks()
    return rows.filter(pk=thread_id).first()


def find_file(client: Client, thread_id: uuid.UUID, file_id: uuid.UUID) -> ThreadFile | None:
    """Give one file of one of the client's threads, or nothing."""
    rows = ThreadFile.objects.filter(message__thread__client=client, message__thread=thread_id)
    return rows.select_related("file", "message__thread").filter(pk=file_id).first()


def read_messages(thread: Any, language: str) -> list[Written]:
    """Give what was written in a thread, in two statements."""
    address = lambda file: reverse("my_thread_file", args=[thread.pk, file.pk])  # noqa: E731
    return read_written(thread, for_client=True, file_url=address, language=language)


def read_hours(client: Client, at: dt.datetime, language: str) -> Hours | None:
    """Say when the client's own site answers; nothing for somebody who never was in care anywhere."""
    home = home_of(client.pk)
    return hours_of_site(home.site, at, language) if home else None


def hours_of_site(site: Site, at: dt.datetime, language: str) -> Hours:
    """Say when a site answers what is written now."""
    office, zone = office_of(site, at), site.time_zone
    if office.open_until:
        says = _("We are here today until %(when)s.") % {"when": _time(office.open_until, zone, language)}
    elif office.opens_at:
        says = _("We are closed now and back on %(when)s.") % {"when": when_words(office.opens_at, zone, language)}
    else:
        says = ""
    phone = str(site.phone) if site.phone else ""
    return Hours(when_words(office.answer_by, zone, language), says, phone_words(site.phone), phone)


def state_of(thread: Any, language: str) -> dict[str, Any]:
    """Say how a thread stands, as a colour, an icon and words."""
    if thread.closed_at:
        return {"tone": "quiet", "icon": "lock", "label": _("Closed")}
    if thread.waits_since:
        by = short_when_words(thread.answer_by, thread.site.time_zone, language)
        return {"tone": "info", "icon": "hourglass-split", "label": _("We answer by %(when)s") % {"when": by}}
    return {"tone": "good", "icon": "check-circle", "label": _("Answered")}


def _row(row: Any, language: str) -> dict[str, Any]:
    return {
        "url": to("my_thread")(row.pk),
        "subject": row.subject,
        "about": row.get_about_display(),
        "last": short_when_words(row.last_at, row.site.time_zone, language),
        "unread": row.unread or 0,
        "state": state_of(row, language),
    }


def _time(at: dt.datetime, zone: str, language: str) -> str:
    return when_words(at, zone, language).rsplit(", ", 1)[-1]
