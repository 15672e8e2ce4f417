"""Location: a site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from iop.access.actors import Actor
from iop.clinic.models import Organization, Site
from iop.fhir import elements as el
from iop.fhir.matching import Code, Coded, Text
from iop.fhir.specs import Drawn, Parameter, Source, Spec


class Within(Text):
    """Part of an address that was typed as one text: anywhere in it."""

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Look for it anywhere."""
        return super().one(name, value, modifier or "contains")


def rows(actor: Actor) -> QuerySet[Site]:
    """All sites: where they are is no secret."""
    return Site.objects.all()


def gather(found: Sequence[Site]) -> Any:
    """The clinic's id."""
    return Organization.objects.values_list("pk", flat=True).first()


def draw(row: Site, clinic: Any) -> Drawn:
    """Draw a site."""
    return {
        "identifier": [el.identifier(el.own_system("site"), row.code)],
        "status": "active" if row.is_active else "inactive",
        "name": row.name,
        "mode": "instance",
        "telecom": el.present([el.telecom("phone", row.phone, use="work")]),
        "address": el.address(row.address, state=row.state, use="work"),
        "managingOrganization": el.reference("Organization", clinic),
    }


SPEC = Spec(
    kind="Location",
    about="A site.",
    profiles=(f"{el.US_CORE}us-core-location",),
    parameters=(
        Parameter("name", "string", "The site's name."),
        Parameter("identifier", "token", "The site's code."),
        Parameter("address", "string", "Any part of its address."),
        Parameter("address-city", "string", "The city."),
        Parameter("address-state", "string", "The state, in two letters."),
        Parameter("address-postalcode", "string", "The ZIP code."),
        Parameter("status", "token", "Whether it is in use."),
    ),
    sources=(
        Source(
            rows=rows, draw=draw, gather=gather,
            matches={
                "name": Text(("name",)),
                "identifier": Coded("code", el.own_system("site")),
                "address": Within(("address",)),
                "address-city": Within(("address",)),
                "address-state": Text(("state",)),
                "address-postalcode": Within(("address",)),
                "status": Code({"active": Q(is_active=True), "inactive": Q(is_active=False)}),
            },
        ),
    ),
)  # fmt: skip
