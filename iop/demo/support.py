"""The demo's story of medications, referrals, resources and support meetings."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

from clients.models import CareTeamMembership, Diagnosis, Episode
from iop.access.actors import SYSTEM, Actor
from iop.clinic.models import Site
from iop.core import clock
from iop.demo.clinic import Clinic
from therapy.actions import medications, support
from therapy.choices.medications import InjectionSite, LearnedFrom, NaloxoneOutcome, NaloxoneProduct, NaloxoneWhy
from therapy.choices.support import MeetingKind, MeetingPlace, ReferralStatus
from therapy.models.support import CommunityResource, Referral

DAY = dt.timedelta(days=1)
RICH = 14
"""How many charts are told at length; the others carry what anybody would find in one."""
THIN = 24
NOON = dt.time(12, 40)

PLACES: tuple[dict[str, Any], ...] = (
    {
        "name": "Harrison Commons Recovery House", "needs": ["recovery_housing"], "phone": "617 555 0131",
        "description": "Twelve beds for men, house meetings on Mondays, curfew at eleven.", "cost": "$190 a week",
        "eligibility": "Men, 14 days without use", "hours": "Intake Tue and Thu 10–14", "languages": "English, Spanish",
        "how_to_refer": "Call intake; they speak with the person the same day.", "takes_medication": True,
    },
    {
        "name": "Rosa's House", "needs": ["recovery_housing", "family"], "phone": "617 555 0132",
        "description": "Six rooms for women, two of them with children.", "eligibility": "Women, also with children under ten",
        "hours": "Every day 9–17", "languages": "English, Spanish, Portuguese", "how_to_refer": "Form on their web page.",
        "takes_medication": True,
    },
    {
        "name": "Second Shift Employment Services", "needs": ["employment", "vocational"], "phone": "617 555 0133",
        "description": "Job coaching, fair-chance employers, interview clothes.", "hours": "Mon–Fri 9–17",
        "languages": "English, Haitian Creole", "how_to_refer": "People call themselves; a letter helps.",
    },
    {
        "name": "South End Food Pantry", "needs": ["food"], "phone": "617 555 0134", "hours": "Wed 10–13, Sat 9–12",
        "description": "Groceries once a week, no papers asked.", "languages": "English, Spanish, Cantonese",
    },
    {
        "name": "Tenants' Legal Aid", "needs": ["legal", "housing"], "phone": "617 555 0135", "cost": "Free under 125 % of poverty",
        "description": "Evictions, records, guardianship.", "hours": "Walk-in Mon 13–16", "languages": "English, Spanish",
    },
    {
        "name": "CarePool Rides", "needs": ["transport"], "phone": "617 555 0136", "description": "Rides to treatment, booked two days ahead.",
        "eligibility": "State Medicaid", "hours": "Call Mon–Fri 7–18", "languages": "English, Spanish",
    },
    {
        "name": "Little Lantern Childcare", "needs": ["childcare"], "phone": "617 555 0137", "hours": "Mon–Fri 7–18",
        "description": "Drop-in care for children while a parent is in treatment.", "cost": "Vouchers taken",
    },
    {
        "name": "Harbor Street Health Center", "needs": ["medical", "dental", "moud"], "phone": "617 555 0138",
        "description": "Primary care, dentist, buprenorphine on the day they ask.", "hours": "Mon–Sat 8–19",
        "languages": "English, Spanish, interpreters", "takes_medication": True,
    },
)  # fmt: skip
TUCSON: tuple[dict[str, Any], ...] = (
    {
        "name": "Saguaro Sober Living", "needs": ["recovery_housing"], "phone": "520 555 0181", "takes_medication": True,
        "description": "Eight beds, shuttle to Speedway.", "hours": "Every day 8–18", "languages": "English, Spanish",
    },
    {
        "name": "Old Pueblo Job Center", "needs": ["employment", "education"], "phone": "520 555 0182",
        "description": "Coaching, GED classes, apprenticeships.", "hours": "Mon–Fri 8–17",
    },
)  # fmt: skip

ORAL = {"route": "oral"}
FOR_OPIOIDS: tuple[dict[str, Any], ...] = (
    {
        "name": "Suboxone", "ingredient": "buprenorphine_naloxone", "dose": "8 mg/2 mg", "frequency": "twice a day",
        "route": "sublingual", "treats": "moud", "prescriber": "Dr. Amina Sow, Harbor Street Health Center",
    },
    {
        "name": "Methadone", "ingredient": "methadone", "dose": "80 mg", "frequency": "once a day at the clinic", **ORAL,
        "treats": "moud", "prescriber": "Bridgeway Opioid Treatment Program",
    },
    {
        "name": "Sublocade", "ingredient": "buprenorphine", "dose": "300 mg", "frequency": "every four weeks",
        "route": "subcutaneous", "treats": "moud", "every_days": 28, "prescriber": "Dr. Amina Sow, Harbor Street Health Center",
    },
)  # fmt: skip
FOR_ALCOHOL: tuple[dict[str, Any], ...] = (
    {
        "name": "Vivitrol", "ingredient": "naltrexone", "dose": "380 mg", "frequency": "every four weeks",
        "route": "intramuscular", "treats": "maud", "every_days": 28, "prescriber": "Dr. Ishaan Verghese",
    },
    {
        "name": "Naltrexone", "ingredient": "naltrexone", "dose": "50 mg", "frequency": "once a day", **ORAL, "treats": "maud",
        "prescriber": "Primary care",
    },
    {
        "name": "Acamprosate", "ingredient": "acamprosate", "dose": "666 mg", "frequency": "three times a day", **ORAL,
        "treats": "maud", "prescriber": "Primary care",
    },
)  # fmt: skip
BESIDE: tuple[dict[str, Any], ...] = (
    {"name": "Sertraline", "ingredient": "sertraline", "dose": "50 mg", "frequency": "once a day", "treats": "mental_health"},
    {"name": "Escitalopram", "ingredient": "escitalopram", "dose": "10 mg", "frequency": "in the morning", "treats": "mental_health"},
    {"name": "Trazodone", "ingredient": "trazodone", "dose": "50 mg", "frequency": "at night", "treats": "sleep"},
    {"name": "Hydroxyzine", "ingredient": "hydroxyzine", "dose": "25 mg", "frequency": "up to three times a day", "treats": "mental_health", "as_needed": True},
    {"name": "Lisinopril", "ingredient": "other", "dose": "10 mg", "frequency": "once a day", "treats": "physical"},
    {"name": "Vyvanse", "ingredient": "lisdexamfetamine", "dose": "30 mg", "frequency": "in the morning", "treats": "mental_health"},
    {"name": "Ibuprofen", "ingredient": "ibuprofen", "dose": "400 mg", "frequency": "when the back hurts", "treats": "pain", "as_needed": True},
)  # fmt: skip
ALLERGIES = (
    ("Penicillin", "Rash as a child", "mild"),
    ("Sulfa drugs", "Swelling of the face", "severe"),
    ("Peanuts", "", "moderate"),
)
CONTACTS = (
    ("client", "phone", "reached", 12, "housing", "Went through the application together; papers are complete but for the pay slip."),
    ("client", "in_person", "reached", 20, "employment", "Practiced the interview; nervous about the gap in the résumé."),
    ("resource", "phone", "left_message", 0, "housing", "Asked to be called back about free beds."),
    ("relative", "phone", "reached", 10, "transport", "The sister can drive on Thursdays."),
    ("client", "text", "sent", 0, "food", ""),
    ("resource", "phone", "reached", 8, "employment", "Asked about opening hours and what to bring; nothing said about the client."),
)  # fmt: skip
REFERRALS = (
    ("recovery_housing", "A room where nobody drinks.", ("waiting", "accepted", "attended", "closed")),
    ("employment", "Work that does not begin before ten.", ("accepted", "attended")),
    ("food", "Groceries until the first pay check.", ("attended", "closed")),
    ("legal", "The letter from the landlord.", ("waiting",)),
    ("transport", "A way here on days without the car.", ("declined_by_client",)),
    ("medical", "A doctor of their own.", ("accepted",)),
)  # fmt: skip
STEP_WORDS = {
    "waiting": "They put the name on their list; three weeks, they think.", "accepted": "They have an appointment.",
    "attended": "Went there and liked it.", "closed": "Settled; nothing more to do.",
    "declined_by_client": "A neighbor drives instead.",
}  # fmt: skip


@dataclass
class Told:
    """One chart of the story: whose, by whom, and the days it has."""

    episode: Episode
    by: str
    last: dt.datetime
    zone: str
    dice: random.Random = field(repr=False)

    @property
    def first(self) -> dt.date:
        """The day it began, at most twelve weeks back."""
        assert self.episode.admitted_on is not None
        return max(self.episode.admitted_on, (self.last - dt.timedelta(weeks=12)).date())

    def at(self, days: float) -> dt.datetime:
        """Say the instant so many days after the beginning, never after now."""
        wall = clock.at_local(self.first + dt.timedelta(days=int(days)), NOON, self.zone)
        return min(wall + dt.timedelta(minutes=self.dice.randrange(50)), self.last)

    @property
    def length(self) -> int:
        """How many days there are."""
        return max((self.last.date() - self.first).days, 0)


def fill(house: Clinic, dice: random.Random, now: dt.datetime) -> None:
    """Tell the story up to ``now``."""
    _places(house, now - dt.timedelta(weeks=13))
    stays = _stays(dice)
    for number, told in enumerate(_told(house, stays, dice, now)):
        if number < RICH:
            _rich(house, told, number)
        else:
            _thin(house, told, is_listed=number < RICH + THIN)
    with clock.frozen(now):
        medications.owe_medication_work(by=SYSTEM, at=now)


def _stays(dice: random.Random) -> list[Episode]:
    rows = Episode.objects.admitted().filter(client__is_restricted=False).select_related("site", "client")
    found = sorted(rows, key=lambda row: (row.admitted_on, str(row.client.record_number)))
    dice.shuffle(found)
    return found


def _told(house: Clinic, stays: list[Episode], dice: random.Random, now: dt.datetime) -> list[Told]:
    team = CareTeamMembership.objects.filter(episode__in=stays, role="primary_counselor", ends_on__isnull=True)
    names = dict(team.values_list("episode", "staff__last_name"))
    return [Told(row, names.get(row.pk, "Ferreira"), now, row.site.time_zone, dice) for row in stays]


def _places(house: Clinic, at: dt.datetime) -> None:
    with clock.frozen(at):
        by = house.acting("Ferreira", at)
        for code, places in (("BOS", PLACES), ("TUC", TUCSON)):
            site: Site = house.sites[code]
            for place in places:
                support.add_resource(by=SYSTEM if code == "TUC" else by, site_id=site.pk, at=at, **place)


def _rich(house: Clinic, told: Told, number: int) -> None:
    kept = _medications(house, told, number)
    if number % 3 == 0:
        _allergy(house, told)
    _gone_through(house, told)
    _naloxone(house, told, number)
    _referrals(house, told, number)
    _contacts(house, told)
    _meetings(house, told)
    _task(house, told, number)
    if number == 0 and kept:
        with clock.frozen(told.at(told.length)):
            medications.mark_medication_error(
                by=_by(house, told, told.length), medication=kept[-1], version=1, reason="The bottle was their partner's.",
                at=told.at(told.length),
            )  # fmt: skip


def _thin(house: Clinic, told: Told, *, is_listed: bool) -> None:
    if is_listed:
        at = told.at(1)
        with clock.frozen(at):
            _add(house, told, at, told.dice.choice(BESIDE), told.first - told.dice.randrange(20, 200) * DAY)
    if told.dice.random() < 0.85:
        # Most lists were gone through within the month; the others are on the work list.
        at = told.at(max(2, told.length - told.dice.randrange(1, 27)))
        with clock.frozen(at):
            _reconcile(house, told, at)


def _by(house: Clinic, told: Told, days: float) -> Actor:
    return house.acting(told.by, told.at(days))


def _add(house: Clinic, told: Told, at: dt.datetime, words: dict[str, Any], since: dt.date) -> Any:
    return medications.add_medication(
        by=house.acting(told.by, at), client=told.episode.client, site_id=told.episode.site_id, starts_on=since, at=at,
        start_is_about=since < told.first, learned_from=told.dice.choice((LearnedFrom.PACKAGE, LearnedFrom.CLIENT, LearnedFrom.PHARMACY)),
        **words,
    )  # fmt: skip


def _medications(house: Clinic, told: Told, number: int) -> list[Any]:
    at = told.at(1)
    codes = Diagnosis.objects.filter(client=told.episode.client, ends_on__isnull=True).values_list(
        "code__code", flat=True
    )
    opioids = any(code.startswith("F11") for code in codes) or number % 2 == 0
    menu = FOR_OPIOIDS if opioids else FOR_ALCOHOL
    with clock.frozen(at):
        main = _add(house, told, at, menu[number // 2 % len(menu)], told.first - told.dice.randrange(0, 20) * DAY)
        kept = [
            _add(house, told, at, words, told.first - told.dice.randrange(30, 400) * DAY)
            for words in told.dice.sample(BESIDE, 2)
        ]
    if main.every_days:
        _injections(house, told, main)
    elif told.length > 20:
        _other_dose(house, told, main, number)
    if number % 4 == 1 and told.length > 30:
        later = told.at(30)
        with clock.frozen(later):
            medications.stop_medication(
                by=house.acting(told.by, later), medication=kept[0], version=1, on=later.date(), reason="side_effects", at=later,
                note="Nausea; the prescriber knows.",
            )  # fmt: skip
    return kept


def _other_dose(house: Clinic, told: Told, main: Any, number: int) -> None:
    at = told.at(14)
    dose = {"Suboxone": "12 mg/3 mg", "Methadone": "95 mg", "Naltrexone": "100 mg", "Acamprosate": "333 mg"}[main.name]
    with clock.frozen(at):
        medications.change_dose(
            by=house.acting(told.by, at), medication=main, version=1, dose=dose, frequency=main.frequency,
            starts_on=at.date() + DAY, at=at, note="Cravings in the evening." if number % 2 else "",
        )  # fmt: skip


def _injections(house: Clinic, told: Told, main: Any) -> None:
    # The last one but for the gap: a few come due this week, so the work list has something to show.
    sides = (InjectionSite.LEFT_GLUTEAL, InjectionSite.RIGHT_GLUTEAL)
    for turn in range(told.length // 28 + 1):
        at = told.at(1 + 28 * turn)
        if turn and at >= told.last:
            return
        with clock.frozen(at):
            medications.give_injection(
                by=house.acting("Verghese", at), medication=main, lot=f"L{told.dice.randrange(10000, 99999)}", expires_on=at.date() + 300 * DAY,
                body_site=sides[turn % 2], at=at,
            )  # fmt: skip


def _allergy(house: Clinic, told: Told) -> None:
    at = told.at(1)
    substance, reaction, severity = told.dice.choice(ALLERGIES)
    with clock.frozen(at):
        medications.add_allergy(
            by=house.acting(told.by, at), client=told.episode.client, site_id=told.episode.site_id, substance=substance,
            reaction=reaction, severity=severity, at=at,
        )  # fmt: skip


def _gone_through(house: Clinic, told: Told) -> None:
    for days in range(2, told.length + 1, 30):
        with clock.frozen(told.at(days)):
            _reconcile(house, told, told.at(days), differed=days > 30 and told.dice.random() < 0.5)


def _reconcile(house: Clinic, told: Told, at: dt.datetime, *, differed: bool = False) -> None:
    medications.reconcile(
        by=house.acting(told.by, at), episode=told.episode, compared_with=[LearnedFrom.CLIENT, LearnedFrom.PACKAGE], at=at,
        differed=differed, note="A new bottle from the pharmacy; the list is changed." if differed else "",
    )  # fmt: skip


def _naloxone(house: Clinic, told: Told, number: int) -> None:
    at = told.at(1)
    with clock.frozen(at):
        if number % 5 == 4:
            medications.note_naloxone(
                by=house.acting(told.by, at), episode=told.episode, why=NaloxoneWhy.ADMISSION, at=at,
                outcome=told.dice.choice((NaloxoneOutcome.DECLINED, NaloxoneOutcome.HAS_ONE)), was_trained=True,
            )  # fmt: skip
        else:
            medications.give_naloxone(
                by=house.acting(told.by, at), episode=told.episode, kits=1 + number % 2, product=NaloxoneProduct.NASAL_4,
                lot=f"NX{told.dice.randrange(1000, 9999)}", expires_on=at.date() + 500 * DAY, was_trained=True,
                why=NaloxoneWhy.ADMISSION, at=at,
            )  # fmt: skip


def _referrals(house: Clinic, told: Told, number: int) -> None:
    for turn in range(1 + number % 2):
        need, wish, steps = REFERRALS[(number + turn) % len(REFERRALS)]
        place = CommunityResource.objects.filter(site=told.episode.site, needs__contains=[need]).first()
        at = told.at(5 + 9 * turn)
        with clock.frozen(at):
            row = support.refer(
                by=house.acting(told.by, at), episode=told.episode, need=need, at=at, resource=place,
                to_name="" if place else "City services", wish=wish, is_warm=number % 3 == 0,
            )  # fmt: skip
        _steps(house, told, row, steps, 5 + 9 * turn)


def _steps(house: Clinic, told: Told, row: Referral, steps: tuple[str, ...], days: int) -> None:
    for turn, status in enumerate(steps, start=1):
        if days + 7 * turn >= told.length:
            return
        at = told.at(days + 7 * turn)
        with clock.frozen(at):
            row = support.move_referral(
                by=house.acting(told.by, at), referral=row, version=row.version, to=ReferralStatus(status),
                note=STEP_WORDS[status], at=at,
            )  # fmt: skip


def _contacts(house: Clinic, told: Told) -> None:
    for days in range(3, told.length, 9):
        with_whom, how, outcome, minutes, about, summary = told.dice.choice(CONTACTS)
        at = told.at(days)
        with clock.frozen(at):
            support.log_contact(
                by=house.acting(told.by, at), episode=told.episode, contacted_at=at, with_whom=with_whom, how=how,
                outcome=outcome, minutes=minutes, about=about, summary=summary, at=at,
            )  # fmt: skip


def _meetings(house: Clinic, told: Told) -> None:
    kind = told.dice.choice((MeetingKind.AA, MeetingKind.NA, MeetingKind.SMART, MeetingKind.DHARMA, MeetingKind.AA))
    for turn, days in enumerate(range(4, told.length, 6)):
        if told.dice.random() < 0.25:
            continue
        at = told.at(days)
        with clock.frozen(at):
            support.log_meeting(
                by=house.acting(told.by, at), episode=told.episode, on=at.astimezone(dt.UTC).date() - DAY, kind=kind,
                place=MeetingPlace.ONLINE if told.dice.random() < 0.2 else MeetingPlace.IN_PERSON, is_home_group=turn > 2,
                has_sponsor=turn > 4, at=at,
            )  # fmt: skip


def _task(house: Clinic, told: Told, number: int) -> None:
    words = ("Send the pay slip to the housing office", "Ask the court clerk for the next date", "Renew the bus pass")
    at = told.last - told.dice.randrange(0, 3) * DAY
    with clock.frozen(at):
        support.add_task(
            by=house.acting(told.by, at), episode=told.episode, words=words[number % 3], at=at,
            due_on=clock.local_date(at, told.zone) + told.dice.randrange(1, 6) * DAY,
        )  # fmt: skip
