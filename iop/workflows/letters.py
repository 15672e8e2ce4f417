"""Letters about attendance: written from the record, shown whole beforehand, released through the gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from clients import gate, letter_rules, rules
from clients.choices import SentKind
from clients.models import Client, Episode, Letter, LetterTemplate, RecipientParty
from iop.access.actors import Actor
from iop.clinic import settings as clinic_settings
from iop.clinic.models import Organization
from iop.core import clock
from iop.core.basis import Basis
from iop.core.errors import Invalid, NotAllowed, Stale
from iop.core.ids import uuid7
from iop.core.words import hours_minutes, say
from iop.documents import pdf
from iop.documents.actions.papers import keep_paper
from sessions_app.choices import ATTENDED, MISSED, AttendanceStatus, SessionStatus
from sessions_app.models import Attendance
from sessions_app.rules.hours import week_of

OVER = (SessionStatus.CLOSED, SessionStatus.FINAL)


@dataclass
class Week:
    """What became of one week's sessions."""

    first: dt.date
    last: dt.date
    scheduled: int = 0
    attended: int = 0
    excused: int = 0
    missed: int = 0
    minutes: int = 0


@dataclass(frozen=True)
class Draft:
    """A letter as it would leave: its words, its weeks, what goes along, and the ground it rests on."""

    client: Client
    episode: Episode
    template: LetterTemplate
    party: RecipientParty
    basis: Basis
    first: dt.date
    last: dt.date
    reference: str
    paragraphs: Sequence[str]
    weeks: Sequence[Week]
    notice: str
    consent_copy: str
    dated: str
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    head: Mapping[str, Any] = field(default_factory=dict)


def draft(
    *, by: Actor, client: Client, episode: Episode, template: LetterTemplate, party: RecipientParty, first: dt.date | None,
    last: dt.date | None, at: dt.datetime, reference: str = "",
) -> Draft:  # fmt: skip
    """Write a letter without sending it. Raises ``NotDisclosable`` when nothing may go there, ``Invalid`` for days that make no sense.

    Nothing is read that the letter's kinds of information do not open.
    """
    if episode.client_id != client.pk:
        raise Invalid(say("This stay is another client's."), field="episode")
    today = clock.local_date(at, episode.site.time_zone)
    wrong = letter_rules.why_not_days(first, last, today)
    if wrong is not None or first is None or last is None:
        raise Invalid(wrong or say("Give the first and the last day that the letter is about."), field="last")
    if party.kind not in template.party_kinds:
        raise NotAllowed(say("This letter is not for a recipient of this kind. Choose the letter that is."))
    basis = gate.basis_for(
        by=by,
        client=client,
        to=gate.Recipient.of_party(party),
        purpose=template.purpose,
        information=template.information,
        at=at,
    )
    weeks = _weeks(client, episode, first, last) if "attendance" in template.information else []
    kept = rules.plain_line(reference)[:80]
    with override(template.language):
        return Draft(
            client=client, episode=episode, template=template, party=party, basis=basis, first=first, last=last,
            reference=kept, paragraphs=letter_rules.filled(template.paragraphs, _values(client, episode, weeks, first, last)),
            weeks=weeks, notice=gate.notice_text(basis, template.language),
            consent_copy=gate.consent_copy(basis, template.language), dated=_day(today),
            columns=_columns() if template.with_weeks else (), rows=_rows(weeks) if template.with_weeks else (),
            head=_head(by, episode, template),
        )  # fmt: skip


def paper_of(letter: Draft) -> bytes:
    """Lay a draft out as it would leave: the same draft gives the same bytes."""
    return pdf.render("letter", _data(letter), language=letter.template.language)


@transaction.atomic
def release_letter(
    *, by: Actor, client: Client, episode: Episode, template: LetterTemplate, party: RecipientParty, first: dt.date | None,
    last: dt.date | None, at: dt.datetime, reference: str = "",
) -> Letter:  # fmt: skip
    """Write the letter anew, let it leave through the gate, and keep the paper as it was handed out.

    Raises ``NotDisclosable`` when the ground has ended meanwhile, ``Stale`` when the words have been replaced.
    """
    if by.staff_id is None:
        raise NotAllowed(say("Only a person can send a letter."))
    if LetterTemplate.objects.filter(pk=template.pk, superseded_at__isnull=False).exists():
        raise Stale(say("This letter has newer words since. Look at them before it leaves."))
    letter = draft(
        by=by,
        client=client,
        episode=episode,
        template=template,
        party=party,
        first=first,
        last=last,
        at=at,
        reference=reference,
    )
    content = paper_of(letter)
    letter_id = uuid7()
    disclosure = gate.release(
        by=by, client=client, basis=letter.basis, sent_as=SentKind.LETTER,
        records=[("clients.letter", letter_id), ("clients.lettertemplate", template.pk)], content=content, at=at,
        description=template.title,
    )  # fmt: skip
    return Letter.objects.create(
        id=letter_id, client=client, site=episode.site, template=template, disclosure=disclosure, first_on=letter.first,
        last_on=letter.last, reference=letter.reference, paper=keep_paper(by=by, content=content, name=template.key), at=at,
        by_staff_id=by.staff_id,
    )  # fmt: skip


def _weeks(client: Client, episode: Episode, first: dt.date, last: dt.date) -> list[Week]:
    """Count sessions that are over, by the clinic's week, in two statements."""
    starts_on = int(clinic_settings.value("week.starts_on", on=last, site_id=episode.site_id))
    found: dict[dt.date, Week] = {}
    lines = (
        Attendance.objects.filter(
            client=client, episode=episode, session__on__gte=first, session__on__lte=last, session__status__in=OVER
        )
        .on_roster()
        .order_by("session__on")
        .values_list("session__on", "status", "credited_minutes")
    )
    for on, status, minutes in lines:
        begins, ends = week_of(on, starts_on)
        _count(found.setdefault(begins, Week(max(begins, first), min(ends, last))), status, minutes)
    return list(found.values())


def _count(week: Week, status: str, minutes: int) -> None:
    if status not in ATTENDED | MISSED:
        return
    week.scheduled += 1
    week.attended += status in ATTENDED
    week.excused += status == AttendanceStatus.ABSENT_EXCUSED
    week.missed += status == AttendanceStatus.ABSENT
    week.minutes += minutes


def _values(client: Client, episode: Episode, weeks: Sequence[Week], first: dt.date, last: dt.date) -> dict[str, str]:
    return {
        "client": f"{client.legal_first_name} {client.legal_last_name}",
        "born": _day(client.date_of_birth),
        "admitted": _day(episode.admitted_on or episode.opened_on),
        "status": str(episode.get_status_display()).lower(),
        "first": _day(first),
        "last": _day(last),
        "scheduled": str(sum(week.scheduled for week in weeks)),
        "attended": str(sum(week.attended for week in weeks)),
        "excused": str(sum(week.excused for week in weeks)),
        "missed": str(sum(week.missed for week in weeks)),
        "hours": hours_minutes(sum(week.minutes for week in weeks)),
    }


def _columns() -> list[str]:
    return [_("Week"), _("Scheduled"), _("Attended"), _("Excused"), _("Missed"), _("Hours")]


def _rows(weeks: Sequence[Week]) -> list[list[str]]:
    return [
        [
            _stretch(week.first, week.last),
            str(week.scheduled),
            str(week.attended),
            str(week.excused),
            str(week.missed),
            hours_minutes(week.minutes),
        ]
        for week in weeks
    ]


def _head(by: Actor, episode: Episode, template: LetterTemplate) -> dict[str, Any]:
    site = episode.site
    names = Organization.objects.values_list("name", "neutral_name").first() or ("", "")
    name = (names[1] or names[0]) if template.neutral_head else f"{names[0]} · {site.name}"
    phone = rules.phone_for_people(str(site.phone)) if site.phone else ""
    return {
        "clinic": name,
        "clinic_lines": [line for line in (*site.address.splitlines(), phone) if line],
        "signed_by": by.display_name,
        "credential": by.credential,
    }


def _data(letter: Draft) -> dict[str, Any]:
    party = letter.party
    with override(letter.template.language):
        return {
            "title": letter.template.title,
            "clinic": letter.head["clinic"],
            "clinic_lines": letter.head["clinic_lines"],
            "dated": letter.dated,
            "to": [line for line in (party.name, party.organization, *party.address.splitlines()) if line],
            "our_reference": [[_("Your reference"), letter.reference]] if letter.reference else [],
            "paragraphs": list(letter.paragraphs),
            "columns": list(letter.columns),
            "rows": [list(row) for row in letter.rows],
            "signed_by": letter.head["signed_by"],
            "credential": letter.head["credential"],
            "notice_title": _("Notice to the recipient"),
            "notice": letter.notice,
            "consent_title": _("Copy of the consent on which this letter rests"),
            "consent": letter.consent_copy,
            "footer": gate.notices.SHORT if letter.notice else "",
        }


def _day(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")


def _stretch(first: dt.date, last: dt.date) -> str:
    return _short(first) if first == last else f"{_short(first)} – {_short(last)}"


def _short(day: dt.date) -> str:
    return date_format(day, "j M")
