"""What each segment of a claim file says, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from iop.core.words import Sentence, say

NAMES: dict[tuple[str, str], Sentence] = {
    ("BHT", ""): say("Beginning of the claims: the batch's number, date and time"),
    ("HL", "20"): say("Here begins a billing provider"), ("HL", "22"): say("Here begins a subscriber"),
    ("HL", "23"): say("Here begins the client, who is not the subscriber"),
    ("NM1", "41"): say("Who sends the file"), ("NM1", "40"): say("Who receives the file"),
    ("NM1", "85"): say("The clinic that bills, with its NPI"), ("NM1", "IL"): say("Who holds the policy, with the member number"),
    ("NM1", "PR"): say("The payer, with its electronic number"), ("NM1", "QC"): say("The client"),
    ("NM1", "82"): say("Who rendered the service, with their NPI"), ("NM1", "71"): say("Who answers for the care, with their NPI"),
    ("NM1", "DQ"): say("Who supervised, with their NPI"), ("PER", ""): say("Whom to ask about the file"),
    ("PRV", "BI"): say("The clinic's taxonomy"), ("PRV", "PE"): say("The clinician's taxonomy"),
    ("PRV", "AT"): say("The taxonomy of who answers for the care"), ("N3", ""): say("Street"), ("N4", ""): say("City, state and ZIP code"),
    ("REF", "EI"): say("The clinic's employer number"), ("REF", "G1"): say("The payer's authorization"),
    ("REF", "F8"): say("The payer's own number of the earlier claim"), ("REF", "6R"): say("Our number of the line"),
    ("SBR", "P"): say("The payer answers first"), ("SBR", "S"): say("The payer answers second"),
    ("SBR", "T"): say("The payer answers third"), ("PAT", ""): say("How the client is related to the subscriber"),
    ("DMG", ""): say("Birth date and sex"), ("CLM", ""): say("The claim: our number, total, place, and kind (1 first, 7 replacement, 8 void)"),
    ("CL1", ""): say("Kind of admission, where from, and whether still in treatment"),
    ("HI", "ABK"): say("Diagnoses, the principal one first"), ("HI", "ABF"): say("Other diagnoses"),
    ("HI", "PR"): say("Reason for the visit"), ("HI", "BG"): say("Condition codes"),
    ("DTP", "434"): say("First and last day of the claim"), ("DTP", "472"): say("Day of service"),
    ("DTP", "573"): say("Day of the payer's answer"), ("AMT", "F5"): say("What the client has paid"),
    ("AMT", "D"): say("What the payer before paid"), ("OI", ""): say("The client lets the payment go to the clinic"),
    ("CAS", ""): say("What the payer before took off, and why"), ("SVD", ""): say("What the payer before paid for the line"),
    ("LX", ""): say("Here begins a line"), ("SV1", ""): say("The service: code with modifiers, price, units, diagnoses it points to"),
    ("SV2", ""): say("The service: revenue code, code with modifiers, price, units"),
}  # fmt: skip
BY = {"HL": 3, "NM1": 1, "PRV": 1, "REF": 1, "SBR": 1, "DTP": 1, "AMT": 1}


@dataclass(frozen=True)
class Said:
    """One segment as it is written, and in words."""

    text: str
    words: Sentence


def explain(segments: Iterable[str]) -> list[Said]:
    """Put segments of a claim in words, one by one; a segment that claims of ours do not have is shown as it is."""
    return [Said(text, _words(text.rstrip("~").split("*"))) for text in segments]


def _words(parts: list[str]) -> Sentence:
    name, key = parts[0], ""
    if name in BY:
        key = parts[BY[name]] if len(parts) > BY[name] else ""
    elif name == "HI":
        key = parts[1].split(":")[0]
    return NAMES.get((name, key)) or NAMES.get((name, ""), "")
