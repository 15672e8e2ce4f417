"""The answer to a search: a Bundle with its matches, what was asked along with them, what was left aside, and its links."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from iop.fhir import cursors, labels, outcomes
from iop.fhir.asking import Ask
from iop.fhir.elements import Part
from iop.fhir.reading import Reading, references_in
from iop.fhir.registry import spec_of
from iop.fhir.specs import Spec


def searchset(
    spec: Spec, ask: Ask, position: cursors.Position, reading: Reading, base: str, whose: str, at: str
) -> dict[str, Any]:  # fmt: skip
    """Answer a search, a page at a time. No total is given: it would tell of those who may not be told of."""
    matches, following = reading.page(spec, ask, position)
    along = _included(spec, ask, matches, reading)
    entries = [_entry(base, each, "match") for each in matches] + [_entry(base, each, "include") for each in along]
    links = [{"relation": "self", "url": _self(spec, ask, position, base, whose)}]
    if following:
        links.append({"relation": "next", "url": _page(spec, ask, following, base, whose)})
    told = any(each["meta"].get("security") for each in (*matches, *along))
    bundle: dict[str, Any] = {"resourceType": "Bundle", "id": str(uuid.uuid4()), "type": "searchset", "timestamp": at}
    if told:
        bundle["meta"] = {"security": _labels([*matches, *along])}
    bundle["link"] = links
    entries += _said(base, ask, reading)
    return {**bundle, "entry": entries} if entries else bundle


def _labels(drawn: list[Part]) -> list[Part]:
    codes = {label["code"] for each in drawn for label in each["meta"].get("security", ())}
    return labels.security(*sorted(codes & set(labels.WORDS) - {"SUD", "NORDSCLCD"}))


def _included(spec: Spec, ask: Ask, matches: list[Part], reading: Reading) -> list[Part]:
    wanted: dict[str, set[uuid.UUID]] = {}
    for each in ask.includes:
        name, _, target = each.partition(":")[2].partition(":")
        parameter = spec.parameter(name)
        assert parameter is not None
        for kind, ids in references_in(matches, parameter.element).items():
            if kind in parameter.targets and target in ("", kind):
                wanted.setdefault(kind, set()).update(ids)
    there = {(each["resourceType"], each["id"]) for each in matches}
    along: list[Part] = []
    for kind, ids in wanted.items():
        found = spec_of(kind)
        if found:
            along += reading.every(found, {pk for pk in ids if (kind, str(pk)) not in there})
    provenance = spec_of("Provenance")
    if ask.revincludes and provenance:
        along += reading.pointing(provenance, "target", matches)
    return along


def _entry(base: str, drawn: Part, mode: str) -> dict[str, Any]:
    full = f"{base}/{drawn['resourceType']}/{drawn['id']}"
    return {"fullUrl": full, "resource": drawn, "search": {"mode": mode}}


def _said(base: str, ask: Ask, reading: Reading) -> list[dict[str, Any]]:
    said = []
    if ask.left_aside:
        said.append(outcomes.left_aside(ask.left_aside))
    if "Redisclosure-Notice" in reading.way_out.notices:
        # The statement of 42 CFR 2.32 and the consent's scope go along with what left on consent.
        notices = reading.way_out.notices
        said.append(outcomes.outcome("information", "informational", notices["Redisclosure-Notice"]))
        said.append(outcomes.outcome("information", "informational", notices["Consent-Scope"]))
    return [{"resource": each, "search": {"mode": "outcome"}} for each in said]


def _self(spec: Spec, ask: Ask, position: cursors.Position, base: str, whose: str) -> str:
    if position != cursors.Position() or ask.is_personal(spec):
        return _page(spec, ask, position, base, whose)
    return f"{base}/{spec.kind}?{urlencode(ask.given())}"


def _page(spec: Spec, ask: Ask, position: cursors.Position, base: str, whose: str) -> str:
    return f"{base}/{spec.kind}?" + urlencode({"_page": cursors.sealed(spec.kind, ask, position, whose)})
