"""The chart's head: who this is, where they stand, and what must not be overlooked. Two statements."""

from __future__ import annotations

import datetime as dt
import math
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clients import rules
from clients.choices import CareRole, ConcernKind, EpisodeStatus, StrOrPromise
from clients.consents import ConsentState, from_rows, required_at, setting_rows, signed_rows
from clients.models import (
    CareTeamMembership,
    Client,
    Concern,
    ContactPoint,
    EmergencyAccess,
    Episode,
    LevelRequirement,
    Placement,
    Relationship,
)
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core import clock
from iop.pages.presenters.clients import tones
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.consents import badges
from iop.pages.presenters.schedule.addresses import to
from scheduling.models import Enrolment
from therapy.choices.own_plans import OwnPlanKind
from therapy.models import OwnPlan

READS = frozenset({Permission.CLIENT_VIEW, Permission.NOTE_VIEW, Permission.SESSION_VIEW})
"""What an emergency opens at a site where the colleague has no role: reading alone."""
OPEN = frozenset({EpisodeStatus.INQUIRY, EpisodeStatus.ADMITTED})
MOST_CONCERNS = 60
"""How many concerns a chart tells of, the newest first."""
TABS = (
    (
        gettext_lazy("Overview"),
        (
            ("client", gettext_lazy("Overview"), None),
            ("client_timeline", gettext_lazy("Timeline"), Permission.NOTE_VIEW),
        ),
    ),
    (
        gettext_lazy("Schedule"),
        (
            ("client_schedule", gettext_lazy("Schedule"), None),
            ("client_one_to_one", gettext_lazy("One-to-one"), None),
            ("client_attendance", gettext_lazy("Attendance"), None),
        ),
    ),
    (
        gettext_lazy("Treatment"),
        (
            ("client_assessments", gettext_lazy("Assessment"), Permission.NOTE_VIEW),
            ("client_plan", gettext_lazy("Plan"), Permission.NOTE_VIEW),
            ("client_reviews", gettext_lazy("Reviews"), Permission.NOTE_VIEW),
            ("client_notes", gettext_lazy("Notes"), Permission.NOTE_VIEW),
            ("client_own_plans", gettext_lazy("Safety and recovery"), Permission.NOTE_VIEW),
            ("client_between", gettext_lazy("Between sessions"), Permission.NOTE_VIEW),
        ),
    ),
    (
        gettext_lazy("Results"),
        (
            ("client_measures", gettext_lazy("Measures"), Permission.MEASURES_GIVE),
            ("client_medications", gettext_lazy("Medications"), Permission.MEDICATIONS_VIEW),
            ("client_tests", gettext_lazy("Drug tests"), Permission.TESTS_VIEW),
        ),
    ),
    (
        gettext_lazy("Care"),
        (
            ("client_care", gettext_lazy("Care"), None),
            ("client_family", gettext_lazy("Family"), Permission.NOTE_VIEW),
            ("client_contacts", gettext_lazy("Contacts"), None),
            ("client_reminders", gettext_lazy("Reminders"), None),
            ("client_messages", gettext_lazy("Messages"), None),
            ("client_threads", gettext_lazy("Client messages"), Permission.THREAD_ANSWER),
            ("client_support", gettext_lazy("Support"), Permission.SUPPORT_KEEP),
            ("client_rewards", gettext_lazy("Rewards"), Permission.REWARDS_GIVE),
            ("client_stays", gettext_lazy("Elsewhere"), None),
            ("client_portal", gettext_lazy("Sign-in"), None),
            ("client_after", gettext_lazy("After treatment"), Permission.CONCERN_RAISE),
        ),
    ),
    (
        gettext_lazy("Money"),
        (
            ("client_coverage", gettext_lazy("Coverage"), Permission.BILLING_VIEW),
            ("client_authorizations", gettext_lazy("Authorizations"), Permission.BILLING_VIEW),
            ("client_charges", gettext_lazy("Billing"), Permission.BILLING_VIEW),
            ("client_account", gettext_lazy("Account"), Permission.BILLING_VIEW),
        ),
    ),
    (
        gettext_lazy("Papers"),
        (
            ("client_consents", gettext_lazy("Consents"), None),
            ("client_documents", gettext_lazy("Documents"), None),
            ("client_disclosures", gettext_lazy("What left"), Permission.DISCLOSE),
        ),
    ),
)
"""Groups of the chart's parts: (label, (URL name, label, what it needs)). A group leads to its first part that may be opened."""


@dataclass(frozen=True)
class Stretch:
    """A dated stretch of an episode, in words: a level, a track, a colleague's role."""

    id: uuid.UUID
    label: str
    starts_on: dt.date
    ends_on: dt.date | None
    more: dict[str, Any] = field(default_factory=dict)

    def holds(self, day: dt.date) -> bool:
        """Say whether it holds that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class Stay:
    """An episode with all that is dated in it."""

    episode: Episode
    levels: Sequence[Stretch]
    tracks: Sequence[Stretch]
    team: Sequence[Stretch]

    def level_on(self, day: dt.date) -> Stretch | None:
        """Give the level of care that holds on ``day``."""
        return next((level for level in self.levels if level.holds(day)), None)


@dataclass(frozen=True)
class Emergency:
    """A colleague's emergency access to a chart: where it is given back, and how many minutes are left."""

    id: uuid.UUID
    minutes: int


class ChartMoved(Http404):
    """The chart asked for was absorbed by another one, which the colleague may open: the page is there."""

    def __init__(self, kept_id: uuid.UUID) -> None:
        super().__init__()
        self.kept_id = kept_id


@dataclass
class Chart:
    """One client's chart as a colleague opened it at ``at``."""

    actor: Actor
    client: Client
    stays: Sequence[Stay]
    all_concerns: Sequence[dict[str, Any]]
    at: dt.datetime

    @cached_property
    def consents(self) -> list[ConsentState]:
        """Where their consents stand today, and which are missing; read along with the client."""
        client: Any = self.client
        required = required_at(client.consent_settings, self.episode.site_id, self.today)
        return from_rows(client.signed_consents, self.today, required=required)

    @property
    def concerns(self) -> list[dict[str, Any]]:
        """The open ones."""
        return [item for item in self.all_concerns if not item["resolved_at"]]

    @cached_property
    def stay(self) -> Stay:
        """The episode the chart is about now: the one under way, else the newest."""
        open_ones = [stay for stay in self.stays if stay.episode.status == EpisodeStatus.ADMITTED]
        return (open_ones or list(self.stays))[0]

    @property
    def episode(self) -> Episode:
        """The episode of ``stay``."""
        return self.stay.episode

    @property
    def zone(self) -> str:
        """By which wall clock the chart speaks: that of the site of care."""
        return self.episode.site.time_zone

    @cached_property
    def today(self) -> dt.date:
        """The date at the site of care."""
        return clock.local_date(self.at, self.zone)

    @property
    def name(self) -> str:
        """What to call them."""
        return self.client.name

    @property
    def initials(self) -> str:
        """At most two letters for the disc that stands in for a photo."""
        return initials_of(self.client)

    @property
    def photo(self) -> str:
        """Where the photo is served, if there is one."""
        return to("client_photo")(self.client.pk) if self.client.photo_id else ""

    @property
    def url(self) -> str:
        """The chart's own address."""
        return to("client")(self.client.pk)

    def can(self, permission: str) -> bool:
        """Say whether the colleague holds the permission at the site of care; in an emergency, to read, at any site."""
        if self.emergency and permission in READS and self.actor.can(permission):
            return True
        return self.actor.can(permission, self.episode.site_id)

    @property
    def ids(self) -> list[uuid.UUID]:
        """Name this chart and those it has absorbed: what was signed in one of those is shown here."""
        client: Any = self.client
        return [client.pk, *client.absorbed_ids]

    @cached_property
    def emergency(self) -> Emergency | None:
        """Give the colleague's emergency access that lasts, for the banner on every page of the chart."""
        client: Any = self.client
        if client.emergency_until is None:
            return None
        left = (client.emergency_until - self.at).total_seconds()
        return Emergency(client.emergency_id, max(1, math.ceil(left / 60)))

    @property
    def facts(self) -> list[dict[str, str]]:
        """Facts beside the name: born, record number, level, track, day in stay, counselor."""
        found = [
            ("", self.client.pronouns),
            (
                _("Born"),
                f"{date_words(self.client.date_of_birth)} ({rules.age(self.client.date_of_birth, self.today)})",
            ),
            (_("Record"), self.client.record_number),
            (_("Also"), ", ".join(getattr(self.client, "absorbed_numbers", []))),
            *self._where_they_stand(),
        ]
        return [{"label": label, "value": value} for label, value in found if value]

    @property
    def alerts(self) -> list[dict[str, str]]:
        """What must not be overlooked, each as a chip with its words."""
        client: Any = self.client
        found = [
            {"tone": "bad", "label": _("Open concern: %(kind)s") % {"kind": ConcernKind(item["kind"]).label}}
            for item in self.concerns
        ]
        status = self.episode.status
        if status != EpisodeStatus.ADMITTED:
            found.append({"tone": tones.EPISODE[EpisodeStatus(status)], "label": self.episode.get_status_display()})
        found += self._safety(client)
        if status in OPEN:
            found += self._missing(client)
        return [*found, *badges.of_chart(self.consents, is_open=status in OPEN)]

    def _safety(self, client: Any) -> list[dict[str, str]]:
        """Say that there is a safety plan, to those who may have to open it, with the way there."""
        if client.safety_review_on is None or not (
            self.can(Permission.CONCERN_RAISE) or self.can(Permission.NOTE_VIEW)
        ):
            return []
        is_due = client.safety_review_on <= self.today
        label = _("Safety plan: go through it again") if is_due else _("Safety plan")
        return [
            {
                "tone": "warn" if is_due else "good",
                "label": label,
                "url": reverse("own_plan", args=[client.pk, "safety"]),
            }
        ]

    def _missing(self, client: Any) -> list[dict[str, str]]:
        missing = [
            (not self.stay.level_on(self.today), _("No level of care yet")),
            (not self._tracks_ahead() and self.episode.status == EpisodeStatus.ADMITTED, _("Not enrolled in a track")),
            (not client.has_emergency_contact, _("No emergency contact")),
            (not client.has_contact, _("No way to reach them")),
        ]
        return [{"tone": "warn", "label": label} for is_missing, label in missing if is_missing]

    def _tracks_ahead(self) -> list[Stretch]:
        return [track for track in self.stay.tracks if track.ends_on is None or track.ends_on >= self.today]

    def _where_they_stand(self) -> list[tuple[str, str]]:
        level = self.stay.level_on(self.today)
        tracks = [track.label for track in self.stay.tracks if track.holds(self.today)]
        counselor = [
            one.label
            for one in self.stay.team
            if one.holds(self.today) and one.more["role"] == CareRole.PRIMARY_COUNSELOR
        ]
        day = ""
        if self.episode.status == EpisodeStatus.ADMITTED and self.episode.admitted_on:
            day = str(rules.day_in_stay(self.episode.admitted_on, self.today))
        return [
            (_("Level"), level.label if level else ""),
            (_("Track"), ", ".join(tracks)),
            (_("Counselor"), ", ".join(counselor)),
            (_("Day"), day),
        ]

    def tabs(self, here: str) -> list[dict[str, Any]]:
        """The chart's groups of parts that this colleague may open; ``here`` is the current part's URL name."""
        return [group for label, parts in TABS if (group := self._group(label, parts, here))]

    def _group(self, label: StrOrPromise, parts: Sequence[Any], here: str) -> dict[str, Any] | None:
        shown = [
            {"url": to(name)(self.client.pk), "label": words, "current": name == here}
            for name, words, needs in parts
            if needs is None or self.actor.can(needs)
        ]
        if not shown:
            return None
        return {
            "url": shown[0]["url"], "label": label, "current": any(part["current"] for part in shown), "parts": shown,
        }  # fmt: skip


def read_chart(actor: Actor, client_id: uuid.UUID, at: dt.datetime) -> Chart:
    """Read a client's head and stays in two statements. Somebody not theirs is not there (``Http404``)."""
    client: Any = _clients(actor, at).filter(pk=client_id).first()
    if client is None:
        raise _moved(actor, client_id, at)
    stays = [_stay(row) for row in _episodes(client)]
    in_reach = client.emergency_until is not None
    visible = [stay for stay in stays if in_reach or actor.can(Permission.CLIENT_VIEW, stay.episode.site_id)]
    # Policies ask for the sites of care: they are known already.
    client._prefetched_objects_cache = {"episodes": [stay.episode for stay in stays]}
    return Chart(actor=actor, client=client, stays=visible, all_concerns=client.told_concerns, at=at)


def initials_of(client: Client) -> str:
    """At most two letters: of the name they are called by and of the last name."""
    return f"{(client.preferred_name or client.legal_first_name)[:1]}{client.legal_last_name[:1]}".upper()


def _moved(actor: Actor, client_id: uuid.UUID, at: dt.datetime) -> Http404:
    kept = Client.objects.filter(pk=client_id).values_list("merged_into", flat=True).first()
    if kept and Client.objects.visible_to(actor, at=at).filter(pk=kept).exists():
        return ChartMoved(kept)
    return Http404()


def _clients(actor: Actor, at: dt.datetime) -> QuerySet[Client]:
    emergency = Relationship.objects.filter(client=OuterRef("pk"), is_emergency_contact=True)
    live = EmergencyAccess.objects.live(at).filter(client=OuterRef("pk"), staff=actor.staff_id).order_by("-ends_at")
    absorbed = Client.objects.filter(merged_into=OuterRef("pk")).order_by("record_number")
    concerns = (
        Concern.objects.visible_to(actor, at=at).filter(client=OuterRef("pk")).order_by("-raised_at")[:MOST_CONCERNS]
    )
    return Client.objects.visible_to(actor, at=at).annotate(
        emergency_id=Subquery(live.values("pk")[:1]),
        emergency_until=Subquery(live.values("ends_at")[:1]),
        safety_review_on=Subquery(_safety_plan().values("review_on")[:1]),
        absorbed_ids=ArraySubquery(absorbed.values("pk")),
        absorbed_numbers=ArraySubquery(absorbed.values("record_number")),
        signed_consents=signed_rows("pk"),
        consent_settings=setting_rows(),
        has_emergency_contact=Exists(emergency),
        has_contact=Exists(ContactPoint.objects.filter(client=OuterRef("pk"))),
        told_concerns=ArraySubquery(
            concerns.values(
                json=JSONObject(
                    id="id",
                    kind="kind",
                    raised_at="raised_at",
                    resolved_at="resolved_at",
                    what_happened="what_happened",
                    what_was_done="what_was_done",
                    resolution="resolution",
                    first="raised_by__first_name",
                    last="raised_by__last_name",
                )
            )
        ),
    )


def _safety_plan() -> QuerySet[OwnPlan]:
    kept = OwnPlan.objects.filter(client=OuterRef("pk"), kind=OwnPlanKind.SAFETY, kept_at__isnull=False)
    return kept.order_by("-kept_at")


def _episodes(client: Client) -> QuerySet[Episode]:
    return (
        Episode.objects.filter(client=client)
        .select_related("site")
        .order_by("-opened_on", "-created_at")
        .annotate(levels=_levels(), tracks=_tracks(), team=_team())
    )


def _levels() -> ArraySubquery:
    rows = Placement.objects.filter(episode=OuterRef("pk")).order_by("-starts_on")
    return ArraySubquery(
        rows.values(
            json=JSONObject(
                id="id", label="level__short_name", starts_on="starts_on", ends_on="ends_on", level="level_id",
                reason="reason", first="decided_by__first_name", last="decided_by__last_name",
                indicated="indicated_level__short_name", variance="variance_reason", asks=_asks(),
            )
        )
    )  # fmt: skip


def _asks() -> ArraySubquery:
    rows = LevelRequirement.objects.filter(level=OuterRef("level_id")).order_by("valid_from")
    return ArraySubquery(rows.values(json=JSONObject(valid_from="valid_from", minutes="min_weekly_minutes")))


def _tracks() -> ArraySubquery:
    rows = Enrolment.objects.standing().filter(episode=OuterRef("pk")).order_by("-starts_on")
    return ArraySubquery(
        rows.values(
            json=JSONObject(id="id", label="track__name", starts_on="starts_on", ends_on="ends_on", weekdays="weekdays")
        )
    )


def _team() -> ArraySubquery:
    rows = CareTeamMembership.objects.filter(episode=OuterRef("pk")).order_by("role", "-starts_on")
    return ArraySubquery(
        rows.values(
            json=JSONObject(
                id="id", label="staff__first_name", last="staff__last_name", starts_on="starts_on", ends_on="ends_on",
                role="role", staff="staff_id",
            )
        )
    )  # fmt: skip


def _stay(episode: Any) -> Stay:
    team = [{**item, "label": f"{item['label']} {item['last']}"} for item in episode.team]
    return Stay(
        episode=episode,
        levels=[_stretch(item) for item in episode.levels],
        tracks=[_stretch(item) for item in episode.tracks],
        team=[_stretch(item) for item in team],
    )


def _stretch(item: dict[str, Any]) -> Stretch:
    return Stretch(
        id=uuid.UUID(item["id"]),
        label=item["label"],
        starts_on=dt.date.fromisoformat(item["starts_on"]),
        ends_on=dt.date.fromisoformat(item["ends_on"]) if item["ends_on"] else None,
        more=item,
    )


def days_words(number: int) -> str:
    """Say a number of days."""
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}
