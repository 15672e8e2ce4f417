"""What may be said of the end of a stay. Pure: plain values in, a field and a sentence out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from clients.choices import DischargeKind
from clients.discharge_choices import ContactAfter, Destination, FirstAppointment
from iop.core.words import Sentence, say

LONGEST_AHEAD = dt.timedelta(days=366)


@dataclass(frozen=True)
class Leaving:
    """Where somebody goes and what is arranged. ``first_at`` is the instant of the first appointment, ``first_with`` says with whom.

    Nothing known yet is an honest answer: the defaults say so.
    """

    destination: str = Destination.UNKNOWN
    destination_words: str = ""
    first_appointment: str = FirstAppointment.NOT_YET
    first_at: dt.datetime | None = None
    first_with: str = ""
    contact_after: str = ContactAfter.NOT_ASKED


def why_not_leaving(leaving: Leaving, *, kind: str, ends_at: dt.datetime) -> tuple[str, Sentence] | None:
    """Say beside which field something is wrong: words for "somewhere else", a day and a place for an arranged appointment,

    and nothing arranged for somebody who died. ``ends_at`` is when the last day in treatment begins.
    """
    return _why_not_destination(leaving, kind) or _why_not_appointment(leaving, ends_at)


def after(kind: str, leaving: Leaving) -> Leaving:
    """Leave out what makes no sense for somebody who died: whoever answers the form need not think of it."""
    if kind != DischargeKind.DECEASED:
        return leaving
    return Leaving(
        Destination.DECEASED, leaving.destination_words, FirstAppointment.NOT_NEEDED, None, "", ContactAfter.NOT_ASKED
    )


def _why_not_destination(leaving: Leaving, kind: str) -> tuple[str, Sentence] | None:
    if leaving.destination not in Destination.values:
        return "destination", say("Choose where they go.")
    if leaving.destination == Destination.DECEASED and kind != DischargeKind.DECEASED:
        return "destination", say("Somebody who died is discharged as deceased: choose it under how treatment ended.")
    if leaving.destination == Destination.OTHER and not leaving.destination_words:
        return "destination_words", say("Say where else they go.")
    if leaving.contact_after not in ContactAfter.values:
        return "contact_after", say("Say whether they want to hear from us.")
    return None


def _why_not_appointment(leaving: Leaving, ends_at: dt.datetime) -> tuple[str, Sentence] | None:
    if leaving.first_appointment not in FirstAppointment.values:
        return "first_appointment", say("Say how far the first appointment is.")
    if leaving.first_appointment != FirstAppointment.ARRANGED:
        said = leaving.first_at or leaving.first_with
        return ("first_appointment", say("Choose “Arranged” when there is an appointment.")) if said else None
    if leaving.first_at is None:
        return "first_on", say("Give the day and the time of the first appointment.")
    if not leaving.first_with:
        return "first_with", say("Say with whom the first appointment is.")
    if not ends_at <= leaving.first_at <= ends_at + LONGEST_AHEAD:
        return "first_on", say("The first appointment lies between the last day in treatment and a year after it.")
    return None


def why_not_kept(
    kept: str, *, first_at: dt.datetime | None, at: dt.datetime, known: tuple[str, ...]
) -> Sentence | None:
    """Whether an appointment was kept is said once its hour has come. ``known`` are the answers there are."""
    if kept not in known:
        return say("Say whether the first appointment was kept.")
    if first_at is None:
        return say("No first appointment was arranged.")
    if first_at > at:
        return say("The first appointment is still ahead.")
    return None
