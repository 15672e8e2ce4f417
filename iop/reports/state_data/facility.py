"""What the annual facility survey (N-SUMHSS) asks that the record knows: each figure with its definition.

A worksheet for whoever fills in the survey, not a file for submission. Source: reporting.md §3 [GK].
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from billing.models import Coverage, Payer
from clients.models import Episode, Placement
from clients.rules import age
from iop.clinic.choices import Therapy
from iop.clinic.models import OpeningHours, Site, SiteProfile
from iop.core.words import Sentence, say
from scheduling.models import Track
from therapy.choices.medications import Ingredient, Treats
from therapy.models import Medication

ADULT = 18
SECTIONS: dict[str, Sentence] = {
    "services": say("Services offered"),
    "counts": say("Clients on the day"),
    "medication": say("Medication for opioid and alcohol use disorder"),
    "people": say("Age, sex, language"),
    "payment": say("Payment"),
}


@dataclass(frozen=True)
class Figure:
    """One figure or answer: in which part, what it is, its value and how it is worked out."""

    section: str
    label: Sentence
    value: str
    definition: Sentence


def worksheet(sites: Sequence[Site], on: dt.date) -> list[Figure]:
    """Give the worksheet of some sites for a reference date; nine statements, whatever the number of clients."""
    here = [site.pk for site in sites]
    stays = list(Episode.objects.filter(site__in=here).admitted_on(on).select_related("client"))
    return [
        *_services(here, on), *_levels(stays, on), *_medication(stays, on), *_people(stays, on), *_payment(here, stays, on),
    ]  # fmt: skip


def _services(here: list[uuid.UUID], on: dt.date) -> Iterator[Figure]:
    tracks = Track.objects.filter(program__site__in=here, is_active=True).count()
    yield Figure("services", say("Groups of treatment days (tracks)"), str(tracks), say("Tracks in use."))
    profiles = list(SiteProfile.objects.filter(site__in=here))
    named = sorted({str(Therapy(key).label) for row in profiles for key in row.therapies})
    yield Figure(
        "services", say("Therapies named on the program page"), "; ".join(named) or "–",
        say("What the sites’ program pages name."),
    )  # fmt: skip
    co_occurring = any(row.co_occurring for row in profiles)
    yield Figure(
        "services", say("Mental health treated at the same time"), str(say("Yes") if co_occurring else say("Not stated")),
        say("As the program page says."),
    )  # fmt: skip
    days = OpeningHours.objects.filter(site__in=here).values_list("site", "weekday").distinct()
    most = max(Counter(site for site, _ in days).values(), default=0)
    yield Figure("services", say("Days a week the facility is open"), str(most), say("Weekdays with opening hours."))


def _levels(stays: Sequence[Episode], on: dt.date) -> Iterator[Figure]:
    total = say("People in treatment on the day: admitted by then, and not discharged before.")
    yield Figure("counts", say("Clients in treatment"), str(len(stays)), total)
    placed = Placement.objects.filter(episode__in=[stay.pk for stay in stays]).on(on).order_by("-level__intensity")
    counts = Counter(placed.values_list("level__name", flat=True))
    for name, count in counts.items():
        yield Figure("counts", str(name), str(count), say("Of these, placed at this level on the day."))
    none = len(stays) - counts.total()
    yield Figure("counts", say("Without a level on the day"), str(none), say("In treatment, and placed nowhere."))


def _medication(stays: Sequence[Episode], on: dt.date) -> Iterator[Figure]:
    taken = Medication.objects.filter(client__in=[stay.client_id for stay in stays], entered_in_error_at__isnull=True)
    taken = taken.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)
    rows = list(taken.filter(treats__in=(Treats.MOUD, Treats.MAUD)).values_list("client", "treats", "ingredient"))
    for treats, label in ((Treats.MOUD, say("Clients with MOUD")), (Treats.MAUD, say("Clients with MAUD"))):
        people = {client for client, kind, _ in rows if kind == treats}
        yield Figure(
            "medication", label, str(len(people)), say("In treatment on the day, with such a medication on their list.")
        )
    by_drug = Counter(drug for _client, drug in {(client, drug) for client, kind, drug in rows if kind == Treats.MOUD})
    for drug, count in sorted(by_drug.items()):
        yield Figure("medication", str(Ingredient(drug).label), str(count), say("Of those with MOUD, by ingredient."))


def _people(stays: Sequence[Episode], on: dt.date) -> Iterator[Figure]:
    young = sum(age(stay.client.date_of_birth, on) < ADULT for stay in stays)
    yield Figure("people", say("Under 18"), str(young), say("In treatment on the day and younger than 18 on it."))
    for sex, label in (("female", say("Female")), ("male", say("Male"))):
        count = sum(stay.client.sex == sex for stay in stays)
        yield Figure("people", label, str(count), say("Sex as it stands in the chart."))
    tongues = Counter(stay.client.language for stay in stays)
    for code, count in tongues.most_common():
        yield Figure("people", _language(code), str(count), say("Language in the chart, of those in treatment."))


def _language(code: str) -> Sentence:
    known: dict[str, Sentence] = {
        "en": say("English"),
        "es": say("Spanish"),
        "pt": say("Portuguese"),
        "ht": say("Haitian Creole"),
    }
    return known.get(code, code)


def _payment(here: list[uuid.UUID], stays: Sequence[Episode], on: dt.date) -> Iterator[Figure]:
    payers: Any = Payer.objects.filter(is_active=True).order_by("name")
    by_kind: dict[str, list[str]] = {}
    for payer in payers:
        by_kind.setdefault(str(payer.get_kind_display()), []).append(payer.name)
    for label, names in by_kind.items():
        yield Figure("payment", label, "; ".join(names), say("Payers kept and in use."))
    clients = [stay.client_id for stay in stays]
    holding = Coverage.objects.filter(client__in=clients, error_at__isnull=True).on(on)
    covered = set(holding.values_list("client", flat=True))
    yield Figure(
        "payment",
        say("Clients with coverage on the day"),
        str(len(covered)),
        say("In treatment, with a plan that holds."),
    )
    yield Figure(
        "payment", say("Clients without coverage on the day"), str(len(set(clients) - covered)),
        say("In treatment, and no plan is entered: self-pay, sliding fee or not entered yet."),
    )  # fmt: skip
