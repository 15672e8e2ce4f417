"""What a resource is, as data: where its rows come from, how they are drawn, what may be asked, and which gate they pass.

The searches, the scopes, the CapabilityStatement and the export all read these same tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from clients.choices import Information
from iop.access.actors import Actor
from iop.api.oauth import smart
from iop.fhir.matching import Match

Drawn = dict[str, Any]


@dataclass(frozen=True)
class Parameter:
    """One search parameter: its name and type of search (token, date, reference, string, uri, quantity) and what it asks.

    ``is_personal`` keeps what was asked out of every address that we write (names, birth dates, numbers). ``element`` is
    where a reference stands in the drawn resource, for ``_include``; ``targets`` are the resources it may lead to.
    """

    name: str
    type: str
    asks: str
    is_personal: bool = False
    element: str = ""
    targets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """One table that rows of a resource come from.

    ``rows`` gives what an actor may see, with what ``draw`` needs joined or prefetched, in any order; an integration's scopes
    and a colleague's permissions are in the actor. ``draw`` turns a row into the resource without id and meta, and reads
    nothing; ``gather`` reads for a whole page at once what a row cannot carry, and is handed to ``draw``. ``client_path`` leads
    from a row to its client; rows with one pass the gate as ``information``. ``matches`` says how each parameter is asked of
    this table: one that is missing finds nothing here. ``changed`` is an expression for the last change, else the audit
    record says it. ``labels`` are sensitivity codes besides those of every client resource. ``on_consent`` false: never leaves
    on a consent, whatever it names.
    """

    rows: Callable[[Actor], models.QuerySet[Any]]
    draw: Callable[[Any, Any], Drawn]
    matches: Mapping[str, Match]
    client_path: str | None = None
    information: tuple[Information, ...] = ()
    gather: Callable[[Sequence[Any]], Any] = field(default=lambda rows: None)
    changed: Callable[[], Any] | None = None
    labels: tuple[str, ...] = ()
    on_consent: bool = True
    fuller: tuple[Source, ...] = ()
    profiles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spec:
    """One kind of resource that is offered."""

    kind: str
    sources: tuple[Source, ...]
    parameters: tuple[Parameter, ...]
    profiles: tuple[str, ...] = ()
    """Canonical addresses of the profiles that every instance claims and the tests check."""
    about: str = ""
    """What it stands for here, for the CapabilityStatement."""

    @property
    def event_name(self) -> str:
        """Under which name the audit record and the disclosures know reading it."""
        return f"fhir_{self.kind.lower()}"

    @property
    def needs(self) -> frozenset[str]:
        """Name the permissions that staff need for it; ``system/`` scopes lend the same."""
        return smart.NEEDS[self.kind]

    @property
    def bears_clients(self) -> bool:
        """Say whether it is about clients."""
        return any(source.client_path for source in self.sources)

    @property
    def all_profiles(self) -> tuple[str, ...]:
        """Name the profiles that instances claim: the kind's, and those of single tables."""
        return (*self.profiles, *dict.fromkeys(each for source in self.sources for each in source.profiles))

    @property
    def includes(self) -> tuple[Parameter, ...]:
        """Name the parameters that ``_include`` can follow."""
        return tuple(each for each in self.parameters if each.element)

    def parameter(self, name: str) -> Parameter | None:
        """Find a parameter by name."""
        return next((each for each in self.parameters if each.name == name), None)
