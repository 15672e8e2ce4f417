"""What a search asks, read from an address or a form. Unknown parameters are left aside and said, or refused when wished so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from iop.core.errors import Invalid, Refusal
from iop.core.words import say, sentence
from iop.fhir.matching import NOTHING, Match, Own, When
from iop.fhir.specs import Source, Spec

PAGE = 30
MOST = 200
MOST_CONDITIONS = 40
EVERYWHERE: dict[str, Match] = {"_id": Own(), "_lastUpdated": When("changed_at")}
"""What every resource can be asked."""
OF_THE_ANSWER = ("_count", "_include", "_revinclude", "_format", "_pretty", "_total", "_summary")
PROVENANCE = "Provenance:target"
CANNOT_BE_ASKED = say("{names} cannot be asked for here.")


class NotOffered(Refusal):
    """Something of the standard that is not offered here."""

    status = 400  # type: ignore[assignment]
    code = "not_offered"


@dataclass(frozen=True)
class Ask:
    """One search: conditions as they were given (name, modifier, value), how many, what else is wanted, what was left aside."""

    conditions: tuple[tuple[str, str, str], ...] = ()
    count: int = PAGE
    includes: tuple[str, ...] = ()
    revincludes: tuple[str, ...] = ()
    left_aside: tuple[str, ...] = field(default=())

    def given(self) -> list[tuple[str, str]]:
        """Write it as parameters again."""
        pairs = [(f"{name}:{modifier}" if modifier else name, value) for name, modifier, value in self.conditions]
        pairs += [("_include", each) for each in self.includes] + [("_revinclude", each) for each in self.revincludes]
        return [*pairs, ("_count", str(self.count))]

    def is_personal(self, spec: Spec) -> bool:
        """Say whether it asks for what may stand in no address."""
        return any((known := spec.parameter(name)) and known.is_personal for name, _modifier, _value in self.conditions)

    def of(self, source: Source) -> Q:
        """Put it to a table. Raises ``Invalid`` for a value that cannot be read."""
        found = Q()
        for name, modifier, value in self.conditions:
            match = EVERYWHERE.get(name) or source.matches.get(name)
            found &= match.asked(name, value, modifier) if match else NOTHING
        return found

    @property
    def asks_when(self) -> bool:
        """Say whether it asks when rows last changed."""
        return any(name == "_lastUpdated" for name, _modifier, _value in self.conditions)


def read(spec: Spec, pairs: Iterable[tuple[str, str]], *, strict: bool = False) -> Ask:
    """Read parameters. ``strict`` (``Prefer: handling=strict``) refuses what is unknown instead of leaving it aside."""
    conditions, wanted, unknown = [], {"_include": [], "_revinclude": []}, []  # type: ignore[var-annotated]
    count = PAGE
    for key, value in pairs:
        name, _, modifier = key.partition(":")
        if name == "_count":
            count = _counted(value)
        elif name in wanted:
            (wanted[name] if _follows(spec, name, value) else unknown).append(value)
        elif name == "_summary" and value not in ("false", ""):
            raise NotOffered(say("A summary or a count is not given: search, and read the pages."), field="_summary")
        elif name in EVERYWHERE or spec.parameter(name):
            if value:
                conditions.append((name, modifier, value))
        elif name not in OF_THE_ANSWER:
            unknown.append(name)
    _refuse_too_much(conditions)
    if unknown and strict:
        raise Invalid(sentence(CANNOT_BE_ASKED, names=", ".join(unknown)), field=unknown[0][:60])
    return Ask(tuple(conditions), count, tuple(wanted["_include"]), tuple(wanted["_revinclude"]), tuple(unknown))


def _refuse_too_much(conditions: list[Any]) -> None:
    if len(conditions) > MOST_CONDITIONS:
        raise Invalid(say("Ask for less at once."))


def _counted(value: str) -> int:
    if not value.isdecimal() or len(value) > 9:
        raise Invalid(say("_count takes a number."), field="_count")
    if int(value) == 0:
        raise NotOffered(say("A summary or a count is not given: search, and read the pages."), field="_count")
    return min(int(value), MOST)


def _follows(spec: Spec, name: str, value: str) -> bool:
    if name == "_revinclude":
        return value == PROVENANCE
    kind, _, rest = value.partition(":")
    parameter, _, target = rest.partition(":")
    found = spec.parameter(parameter)
    return kind == spec.kind and found is not None and bool(found.element) and target in ("", *found.targets)
