"""What US Core wants told of a person besides how to reach them: race and ethnicity, sex, and that they died.

Race and ethnicity are the answers kept for the state (``iop.reports.state_data``); which categories of OMB's they are stands
in that package's data (``mappings_us_core.json``), so a clinic with words of its own says it there. Source: US Core 6.1.0.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from clients.choices import DischargeKind, Sex
from clients.models import Client, Episode
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.fhir import elements as el
from iop.reports.state_data import codes
from iop.reports.state_data.choices import NOT_COLLECTED, UNKNOWN
from iop.reports.state_data.models import StateRecord

CDC = "urn:oid:2.16.840.1.113883.6.238"
NULLS = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"
NO_ANSWER = ("UNK", "ASKU")
SEX = {Sex.FEMALE: "248152002", Sex.MALE: "248153007"}
"""SNOMED CT. What was not asked, and another answer than these, have no code there and are left out."""
ASKED = ("race", "ethnicity")
SAYS_SO = Q()
for _field in ASKED:
    SAYS_SO |= Q(**{f"values__{_field}__isnull": False}) & ~Q(**{f"values__{_field}__in": ["", NOT_COLLECTED]})


def answered(actor: Actor) -> QuerySet[StateRecord]:
    """Give the answers that the actor may see: of colleagues, whoever keeps the state's data, as on the pages."""
    permission = Permission.STATE_DATA_KEEP if actor.staff_id else Permission.CLIENT_VIEW
    return StateRecord.objects.visible_to(actor, permission).filter(SAYS_SO)


def has_answered(actor: Actor) -> Exists:
    """Ask whether anything was answered about race or ethnicity that the actor may see."""
    return Exists(answered(actor).filter(episode__client=OuterRef("pk")))


def has_died(actor: Actor) -> Exists:
    """Ask whether a stay ended because they died."""
    stays = Episode.objects.visible_to(actor).filter(discharge_kind=DischargeKind.DECEASED)
    return Exists(stays.filter(client=OuterRef("pk")))


def answers(actor: Actor) -> Prefetch[Any]:
    """Join the stays with what was answered about each."""
    stays = Episode.objects.prefetch_related(Prefetch("state_records", answered(actor)))
    return Prefetch("episodes", stays, to_attr="stays_told_of")


def sex(row: Client) -> list[el.Part]:
    """Tell the sex on record: it is asked for the cut-offs of two scores, not as the one assigned at birth."""
    code = SEX.get(Sex(row.sex))
    return [{"url": f"{el.US_CORE}us-core-sex", "valueCode": code}] if code else []


def race_and_ethnicity(row: Client) -> list[el.Part]:
    """Tell what was answered last; an answer goes before "not known" of a later day."""
    records = [record for stay in row.stays_told_of for record in stay.state_records.all()]  # type: ignore[attr-defined]
    records.sort(key=lambda each: (each.answered_at or each.created_at, each.pk), reverse=True)
    told = []
    for field in ASKED:
        words = [str(record.values[field]) for record in records if record.values.get(field)]
        known = [word for word in words if word not in (UNKNOWN, NOT_COLLECTED)]
        word = next(iter(known), UNKNOWN if UNKNOWN in words else "")
        if word:
            told.append(_extension(field, word))
    return told


def _extension(field: str, word: str) -> el.Part:
    category = codes.mapped(f"us_core_{field}", word)
    detailed = codes.mapped(f"us_core_{field}_detailed", word)
    parts = [
        {"url": "ombCategory", "valueCoding": _coding(category)} if category else None,
        {"url": "detailed", "valueCoding": _coding(detailed)} if detailed else None,
        {"url": "text", "valueString": codes.label(field, word)},
    ]
    return {"url": f"{el.US_CORE}us-core-{field}", "extension": el.present(parts)}


def _coding(code: str) -> el.Part:
    return el.coding(NULLS if code in NO_ANSWER else CDC, code, codes.mapped("us_core_names", code))
