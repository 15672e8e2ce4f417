"""Words of the registers: what is kept, which status may follow which, and how long there is (with sources)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Register(models.TextChoices):
    INCIDENT = "incident", _("Incidents")
    BREACH = "breach", _("Breaches")
    GRIEVANCE = "grievance", _("Grievances")
    RESTRICTION = "restriction", _("Wishes to restrict")
    AMENDMENT = "amendment", _("Wishes to amend")
    ACCESS = "access", _("Requests for a copy")


class EntryStatus(models.TextChoices):
    RECEIVED = "received", _("Received")
    REVIEWING = "reviewing", _("Being looked into")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    BREACH = "breach", _("A breach: to be told")
    NO_BREACH = "no_breach", _("Low probability: no breach")
    ANSWERED = "answered", _("Answered")
    AGREED = "agreed", _("Agreed")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")
    DONE = "done", _("Done")
    WITHDRAWN = "withdrawn", _("Withdrawn")


S = EntryStatus
REGISTER_MOVES: dict[str, dict[str, set[str]]] = {
    Register.INCIDENT: {S.RECEIVED: {S.REVIEWING, S.DONE}, S.REVIEWING: {S.DONE}},
    Register.BREACH: {
        S.RECEIVED: {S.REVIEWING, S.BREACH, S.NO_BREACH},
        S.REVIEWING: {S.BREACH, S.NO_BREACH},
        # Further facts may show that a breach it was.
        S.NO_BREACH: {S.BREACH},
        S.BREACH: {S.DONE},
    },
    Register.GRIEVANCE: {
        S.RECEIVED: {S.ACKNOWLEDGED, S.ANSWERED, S.WITHDRAWN},
        S.ACKNOWLEDGED: {S.ANSWERED, S.WITHDRAWN},
    },
    Register.RESTRICTION: {S.RECEIVED: {S.AGREED, S.REFUSED, S.WITHDRAWN}, S.AGREED: {S.ENDED}},
    Register.AMENDMENT: {S.RECEIVED: {S.AGREED, S.REFUSED, S.WITHDRAWN}},
    Register.ACCESS: {S.RECEIVED: {S.DONE, S.REFUSED, S.WITHDRAWN}},
}
"""Which status may follow which, by register; a status that is not named ends the entry."""

NEEDS_REASON = frozenset({S.NO_BREACH, S.REFUSED, S.ENDED, S.ANSWERED, S.DONE, S.AGREED, S.BREACH})
"""Statuses that are a decision: they say why, in words that the client or an auditor can read."""

TELL_DAYS = 60
"""Individuals are told of a breach without unreasonable delay, at most 60 days after discovery (45 CFR 164.404(b))."""
MANY = 500
"""From so many people on, HHS is told at the same time (45 CFR 164.408(b))."""
AFTER_YEAR_DAYS = 60
"""Fewer people: HHS is told within 60 days after the end of the year of discovery (45 CFR 164.408(c))."""
AMEND_DAYS = 60
"""A wish to amend is acted on within 60 days (45 CFR 164.526(b)(2)(i))."""
ACCESS_DAYS = 30
"""A request for a copy is acted on within 30 days (45 CFR 164.524(b)(2)(i))."""
EXTENSION_DAYS = 30
"""Either may be extended once, by 30 days, with a written reason (45 CFR 164.524(b)(2)(ii), 164.526(b)(2)(ii))."""
EXTENDABLE = frozenset({Register.AMENDMENT, Register.ACCESS})


class IncidentKind(models.TextChoices):
    INJURY = "injury", _("Fall or injury")
    MEDICAL = "medical", _("Medical emergency or overdose")
    CONFLICT = "conflict", _("Conflict, threat or violence")
    PROPERTY = "property", _("Theft, loss or damage")
    MEDICATION = "medication", _("Medication")
    CONDUCT = "conduct", _("Conduct of staff")
    PRIVACY = "privacy", _("Privacy")
    DEATH = "death", _("Death")
    OTHER = "other", _("Something else")


class Harm(models.TextChoices):
    NONE = "none", _("Nobody was harmed")
    MINOR = "minor", _("Minor")
    SERIOUS = "serious", _("Serious")


class Factor(models.TextChoices):
    """How much one of the four factors speaks for a compromise (45 CFR 164.402(2))."""

    LOW = "low", _("Speaks against a compromise")
    HIGH = "high", _("Speaks for a compromise")


FACTORS: tuple[tuple[str, str, Any], ...] = (
    ("what", "a", _("What the records said, and whether people can be identified from them")),
    ("who", "b", _("Who used them or received them")),
    ("seen", "c", _("Whether they were really acquired or viewed")),
    ("mended", "d", _("How far the risk has been mended")),
)
"""The four factors, in the order of 45 CFR 164.402(2)(i)–(iv): their key, the letter used on the page, their words."""


class RestrictionEnd(models.TextChoices):
    """How an agreed restriction ends (45 CFR 164.522(a)(2); 42 CFR 2.26)."""

    ASKED_WRITTEN = "asked_written", _("The client asked for it in writing")
    ASKED_ORALLY = "asked_orally", _("The client agreed by word of mouth, written down here")
    WE_END = "we_end", _("We told the client that it ends for what is made from now on")


class RefusedBecause(models.TextChoices):
    """Why an amendment or a copy may be refused (45 CFR 164.526(a)(2), 164.524(a)(2)–(3))."""

    ACCURATE = "accurate", _("The record is accurate and complete")
    NOT_OURS = "not_ours", _("We did not make the record")
    NOT_IN_RECORD = "not_in_record", _("It is not part of the record they may see")
    NOTES = "notes", _("Counseling notes kept apart")
    DANGER = "danger", _("It is likely to endanger somebody")
    OTHER = "other", _("Another reason")


class ExportForm(models.TextChoices):
    """How a client takes their record away by themselves."""

    PAPER = "paper", _("A PDF to read or print")
    DATA = "data", _("Everything with files, for another program or clinic")


class CopyForm(models.TextChoices):
    PAPER = "paper", _("On paper")
    ELECTRONIC = "electronic", _("As a file")
    SEEN_HERE = "seen_here", _("Looked at here")
