"""Words of the client's record, and which status may follow which."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

StrOrPromise = str | Promise


class EpisodeStatus(models.TextChoices):
    INQUIRY = "inquiry", _("Inquiry")
    ADMITTED = "admitted", _("In treatment")
    DISCHARGED = "discharged", _("Discharged")
    NOT_ADMITTED = "not_admitted", _("Not admitted")


EPISODE_MOVES: dict[str, set[str]] = {
    EpisodeStatus.INQUIRY: {EpisodeStatus.ADMITTED, EpisodeStatus.NOT_ADMITTED},
    EpisodeStatus.ADMITTED: {EpisodeStatus.DISCHARGED},
    EpisodeStatus.DISCHARGED: set(),
    EpisodeStatus.NOT_ADMITTED: set(),
}


class DischargeKind(models.TextChoices):
    COMPLETED = "completed", _("Completed treatment")
    TRANSFERRED = "transferred", _("Transferred")
    LEFT = "left", _("Left against professional advice")
    ADMINISTRATIVE = "administrative", _("Ended by the program")
    INCARCERATED = "incarcerated", _("Incarcerated")
    DECEASED = "deceased", _("Deceased")
    MOVED = "moved", _("Moved away")
    OTHER = "other", _("Other")


class ContactKind(models.TextChoices):
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    POSTAL = "postal", _("Postal address")


class CareRole(models.TextChoices):
    PRIMARY_COUNSELOR = "primary_counselor", _("Primary counselor")
    THERAPIST = "therapist", _("Individual therapist")
    CASE_MANAGER = "case_manager", _("Case manager")
    PRESCRIBER = "prescriber", _("Prescriber")


class ConcernKind(models.TextChoices):
    INTOXICATED = "intoxicated", _("Seems intoxicated")
    SUICIDAL = "suicidal", _("Thoughts of suicide or self-harm")
    MEDICAL = "medical", _("Medical")
    CONFLICT = "conflict", _("Conflict or threat")


class VarianceReason(models.TextChoices):
    NOT_AVAILABLE = "not_available", _("Level not available here")
    PREFERENCE = "preference", _("Client's preference")
    PAYER = "payer", _("Payer's decision")
    LEGAL = "legal", _("Legal requirement")
    WAITING = "waiting", _("On a waiting list")
    OTHER = "other", _("Other")


CONCERN_STEPS: dict[str, tuple[StrOrPromise, ...]] = {
    ConcernKind.SUICIDAL: (
        _("Stay with them, or stay on the line. Somebody else takes over the group."),
        _("Ask plainly: “Are you thinking about killing yourself?” Asking does not put the idea there."),
        _("If they have a plan, the means or are hurt: call 911 now and say where you are."),
        _("Otherwise call the colleague on call now, and offer 988 by call or text, together."),
        _("Open their safety plan with them, if there is one: start at the step they are at."),
        _("They do not leave alone until a clinician has spoken with them."),
    ),
    ConcernKind.INTOXICATED: (
        _("Check breathing and whether they answer. Slow or no breathing: give naloxone, call 911, stay."),
        _("Take them to a quiet room, kindly and without an audience. They are not in trouble."),
        _("Ask what they took, how much and when. Shaking, sweating or seizures may be withdrawal: call 911."),
        _("Call the colleague on call, who decides with them whether the day goes on."),
        _("They do not drive. Arrange a safe way home with somebody they choose."),
    ),
    ConcernKind.MEDICAL: (
        _("Chest pain, trouble breathing, a seizure, heavy bleeding or no answer: call 911 first."),
        _("Send somebody for the first-aid kit and the AED; one person stays with them."),
        _("Ask about allergies, medication and pregnancy, and tell whoever comes to help."),
        _("Call the colleague on call. Ask the client whom they would like told."),
    ),
    ConcernKind.CONFLICT: (
        _("Keep your distance and your voice low. Let people leave the room; do not block the door."),
        _("A weapon or an attack: get everybody out and call 911."),
        _("Speak with each person alone. Nobody has to sort it out in front of the group."),
        _("If somebody was threatened by name, call the colleague on call before anyone goes home."),
    ),
}
"""What to do first, by kind of concern. A clinic's own protocol goes before it; it is here for the first two minutes."""

CRISIS_LINE = "988"
"""Suicide & Crisis Lifeline: call or text, day and night, in English and Spanish (47 CFR 52.200)."""

CONCERN_WORK: dict[str, StrOrPromise] = {
    ConcernKind.SUICIDAL: _("Somebody may be thinking of suicide: take over now."),
    ConcernKind.INTOXICATED: _("Somebody seems intoxicated: take over now."),
    ConcernKind.MEDICAL: _("Medical concern: take over now."),
    ConcernKind.CONFLICT: _("Conflict or threat: take over now."),
}
"""What the work item asks, naming nobody."""

CONCERN_FALLBACK_ROLE = "clinical_director"
"""Who follows a concern up while the on-call rota has a gap."""

MAX_AGE_YEARS = 130
"""Nobody has lived longer (verified record: 122 years)."""

NAME_LENGTH = 300
