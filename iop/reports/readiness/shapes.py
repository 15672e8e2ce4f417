"""What the list of readiness speaks of: one thing that is not as it should be, and its kinds. Plain values."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clients.models import Episode
from iop.access.choices import Permission
from iop.clinic.models import Site
from iop.core import clock
from iop.core.words import Sentence, say


@dataclass(frozen=True)
class Owed:
    """One thing: at which site, about whom, whose it is, since when it is owed, and where it is done (kind and id)."""

    kind: str
    site_id: uuid.UUID
    due_on: dt.date
    place: tuple[str, uuid.UUID]
    client_id: uuid.UUID | None = None
    staff_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of thing: what it is called, what it counts, and which permission opens its page."""

    key: str
    label: Sentence
    definition: Sentence
    permission: Permission = Permission.CLIENT_VIEW


@dataclass
class Scope:
    """What all questions share: the sites with their days and settings, and the stays under way. Read once."""

    at: dt.datetime
    sites: Mapping[uuid.UUID, Site]
    settings: Mapping[uuid.UUID, Mapping[str, Any]]
    stays: list[Episode] = field(default_factory=list)
    owners: Mapping[uuid.UUID, uuid.UUID] = field(default_factory=dict)
    """Who answers for each stay."""

    def today(self, site_id: uuid.UUID) -> dt.date:
        """Say which day it is at a site."""
        return clock.local_date(self.at, self.sites[site_id].time_zone)

    def day(self, at: dt.datetime, site_id: uuid.UUID) -> dt.date:
        """Say on which day of a site an instant falls."""
        return clock.local_date(at, self.sites[site_id].time_zone)

    def number(self, site_id: uuid.UUID, key: str) -> int:
        """Give one of the clinic's own numbers."""
        return int(self.settings[site_id][key])

    @property
    def first_today(self) -> dt.date:
        """Say the earliest "today" of the sites."""
        return min(self.today(pk) for pk in self.sites)


N, P = Permission.NOTE_VIEW, Permission
KINDS: dict[str, Kind] = {
    each.key: each
    for each in (
        Kind(
            "notes", say("Notes not signed"),
            say(
                "Drafts of group and progress notes past the clinic’s hours for signing."
            ), N,
        ),
        Kind(
            "unwritten", say("Notes not written"),
            say(
                "Treatment days and appointments of the last 30 days without any note, past the clinic’s hours for signing."
            ), N,
        ),
        Kind(
            "cosign", say("Waiting for a co-signature"),
            say(
                "Notes, assessments, reviews and summaries that a supervisor has not read in the clinic’s "
                "days."
            ), N,
        ),
        Kind(
            "assessments", say("Assessments not signed"),
            say(
                "People in treatment without a signed assessment past the clinic’s hours from admission."
            ), N,
        ),
        Kind(
            "plans", say("Treatment plans missing"),
            say(
                "People in treatment without a signed plan past the level’s days from admission."
            ), N,
        ),
        Kind("plan_reviews", say("Plan reviews overdue"), say("Plans in force whose day of review has passed."), N),
        Kind(
            "level_reviews", say("Level-of-care reviews overdue"),
            say(
                "Reviews of the level of care whose day has passed."
            ), N,
        ),
        Kind(
            "signatures", say("Client signatures missing"),
            say(
                "Plans in force that the client has neither signed nor declined in the clinic’s days."
            ), N,
        ),
        Kind(
            "consents", say("Consents missing or expired"),
            say(
                "People in treatment without a standing consent of each kind the clinic requires of "
                "everybody."
            ),
        ),
        Kind(
            "consents_ending", say("Consents that end soon"),
            say(
                "Consents of people in treatment that end within 30 days."
            ),
        ),
        Kind(
            "summaries", say("Discharge summaries missing"),
            say(
                "Stays that have ended without a signed summary past the clinic’s days."
            ), N,
        ),
        Kind(
            "tests", say("Drug tests not reviewed"),
            say(
                "Tests with a result that nobody has reviewed within a week of collection."
            ), P.TESTS_VIEW,
        ),
        Kind(
            "licences", say("Licences expired or ending"),
            say(
                "Licences and certificates of colleagues, background checks among them, that have ended "
                "without a newer one, or end in the clinic’s days of warning."
            ), P.STAFF_EDIT,
        ),
        Kind(
            "incidents", say("Incidents beyond their clock"),
            say(
                "Incident reports whose deadline has passed."
            ), P.REGISTER_KEEP,
        ),
        Kind(
            "breaches", say("Breaches beyond their clock"),
            say(
                "Breaches of privacy whose next notice or decision is past its deadline."
            ), P.REGISTER_KEEP,
        ),
        Kind(
            "grievances", say("Grievances beyond their clock"),
            say(
                "Grievances whose next deadline has passed."
            ), P.REGISTER_KEEP,
        ),
        Kind(
            "requests", say("Clients’ requests beyond their clock"),
            say(
                "Requests for a copy, an amendment or a restriction whose deadline has passed."
            ), P.REGISTER_KEEP,
        ),
        Kind(
            "emergencies", say("Emergency accesses to review"),
            say(
                "Charts opened in an emergency that nobody has reviewed."
            ), P.PRIVACY_MANAGE,
        ),
        Kind(
            "state_data", say("State data not handed in"),
            say(
                "Admissions and discharges of the last half year not told to the state in the clinic’s days, "
                "where the state wants them."
            ), P.STATE_DATA_KEEP,
        ),
    )
}  # fmt: skip
