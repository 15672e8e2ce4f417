"""The demo's story of what the state is told of admissions and discharges."""

from __future__ import annotations

import datetime as dt
from random import Random

from clients.actions.parties import add_party
from clients.choices import PartyKind
from clients.models import RecipientParty
from iop.clinic.actions import change_setting
from iop.clinic.models import Site
from iop.core import clock
from iop.demo.clinic import Clinic
from iop.reports.state_data.actions import hand_in, keep_site, preview
from iop.reports.state_data.choices import RecordKind
from iop.reports.state_data.fields import asked_of
from iop.reports.state_data.models import StateExtract, StateRecord
from iop.reports.state_data.reading import Item, read

DAY = dt.timedelta(days=1)
ADMIN, OFFICER, KEEPER = "Nakai", "Quist", "Lindqvist"
AUTHORITY = "Bureau of Substance Addiction Services"
LAW = "M.G.L. c. 111E; 105 CMR 164.000: reporting of admissions and discharges to the single state authority"
BACK = 84 * DAY
FRESH = 12 * DAY
"""What happened more recently is not answered yet."""
CASEWORK: dict[str, tuple[str, ...]] = {
    "race": ("white", "white", "white", "black", "black", "asian", "two_or_more", "other_single", "unknown"),
    "ethnicity": ("not_hispanic", "not_hispanic", "not_hispanic", "puerto_rican", "other_hispanic"),
    "marital": ("never", "never", "married", "divorced", "separated", "widowed"),
    "veteran": ("no", "no", "no", "no", "yes"),
    "codependent": ("no",),
    "education": ("9", "11", "12", "12", "12", "13", "14", "16", "18"),
    "employment": ("full_time", "part_time", "unemployed", "unemployed", "not_in_labor_force"),
    "living": ("independent", "independent", "dependent", "dependent", "homeless"),
    "income": ("wages", "wages", "public_assistance", "retirement_disability", "none"),
    "prior_elsewhere": ("0", "0", "1", "1", "2", "3", "5"),
    "arrests": ("0", "0", "0", "0", "1"),
    "self_help": ("none", "month_1_3", "month_4_7", "month_8_30"),
    "psychiatric": ("no", "yes"),
    "moud": ("no",),
    "referral": ("self", "health_provider", "ad_provider"),
    "insurance": ("none",),
    "payer": ("self_pay",),
}
FIRST = ("alcohol", "alcohol", "other_opiates", "heroin", "cocaine", "methamphetamine", "marijuana", "benzodiazepines")
ROUTES = {"alcohol": "oral", "heroin": "injection", "marijuana": "smoking", "cocaine": "inhalation"}
AT_THE_END = ("none_month", "none_month", "none_month", "month_1_3", "week_1_2")


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``: Boston's state wants it, older events are answered, two months are handed in."""
    site = house.sites["BOS"]
    begun = now - BACK
    _want_it(house, site, begun)
    items = read([site.pk], begun.date(), now.date())
    _answer(house, dice, items, now)
    first = (now.date().replace(day=1) - DAY).replace(day=1)
    for at, days in ((now - 40 * DAY, (begun.date(), (first - DAY))), (now - 5 * DAY, (first, now.date() - FRESH))):
        if days[0] <= days[1]:
            _hand_in(house, site, days, at)
    if not StateExtract.objects.filter(site=site).exists():
        # A clinic that has only just begun hands in what it has.
        _hand_in(house, site, (begun.date(), now.date()), now)


def _want_it(house: Clinic, site: Site, at: dt.datetime) -> None:
    with clock.frozen(at):
        change_setting(
            by=house.acting(ADMIN, at), key="state_data.wanted", value=True, valid_from=at.date(), on=at.date(), site_id=site.pk
        )  # fmt: skip
        party = RecipientParty.objects.filter(kind=PartyKind.AUTHORITY, name=AUTHORITY).first() or add_party(
            by=house.acting(OFFICER, at), kind=PartyKind.AUTHORITY, name=AUTHORITY, at=at, address="250 Washington Street, Boston, MA 02108",
            phone="+16175550390",
        )  # fmt: skip
        keep_site(
            by=house.acting(KEEPER, at), site_id=site.pk, party=party, authority=LAW, provider_number="MA0417",
            layout="admissions-csv",
        )  # fmt: skip


def _answer(house: Clinic, dice: Random, items: list[Item], now: dt.datetime) -> None:
    """Answer what is older; the newest wait, and one in twelve lacks something."""
    rows: list[StateRecord] = []
    kept: dict[object, dict[str, str]] = {}
    staff = house.staff[KEEPER]
    oldest = next((item for item in items if item.event.kind == RecordKind.ADMISSION), None)
    for item in items:
        event = item.event
        if event.on > (now - FRESH).date() and item is not oldest:
            continue
        at = clock.at_local(
            event.on + dice.randint(1, 9) * DAY, dt.time(15, dice.randint(0, 59)), event.episode.site.time_zone
        )
        values = _values(item, dice, kept.get(event.episode.pk, {}))
        kept[event.episode.pk] = values
        if dice.random() < 1 / 12 and item is not oldest:
            values = {key: value for key, value in values.items() if key not in ("race", "employment")}
        whole = (
            not {"race", "employment"} - set(values) or event.kind == RecordKind.DISCHARGE and "employment" in values
        )
        rows.append(
            StateRecord(
                episode=event.episode, kind=event.kind, placement_id=event.placement_id, values=values,
                status="complete" if whole else "draft", answered_by=staff, answered_at=min(at, now), created_at=min(at, now),
            )
        )  # fmt: skip
    StateRecord.objects.bulk_create(rows)


def _values(item: Item, dice: Random, before: dict[str, str]) -> dict[str, str]:
    """Invent what somebody would have answered: as the assessment says, as at admission, else by the dice."""
    known = item.facts.known
    found = {key: dice.choice(words) for key, words in CASEWORK.items()} | _substances(dice)
    found |= {
        key: each.value for key, each in item.facts.clinical.items() if not key.startswith(("substance", "route"))
    }
    if item.event.kind == RecordKind.DISCHARGE and before:
        found |= {key: value for key, value in before.items() if key not in ("frequency_1", "self_help", "employment")}
        found["frequency_1"] = dice.choice(AT_THE_END)
    age = int(known["age"].value)
    for number in (1, 2, 3):
        if found.get(f"first_use_{number}", "").isdigit():
            found[f"first_use_{number}"] = str(min(int(found[f"first_use_{number}"]), age))
    found["pregnant"] = "no" if known["sex"].value == "female" else "not_applicable"
    found["labor"] = "student" if found["employment"] == "not_in_labor_force" else "not_applicable"
    referral = known["referral"].value if "referral" in known else found["referral"]
    found["criminal"] = dice.choice(("probation", "dui", "court")) if referral == "court" else "not_applicable"
    asked = {each.key for each in asked_of(item.event.kind)} - set(known)
    return {key: value for key, value in found.items() if key in asked}


def _substances(dice: Random) -> dict[str, str]:
    first = dice.choice(FIRST)
    second = dice.choice(("none", "none", *(word for word in FIRST if word != first)))
    found = {"substance_1": first, "substance_2": second, "substance_3": "none"}
    for number, word in ((1, first), (2, second), (3, "none")):
        is_drug = word != "none"
        found[f"route_{number}"] = ROUTES.get(word, "oral") if is_drug else "not_applicable"
        found[f"frequency_{number}"] = dice.choice(("daily", "week_3_6", "week_1_2")) if is_drug else "not_applicable"
        if is_drug:
            found[f"first_use_{number}"] = str(dice.randint(13, 26))
    return found


def _hand_in(house: Clinic, site: Site, days: tuple[dt.date, dt.date], at: dt.datetime) -> None:
    with clock.frozen(at):
        for layout in ("admissions-csv", "discharges-csv"):
            _one_file(house, site, days, layout, at)


def _one_file(house: Clinic, site: Site, days: tuple[dt.date, dt.date], layout: str, at: dt.datetime) -> None:
    by = house.acting(KEEPER, at)
    found = preview(by=by, site=site, first=days[0], last=days[1], layout=layout, on=at.date())
    if found.inside:
        hand_in(by=by, site=site, first=days[0], last=days[1], layout=layout, at=at)
