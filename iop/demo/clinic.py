"""The demo clinic's house: two sites in different time zones, colleagues, rooms, four tracks and their weeks."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from iop.access.actions import ensure_roles
from iop.access.actors import SYSTEM, Actor
from iop.access.models import Role
from iop.clinic import actions as clinic
from iop.clinic.actors import actor_of
from iop.clinic.choices import Therapy
from iop.clinic.models import CredentialKind, Organization, Site, StaffMember
from iop.core import clock
from iop.core.demo_accounts import DEMO_PASSWORD
from iop.demo.people import COLLEAGUES, Colleague
from iop.workflows import starting_set
from scheduling.actions import planned_days, save_room, save_template_version, save_track
from scheduling.choices import ComponentCategory
from scheduling.models import ComponentKind, Room, Track, WeeklyTemplate
from scheduling.rules.weeks import PlannedPart

YEARS_OPEN = dt.timedelta(days=600)
WALL_CLOCK = ZoneInfo("America/Phoenix")
"""That of the western of the two sites, where a day begins last. It knows no daylight saving."""
WEEKS = 18
"""How many weeks of treatment days are told: the last three months, and before them those that these months' payments are for."""
SITES = (
    (
        "BOS",
        "Boston, Harrison Avenue",
        "America/New_York",
        "MA",
        "+16175550142",
        "88 Harrison Avenue, Boston, MA 02111",
    ),
    ("TUC", "Tucson, Speedway", "America/Phoenix", "AZ", "+15205550177", "1200 East Speedway, Tucson, AZ 85719"),
)
TRACKS = (
    # site, name of the starting set's track, capacity, lead and co-facilitator by last name
    ("BOS", "morning", 16, ("Oduya", "Sayles")),
    ("BOS", "evening", 22, ("Prather", "Iturbe")),
    ("BOS", "weekend", 16, ("Bose", "Szabo")),
    ("TUC", "afternoon", 16, ("Yazzie", "Delacroix")),
)


@dataclass
class Clinic:
    """What the story needs of the house."""

    sites: dict[str, Site]
    staff: dict[str, StaffMember]
    tracks: list[Track] = field(default_factory=list)
    actors: dict[tuple[str, dt.date], Actor] = field(default_factory=dict)

    def acting(self, last_name: str, at: dt.datetime) -> Actor:
        """Say who acts when that colleague does. Roles change by the day, so one reading serves a whole one."""
        key = (last_name, at.date())
        if key not in self.actors:
            self.actors[key] = actor_of(self.staff[last_name].pk, at)
        return self.actors[key]

    def zone_of(self, track: Track) -> str:
        """Name the time zone of a track's site."""
        return next(site.time_zone for site in self.sites.values() if site.pk == track.program.site_id)


def exists() -> bool:
    """Say whether this database already holds a clinic."""
    return Organization.objects.exists()


def load() -> Clinic:
    """Read the demo clinic that is already there."""
    return Clinic(
        sites={site.code: site for site in Site.objects.all()},
        staff={member.last_name: member for member in StaffMember.objects.all()},
        tracks=list(Track.objects.filter(is_active=True).select_related("program__site").order_by("name", "pk")),
    )


def build(now: dt.datetime, history: dt.timedelta) -> Clinic:
    """Open the clinic, as if some time ago; its tracks have been staffed for as long as ``history`` reaches back."""
    opened = now - YEARS_OPEN
    with clock.frozen(opened):
        Organization.objects.create(name="Harbor Light Recovery", neutral_name="Harbor Light")
        ensure_roles(by=SYSTEM)
        sites = {code: _site(code, *rest) for code, *rest in SITES}
        for site in sites.values():
            starting_set.install(by=SYSTEM, site_id=site.pk, at=opened)
        staff = _staff(sites, opened)
        for site in sites.values():
            _close_on_holidays(site, now)
            _program_page(site)
    house = Clinic(sites=sites, staff=staff)
    with clock.frozen(now - history - dt.timedelta(days=40)):
        house.tracks = _tracks(house, clock.now())
    _on_call(house, now)
    return house


def _site(code: str, name: str, zone: str, state: str, phone: str, address: str) -> Site:
    site = clinic.add_site(by=SYSTEM, code=code, name=name, time_zone=zone, state=state, phone=phone, address=address)
    week = {day: [(dt.time(8), dt.time(21, 30))] for day in range(5)} | {
        day: [(dt.time(8), dt.time(14))] for day in (5, 6)
    }
    clinic.set_opening_hours(by=SYSTEM, site_id=site.pk, hours=week)
    return site


def _program_page(site: Site) -> None:
    """Tell the public what a site offers, in both languages."""
    boston = site.code == "BOS"
    clinic.save_profile(
        by=SYSTEM, site_id=site.pk, version=0, is_published=True, form_enabled=True, shows_seats=boston,
        licence="Massachusetts BSAS licence 0417" if boston else "Arizona DHS licence OTC-2231",
        accreditation="CARF, three years" if boston else "",
        therapies=[Therapy.CBT, Therapy.DBT, Therapy.MI, Therapy.TRAUMA], co_occurring=True,
        insurers=["Beacon State Health Plan", "Meridian Mutual", "State Medicaid"],
        about_en="Three hours a day, three to five days a week, in small groups, while you live at home and keep your work.",
        about_es="Tres horas al día, de tres a cinco días por semana, en grupos pequeños, mientras vive en casa y sigue trabajando.",
        costs_en="We check your benefits for you, free of charge, and talk about a payment plan before you start.",
        costs_es="Revisamos su seguro sin costo y hablamos de un plan de pago antes de empezar.",
    )  # fmt: skip


def _staff(sites: dict[str, Site], opened: dt.datetime) -> dict[str, StaffMember]:
    roles = {role.key: role for role in Role.objects.all()}
    kinds = {kind.code: kind for kind in CredentialKind.objects.all()}
    made: dict[str, StaffMember] = {}
    for number, person in enumerate(COLLEAGUES):
        member = clinic.add_staff(
            by=SYSTEM,
            email=person.email or f"{person.first}.{person.last}@demo.example".lower(),
            first_name=person.first,
            last_name=person.last,
            title=person.title,
            phone=f"+1617555{200 + number:04d}",
            password=DEMO_PASSWORD if person.email else None,
        )
        made[person.last] = member
        _license(person, member, kinds, opened.date())
        for code in person.sites:
            clinic.give_role(
                by=SYSTEM,
                staff_id=member.pk,
                site_id=sites[code].pk,
                role_id=roles[person.role].pk,
                starts_on=opened.date(),
            )
    for person in COLLEAGUES:
        if person.supervised_by:
            clinic.change_staff(
                by=SYSTEM,
                staff_id=made[person.last].pk,
                version=made[person.last].version,
                supervisor_id=made[person.supervised_by].pk,
            )
    return made


def _license(person: Colleague, member: StaffMember, kinds: dict[str, CredentialKind], opened: dt.date) -> None:
    if person.credential:
        clinic.add_credential(
            by=SYSTEM,
            staff_id=member.pk,
            kind_id=kinds[person.credential].pk,
            issued_on=opened,
            expires_on=opened + dt.timedelta(days=365 * 4),
            number=f"{person.credential}-{abs(hash_of(person.last)) % 90000 + 10000}",
            state="MA" if "BOS" in person.sites else "AZ",
        )


def hash_of(text: str) -> int:
    """Give the same number for the same text in every run (Python's own hash differs from run to run)."""
    return sum(ord(letter) * 31**place for place, letter in enumerate(text))


def _close_on_holidays(site: Site, now: dt.datetime) -> None:
    for year in (now.year - 1, now.year, now.year + 1):
        thanksgiving = _nth_weekday(year, 11, 3, 4)
        for starts, ends, reason in (
            (dt.date(year, 1, 1), dt.date(year, 1, 1), "New Year's Day"),
            (dt.date(year, 7, 4), dt.date(year, 7, 4), "Independence Day"),
            (_nth_weekday(year, 9, 0, 1), _nth_weekday(year, 9, 0, 1), "Labor Day"),
            (thanksgiving, thanksgiving, "Thanksgiving"),
            (dt.date(year, 12, 25), dt.date(year, 12, 25), "Christmas Day"),
        ):
            clinic.add_closure(by=SYSTEM, site_id=site.pk, starts_on=starts, ends_on=ends, reason=reason)


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _tracks(house: Clinic, at: dt.datetime) -> list[Track]:
    """Keep one track of each day part, give it a room and its two facilitators, and switch the others off."""
    kept = {(code, part): (capacity, pair) for code, part, capacity, pair in TRACKS}
    tracks = []
    for code, site in house.sites.items():
        rooms = _rooms(site, at)
        for track in Track.objects.filter(program__site=site).select_related("program__site", "program__level"):
            wanted = kept.get((code, track.day_part))
            save_track(
                by=SYSTEM,
                program=track.program,
                name=track.name,
                day_part=track.day_part,
                track=track,
                version=track.version,
                at=at,
                capacity=wanted[0] if wanted else track.capacity,
                is_active=wanted is not None,
            )
            if wanted:
                _staff_week(house, track, rooms, wanted[1], at)
                tracks.append(Track.objects.select_related("program__site").get(pk=track.pk))
    return tracks


def _rooms(site: Site, at: dt.datetime) -> list[Room]:
    plan = (
        ("Harbor room", 24, "Screen, whiteboard"),
        ("Garden room", 24, "Mats, speaker"),
        ("Quiet room", 4, "Two armchairs"),
    )
    return [
        save_room(by=SYSTEM, site_id=site.pk, name=name, capacity=capacity, equipment=equipment, at=at)
        for name, capacity, equipment in plan
    ]


def _staff_week(house: Clinic, track: Track, rooms: list[Room], pair: tuple[str, str], at: dt.datetime) -> None:
    """Publish the starting week once more, with a room and facilitators on every part."""
    current = WeeklyTemplate.objects.filter(track=track).order_by("-valid_from").first()
    if current is None:
        return
    room = rooms[1] if track.day_part in ("weekend", "evening") else rooms[0]
    lead, co = (house.staff[name].pk for name in pair)
    breaks = set(ComponentKind.objects.filter(category=ComponentCategory.BREAK).values_list("pk", flat=True))
    days = [
        replace(day, parts=tuple(_staffed(part, room, lead, co, breaks) for part in day.parts))
        for day in planned_days(current)
    ]
    site_day = clock.local_date(at, track.program.site.time_zone)
    # Saved and not published: the days are made once all stays are known, so that no roster lists who left long before.
    save_template_version(by=SYSTEM, track=track, valid_from=site_day, days=days, note="Rooms and facilitators", at=at)


def _staffed(part: PlannedPart, room: Room, lead: uuid.UUID, co: uuid.UUID, breaks: set[uuid.UUID]) -> PlannedPart:
    if part.kind_id in breaks:
        return replace(part, room_id=room.pk)
    return replace(part, room_id=room.pk, lead_id=lead, co_ids=(co,))


def _on_call(house: Clinic, now: dt.datetime) -> None:
    """Fill the rota for two weeks back and four ahead, a week each."""
    for number, (code, site) in enumerate(house.sites.items()):
        people = ("Ferreira", "Sayles", "Verghese") if code == "BOS" else ("Ferreira", "Delacroix", "Yazzie")
        monday = clock.local_date(now, site.time_zone)
        monday -= dt.timedelta(days=monday.weekday() + 14)
        for week in range(6):
            first = monday + dt.timedelta(weeks=week)
            clinic.add_shift(
                by=SYSTEM,
                site_id=site.pk,
                staff_id=house.staff[people[(week + number) % 3]].pk,
                starts_at=clock.at_local(first, dt.time(8), site.time_zone),
                ends_at=clock.at_local(first + dt.timedelta(weeks=1), dt.time(8), site.time_zone),
            )
