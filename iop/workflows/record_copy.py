"""The client's own copy of their record, on paper (42 CFR 2.23; 45 CFR 164.524). SUD counseling notes are never part of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from clients import gate
from clients.choices import Ground, Information, Purpose, SentKind, Sex
from clients.models import Client, ContactPoint, Diagnosis, Episode, Placement
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import NotAllowed
from iop.core.words import Sentence, hours_minutes, say
from iop.documents import pdf
from iop.workflows.accounting import LANGUAGES
from iop.workflows.letterheads import letterhead
from iop.workflows.record_parts import CLINICAL_PARTS, Part, Records, Section
from iop.workflows.record_parts import day as _day
from iop.workflows.record_threads import read_threads
from sessions_app.models import Attendance
from therapy.models import GroupNoteLine

Read = dict[str, tuple[Section, Records]]
"""Parts of the record by key, as they were read."""


def offered(by: Actor, site_id: uuid.UUID) -> Mapping[str, Sentence]:
    """Name the parts that this colleague may hand out at the site; clinical notes need somebody who reads them."""
    return {key: part.label for key, part in PARTS.items() if by.can(part.needs, site_id)}


@transaction.atomic
def hand_out(*, by: Actor, client: Client, episode: Episode, parts: Collection[str], at: dt.datetime) -> bytes:
    """Make a paper of the chosen parts for the client, and write down that they received it.

    Raises ``NotAllowed`` for a part that this colleague does not read, ``NotDisclosable`` without the right to hand out.
    """
    wanted = [key for key in PARTS if key in set(parts)]
    if not wanted or set(wanted) - set(offered(by, episode.site_id)):
        raise NotAllowed(say("Your role does not include this part of the record."))
    basis = gate.basis_for(
        by=by, client=client, to=gate.Recipient.client(), purpose=Purpose.REQUEST, information=information_of(wanted),
        at=at, ground=Ground.OWN_ACCESS,
    )  # fmt: skip
    language = client.language if client.language in LANGUAGES else "en"
    read = read_parts(client, wanted, episode.site.time_zone, language)
    content = paper_of(client, episode, read, at, language)
    with override(language):
        title = _("Copy of the record")
    gate.release(
        by=by, client=client, basis=basis, sent_as=SentKind.COPY, records=records_of(read), content=content, at=at,
        description=title,
    )  # fmt: skip
    return content


def information_of(parts: Iterable[str]) -> set[Information]:
    """Say which kinds of information stand in parts of the record."""
    return {PARTS[key].information for key in parts}


def read_parts(client: Client, parts: Iterable[str], zone: str, language: str) -> Read:
    """Read parts of the record in the client's language: each with how it is told, and which rows it tells of."""
    with override(language):
        return {key: PARTS[key].read(client, ZoneInfo(zone)) for key in parts}


def records_of(read: Read) -> Records:
    """Name all rows that parts tell of."""
    return [one for _section, ids in read.values() for one in ids]


def paper_of(client: Client, episode: Episode, read: Read, at: dt.datetime, language: str) -> bytes:
    """Lay parts of the record out as a paper for the client."""
    with override(language):
        data = _paper(client, episode, [section for section, _ids in read.values()], at)
        return pdf.render("record_copy", data, language=language)


def _paper(client: Client, episode: Episode, sections: list[Section], at: dt.datetime) -> dict[str, Any]:
    return {
        **letterhead(episode.site),
        "title": _("Copy of your record"),
        "facts": [
            [_("For"), f"{client.legal_first_name} {client.legal_last_name}"],
            [_("Record number"), client.record_number],
            [_("Made on"), _day(clock.local_date(at, episode.site.time_zone))],
        ],
        "intro": _("This is your copy. It is yours to keep or to show; keep it where only you read it."),
        "sections": sections,
        "none": _("Nothing is on record here."),
    }


def _person(client: Client, zone: ZoneInfo) -> tuple[Section, Records]:
    points = ContactPoint.objects.filter(client=client).order_by("kind", "pk")
    facts = [
        [_("Legal name"), f"{client.legal_first_name} {client.legal_last_name}"],
        [_("Called"), client.preferred_name],
        [_("Pronouns"), client.pronouns],
        [_("Sex"), client.get_sex_display() if client.sex != Sex.UNKNOWN else ""],
        [_("Date of birth"), _day(client.date_of_birth)],
        *([str(point.get_kind_display()), point.value] for point in points),
    ]
    return {"title": _("Who you are and how to reach you"), "facts": [row for row in facts if row[1]]}, [
        ("clients.client", client.pk)
    ]


def _care(client: Client, zone: ZoneInfo) -> tuple[Section, Records]:
    rows = list(
        Placement.objects.filter(episode__client=client).select_related("level", "decided_by").order_by("starts_on")
    )
    return {
        "title": _("Levels of care"),
        "columns": [_("From"), _("Until"), _("Level"), _("Why")],
        "rows": [
            [_day(row.starts_on), _day(row.ends_on) if row.ends_on else _("now"), row.level.name, row.reason]
            for row in rows
        ],
    }, [("clients.placement", row.pk) for row in rows]


def _diagnoses(client: Client, zone: ZoneInfo) -> tuple[Section, Records]:
    rows = list(
        Diagnosis.objects.filter(client=client, entered_in_error_at__isnull=True)
        .select_related("code", "diagnosed_by")
        .order_by("starts_on", "rank")
    )
    return {
        "title": _("Diagnoses"),
        "columns": [_("Code"), _("Diagnosis"), _("From"), _("Until")],
        "rows": [
            [row.code.code, row.code.title, _day(row.starts_on), _day(row.ends_on) if row.ends_on else _("now")]
            for row in rows
        ],
    }, [("clients.diagnosis", row.pk) for row in rows]


def _attendance(client: Client, zone: ZoneInfo) -> tuple[Section, Records]:
    rows = list(
        Attendance.objects.filter(client=client, session__closed_at__isnull=False)
        .on_roster()
        .select_related("session__track")
        .order_by("session__starts_at")
    )
    return {
        "title": _("Attendance"),
        "columns": [_("Day"), _("Track"), _("Status"), _("Counted")],
        "rows": [
            [
                _day(row.session.on),
                row.session.track.name,
                str(row.get_status_display()),
                hours_minutes(row.credited_minutes),
            ]
            for row in rows
        ],
    }, [("sessions_app.attendance", row.pk) for row in rows]


def _notes(client: Client, zone: ZoneInfo) -> tuple[Section, Records]:
    rows = list(
        GroupNoteLine.objects.filter(client=client)
        .in_chart()
        .select_related("note__session__track", "note__author")
        .order_by("note__session__starts_at", "pk")
    )
    texts = [
        {
            "title": f"{_day(row.note.session.on)} · {row.note.session.track.name}",
            "text": "\n\n".join(part for part in (row.note.shared_text, row.text) if part),
            "under": f"{row.note.author.name}",
        }
        for row in rows
    ]
    return {"title": _("Notes of groups"), "texts": texts}, [("therapy.groupnoteline", row.pk) for row in rows]


PARTS: dict[str, Part] = {
    "person": Part(gettext_lazy("Name, contacts"), Information.CONTACT, _person),
    "care": Part(gettext_lazy("Levels of care"), Information.ASSESSMENT, _care),
    "diagnoses": Part(gettext_lazy("Diagnoses"), Information.DIAGNOSIS, _diagnoses),
    "attendance": Part(gettext_lazy("Attendance"), Information.ATTENDANCE, _attendance),
    "notes": Part(gettext_lazy("Signed notes of groups"), Information.NOTES, _notes, Permission.NOTE_VIEW),
    **CLINICAL_PARTS,
    "threads": Part(
        gettext_lazy("Messages with the care team"), Information.NOTES, read_threads, Permission.THREAD_ANSWER
    ),
}
