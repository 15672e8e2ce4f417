"""The census: one row per client in treatment, its filters and totals. As many statements for three rows as for three hundred."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, DateField, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients import rules
from clients.choices import CareRole
from clients.consents import from_rows, required_at, setting_rows, signed_rows
from clients.models import CareTeamMembership, Concern, Episode, Placement
from iop.access.actors import Actor, Place
from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import Sentence
from iop.pages.presenters.clients.meter import Meter, meter_of
from iop.pages.presenters.consents import badges
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from scheduling import expectations
from scheduling.choices import AppointmentKind
from scheduling.models import Enrolment
from scheduling.rules.expectations import week_first
from sessions_app import hours
from sessions_app.choices import ATTENDED, MISSED, SessionStatus
from sessions_app.models import Attendance, LimitReached
from therapy.choices import NoteStatus
from therapy.models import GroupNoteLine

PAGE = 100
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Flag:
    """Something that needs a look today: its code in the address, its words, its tone, and the column that says so."""

    code: str
    label: Sentence
    tone: str
    column: str


FLAGS = (
    Flag("concern", gettext_lazy("Open concern"), "bad", "open_concern"),
    Flag("missed", gettext_lazy("Missed yesterday"), "absent", "missed_yesterday"),
    Flag("limit", gettext_lazy("Missed days: limit reached"), "warn", "absence_limit"),
    Flag("first", gettext_lazy("First day"), "new", "first_day"),
    Flag("unsigned", gettext_lazy("Note unsigned"), "warn", "note_unsigned"),
    Flag("therapy", gettext_lazy("Individual session missing"), "warn", "therapy_missing"),
    Flag("check_in", gettext_lazy("Check-in due"), "note", "check_in_due"),
)
DUE = {"therapy_missing": AppointmentKind.INDIVIDUAL, "check_in_due": AppointmentKind.CHECK_IN}
"""Columns that are worked out for all rows at once, and the kind of appointment that is missing."""
SORTS = frozenset({"name", "level", "counselor", "day"})


@dataclass(frozen=True)
class Wish:
    """What the address asks for. Codes and opaque ids only."""

    site: uuid.UUID | None = None
    level: str = ""
    counselor: uuid.UUID | None = None
    flag: str = ""
    sort: str = "name"
    page: int = 1

    def query(self, **changes: Any) -> str:
        """Write the wish, with changes, as the end of an address."""
        found = {
            "site": self.site, "level": self.level, "counselor": self.counselor, "flag": self.flag,
            "sort": "" if self.sort == "name" else self.sort, "page": self.page if self.page > 1 else "", **changes,
        }  # fmt: skip
        kept = {name: value for name, value in found.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"


@dataclass(frozen=True)
class Row:
    """One client of the census, in words."""

    name: str
    pronouns: str
    url: str
    level: str
    tracks: str
    counselor: str
    day: int
    meter: Meter | None
    flags: Sequence[tuple[str, Sentence]]
    consents: Sequence[tuple[str, Sentence]] = ()


@dataclass(frozen=True)
class Census:
    """The whole page."""

    wish: Wish
    rows: Sequence[Row]
    total: int
    totals: Sequence[dict[str, Any]]
    columns: Sequence[dict[str, Any]]
    sites: Sequence[Place]
    levels: Sequence[tuple[str, str]]
    counselors: Sequence[tuple[str, str]]
    flags: Sequence[Flag]
    says: str
    earlier: str
    later: str
    is_filtered: bool


def wish_of(asked: Mapping[str, str], default_site: Any = None) -> Wish:
    """Read the address; what makes no sense there is left out."""
    page = asked.get("page", "")
    return Wish(
        site=as_uuid(asked.get("site")) or (default_site.id if default_site and "site" not in asked else None),
        level=asked.get("level", "")[:50],
        counselor=as_uuid(asked.get("counselor")),
        flag=asked.get("flag", "") if asked.get("flag") in {flag.code for flag in FLAGS} else "",
        sort=asked.get("sort", "") if asked.get("sort") in SORTS else "name",
        page=max(1, int(page)) if page.isdecimal() and len(page) < 5 else 1,
    )


def read_census(actor: Actor, wish: Wish, at: dt.datetime) -> Census:
    """Read the census as it stands at ``at``: one statement for the clients, and those of the hours."""
    places = [place for place in actor.places if actor.can(Permission.CENSUS_VIEW, place.id)]
    everybody = _with_due(list(_episodes(actor, places, at)), at) if places else []
    chosen = sorted((row for row in everybody if _fits(row, wish)), key=_order(wish.sort))
    shown = chosen[(wish.page - 1) * PAGE : wish.page * PAGE]
    meters = _meters(shown, at)
    first = (wish.page - 1) * PAGE + 1
    return Census(
        wish=wish,
        rows=[_row(row, meters.get(row["client_id"]), actor) for row in shown],
        total=len(chosen),
        totals=_totals([row for row in everybody if _fits(row, wish, but_level=True)], wish),
        columns=_columns(wish),
        sites=places,
        levels=sorted(
            {(row["level_key"], row["level_name"]) for row in everybody if row["level_key"]}, key=lambda one: one[1]
        ),
        counselors=sorted(
            {(str(row["counselor_id"]), row["counselor"]) for row in everybody if row["counselor_id"]},
            key=lambda one: one[1],
        ),
        flags=FLAGS,
        says=_("%(first)d–%(last)d of %(total)d")
        % {"first": first, "last": first + len(shown) - 1, "total": len(chosen)},
        earlier=wish.query(page=wish.page - 1) if wish.page > 1 else "",
        later=wish.query(page=wish.page + 1) if first + len(shown) - 1 < len(chosen) else "",
        is_filtered=bool(everybody),
    )


def _episodes(actor: Actor, places: Sequence[Place], at: dt.datetime) -> Iterable[dict[str, Any]]:
    # "Today" is each site's own date: two time zones may have two.
    today = Case(
        *(When(site_id=place.id, then=Value(clock.local_date(at, place.time_zone))) for place in places),
        output_field=DateField(),
    )
    rows = Episode.objects.visible_to(actor, Permission.CENSUS_VIEW).admitted().order_by().annotate(today=today)
    return _with_flags(_with_placement(rows)).values(
        "client_id", "site_id", "admitted_on", "today", "client__preferred_name", "client__legal_first_name",
        "client__legal_last_name", "client__pronouns", "level_key", "level_name", "level_intensity", "counselor_id",
        "counselor", "tracks", "pk", *(flag.column for flag in FLAGS if flag.column not in DUE), signed_consents=signed_rows("client_id"),
        consent_settings=setting_rows(), week_begins=expectations.weekday_column(),
    )  # fmt: skip


def _with_placement(rows: QuerySet[Episode]) -> QuerySet[Episode]:
    today = OuterRef("today")
    placed = Placement.objects.filter(episode=OuterRef("pk"), starts_on__lte=today)
    level = placed.order_by("-starts_on").values
    counselors = CareTeamMembership.objects.filter(
        episode=OuterRef("pk"), role=CareRole.PRIMARY_COUNSELOR, starts_on__lte=today
    ).order_by("-starts_on")
    enrolled = Enrolment.objects.standing().filter(episode=OuterRef("pk"), starts_on__lte=today)
    still = enrolled.exclude(ends_on__lt=today)
    return rows.annotate(
        level_key=Subquery(level("level__key")[:1]),
        level_name=Subquery(level("level__short_name")[:1]),
        level_intensity=Subquery(level("level__intensity")[:1]),
        counselor_id=Subquery(counselors.values("staff_id")[:1]),
        counselor=Subquery(counselors.values(name=Concat("staff__first_name", Value(" "), "staff__last_name"))[:1]),
        tracks=ArraySubquery(still.order_by("track__name").values("track__name")),
    )


def _with_flags(rows: QuerySet[Episode]) -> QuerySet[Episode]:
    lines = Attendance.objects.filter(client=OuterRef("client_id"))
    today = OuterRef("today")
    came = lines.filter(status__in=ATTENDED, session__on__lt=today)
    drafts = GroupNoteLine.objects.filter(
        client=OuterRef("client_id"), note__status=NoteStatus.DRAFT,
        note__session__status__in=[SessionStatus.CLOSED, SessionStatus.FINAL],
    )  # fmt: skip
    return rows.annotate(yesterday=F("today") - Value(ONE_DAY)).annotate(
        open_concern=Exists(Concern.objects.filter(client=OuterRef("client_id"), resolved_at__isnull=True)),
        missed_yesterday=Exists(lines.filter(status__in=MISSED, session__on=OuterRef("yesterday"))),
        first_day=Exists(lines.on_roster().filter(session__on=today, episode=OuterRef("pk")))
        & ~Exists(came.filter(episode=OuterRef("pk"))),
        note_unsigned=Exists(drafts),
        absence_limit=Exists(LimitReached.objects.unsettled().filter(episode=OuterRef("pk"))),
    )


def _with_due(rows: list[dict[str, Any]], at: dt.datetime) -> list[dict[str, Any]]:
    """Add what is missing of this week's one-to-one care, for everybody at once; two dates when two sites have them."""
    if not rows:
        return rows
    begins = rows[0]["week_begins"]
    for week in sorted({week_first(row["today"], begins) for row in rows}):
        here = [row for row in rows if week_first(row["today"], begins) == week]
        found = expectations.standing([row["pk"] for row in here], week, at)
        for row in here:
            missing = {one.kind for one in found.get(row["pk"], ()) if one.missing}
            row |= {column: kind in missing for column, kind in DUE.items()}
    return rows


def _fits(row: Mapping[str, Any], wish: Wish, *, but_level: bool = False) -> bool:
    column = next((flag.column for flag in FLAGS if flag.code == wish.flag), None)
    return (
        (not wish.site or row["site_id"] == wish.site)
        and (but_level or not wish.level or row["level_key"] == wish.level)
        and (not wish.counselor or row["counselor_id"] == wish.counselor)
        and (column is None or row[column])
    )


def _order(sort: str) -> Any:
    if sort == "level":
        return lambda row: (-(row["level_intensity"] or 0), *_by_name(row))
    if sort == "counselor":
        return lambda row: (row["counselor"] is None, row["counselor"] or "", *_by_name(row))
    if sort == "day":
        return lambda row: (row["admitted_on"], *_by_name(row))
    return _by_name


def _by_name(row: Mapping[str, Any]) -> tuple[str, str]:
    return (_called(row).casefold(), str(row["client_id"]))


def _called(row: Mapping[str, Any]) -> str:
    return f"{row['client__preferred_name'] or row['client__legal_first_name']} {row['client__legal_last_name']}"


def _meters(rows: Sequence[Mapping[str, Any]], at: dt.datetime) -> dict[uuid.UUID, Meter]:
    found: dict[uuid.UUID, Meter] = {}
    for today, begins in sorted({(row["today"], row["week_begins"]) for row in rows}):
        clients = [row["client_id"] for row in rows if row["today"] == today]
        weeks = hours.weeks(clients, week_of=today, at=at, begins=begins)
        found |= {client: meter_of(week) for client, week in weeks.items()}
    return found


def _consents(row: Mapping[str, Any]) -> list[tuple[str, Sentence]]:
    required = required_at(row["consent_settings"], row["site_id"], row["today"])
    return badges.of_row(from_rows(row["signed_consents"], row["today"], required=required))


def _row(row: Mapping[str, Any], meter: Meter | None, actor: Actor) -> Row:
    opens = actor.can(Permission.CLIENT_VIEW, row["site_id"])
    return Row(
        name=_called(row),
        pronouns=row["client__pronouns"],
        url=to("client")(row["client_id"]) if opens else "",
        level=row["level_name"] or "–",
        tracks=", ".join(row["tracks"]) or "–",
        counselor=row["counselor"] or "–",
        day=rules.day_in_stay(row["admitted_on"], row["today"]),
        meter=meter,
        flags=[(flag.tone, flag.label) for flag in FLAGS if row[flag.column]],
        consents=_consents(row),
    )


def _totals(rows: Iterable[Mapping[str, Any]], wish: Wish) -> list[dict[str, Any]]:
    levels = Counter(
        (row["level_intensity"] or 0, row["level_key"] or "", row["level_name"] or _("No level")) for row in rows
    )
    found = [{"label": _("All levels"), "value": levels.total(), "url": _to(wish, level=""), "current": not wish.level}]
    for (_intensity, key, name), number in sorted(levels.items(), reverse=True):
        found.append(
            {"label": name, "value": number, "url": _to(wish, level=key) if key else "", "current": wish.level == key}
        )
    return found


def _to(wish: Wish, **changes: Any) -> str:
    return f"{reverse('census')}{wish.query(**changes, page='')}"


def _columns(wish: Wish) -> list[dict[str, Any]]:
    words = {
        "name": _("Client"),
        "level": _("Level"),
        "track": _("Track"),
        "counselor": _("Counselor"),
        "day": _("Day"),
    }
    found = [
        {
            "label": label,
            "url": wish.query(sort="" if code == "name" else code, page="") if code in SORTS else "",
            "sorted": "ascending" if wish.sort == code else "",
            "numeric": code == "day",
        }
        for code, label in words.items()
    ]
    return [*found, {"label": _("Hours this week")}, {"label": _("Consents")}, {"label": _("Flags")}]
