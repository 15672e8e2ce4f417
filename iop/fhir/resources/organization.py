"""Organization: the clinic itself, and those who pay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from billing.models import BillingIdentity, Payer
from iop.access.actors import Actor
from iop.clinic.models import Organization, Site
from iop.fhir import days
from iop.fhir import elements as el
from iop.fhir.matching import NOTHING, Code, Match, Number, Text
from iop.fhir.specs import Drawn, Parameter, Source, Spec

TYPES = "http://terminology.hl7.org/CodeSystem/organization-type"
PAYER_CODE = el.own_system("payer-code")


def clinics(actor: Actor) -> QuerySet[Organization]:
    """The one clinic."""
    return Organization.objects.all()


def payers(actor: Actor) -> QuerySet[Payer]:
    """Who pays, with those out of use: covers of the past name them."""
    return Payer.objects.select_related("party")


def numbers(found: Sequence[Organization]) -> tuple[list[BillingIdentity], list[Site]]:
    """Read under which numbers the clinic bills today, and its sites."""
    identities = BillingIdentity.objects.on(days.today()).order_by("npi", "pk")
    return list(identities), list(Site.objects.filter(is_active=True))


def draw_clinic(row: Organization, beside: Any) -> Drawn:
    """Draw the clinic."""
    identities, sites = beside
    npis = dict.fromkeys(each.npi for each in identities)
    phones = dict.fromkeys(str(site.phone) for site in sites if site.phone)
    return {
        "identifier": [el.identifier(el.NPI, npi, type_code="NPI") for npi in npis],
        "active": True,
        "type": [el.concept(el.coding(TYPES, "prov", "Healthcare Provider"))],
        "name": row.name,
        "telecom": el.present(el.telecom("phone", phone, use="work") for phone in phones),
        "address": [_billed_from(each) for each in identities],
    }


def draw_payer(row: Payer, beside: None) -> Drawn:
    """Draw a payer."""
    return {
        "identifier": [el.identifier(PAYER_CODE, row.payer_code)],
        "active": row.is_active,
        "type": [el.concept(el.coding(TYPES, "pay", "Payer"))],
        "name": row.name,
        "telecom": el.present([el.telecom("phone", row.party.phone, use="work")]),
        "address": el.present([el.address(row.party.address, use="work")]),
    }


def _billed_from(each: BillingIdentity) -> el.Part:
    zip_code = f"{each.zip[:5]}-{each.zip[5:]}"
    return {
        "use": "billing", "line": [each.street], "city": each.city, "state": each.state, "postalCode": zip_code,
        "country": "US",
    }  # fmt: skip


def _of_ours(value: str) -> Q:
    return Q() if BillingIdentity.objects.filter(npi=value).exists() else Q(pk__in=())


class BilledFrom(Match):
    """The clinic's own addresses are those that it bills from today."""

    modifiers = ("exact", "contains")

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Ask each part of each address: the clinic is one, so it is found whole or not at all."""
        fits = Text(("street", "city", "state", "zip")).one(name, value, modifier)
        return Q() if BillingIdentity.objects.on(days.today()).filter(fits).exists() else NOTHING


SPEC = Spec(
    kind="Organization",
    about="The clinic, and payers.",
    profiles=(f"{el.US_CORE}us-core-organization",),
    parameters=(
        Parameter("name", "string", "The name."),
        Parameter("identifier", "token", "The national provider number, or a payer's electronic number."),
        Parameter("address", "string", "The beginning of the address, or of one of its parts where it is kept in parts."),
        Parameter("type", "token", "prov: the clinic; pay: payers."),
        Parameter("active", "token", "Whether it is in use."),
    ),
    sources=(
        Source(
            rows=clinics, draw=draw_clinic, gather=numbers,
            matches={
                "name": Text(("name",)),
                "identifier": Number({el.NPI: _of_ours}),
                "address": BilledFrom(),
                "type": Code({"prov": Q()}, TYPES),
                "active": Code({"true": Q()}),
            },
        ),
        Source(
            rows=payers, draw=draw_payer,
            matches={
                "name": Text(("name",)),
                "identifier": Number({PAYER_CODE: lambda value: Q(payer_code=value)}),
                "address": Text(("party__address",)),
                "type": Code({"pay": Q()}, TYPES),
                "active": Code({"true": Q(is_active=True), "false": Q(is_active=False)}),
            },
        ),
    ),
)  # fmt: skip
