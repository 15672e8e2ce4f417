"""Words and tones that the privacy pages share."""

from __future__ import annotations

from collections.abc import Iterable

from clients.choices import GROUND_SOURCE, Ground, Information, Purpose
from clients.party_rules import Standing

GROUND_TONE: dict[str, str] = {
    Ground.OWN_ACCESS: "accent",
    Ground.CONSENT: "good",
    Ground.SERVICE_PROVIDER: "info",
    Ground.EMERGENCY: "warn",
    Ground.COURT_ORDER: "note",
    Ground.AUDIT: "info",
    Ground.RESEARCH: "info",
    Ground.CHILD_ABUSE: "note",
    Ground.CRIME_ON_PREMISES: "note",
    Ground.CAUSE_OF_DEATH: "note",
}
STANDING_TONE: dict[str, str] = {
    Standing.AHEAD: "wait",
    Standing.LIVE: "good",
    Standing.ENDING: "warn",
    Standing.OVER: "bad",
}


def information_words(codes: Iterable[str]) -> list[str]:
    """Say kinds of information as a client understands them, in the order of the list."""
    wanted = set(codes)
    return [str(each.label) for each in Information if each.value in wanted]


def purpose_words(codes: Iterable[str]) -> list[str]:
    """Say purposes, in the order of the list."""
    wanted = set(codes)
    return [str(each.label) for each in Purpose if each.value in wanted]


def ground_words(code: str) -> str:
    """Say a legal ground."""
    return str(Ground(code).label)


def source_of(code: str) -> str:
    """Give the section of the regulation that a ground rests on."""
    return GROUND_SOURCE[code]
