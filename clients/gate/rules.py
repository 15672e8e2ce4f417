"""What may leave, to whom, why (42 CFR part 2). Pure: plain values in, a reason or nothing out.

A consent answers in three steps: does it speak of this recipient, purpose and information; was it made as the regulation
asks; does it still stand. Of several consents, the one that comes furthest gives the reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from clients.choices import (
    NAMED_ONLY,
    TPO,
    ConsentKind,
    Ground,
    Information,
    Notice,
    OrderSection,
    PartyKind,
    Purpose,
    RecipientClass,
    SentKind,
)
from clients.consent_rules import MONITORS, still_to_sign
from clients.gate.shapes import Asked, Held, Why
from clients.rules import age
from iop.core.words import say

CLASS_COVERS: dict[str, frozenset[str]] = {
    RecipientClass.TPO: frozenset({PartyKind.PROVIDER, PartyKind.PAYER, PartyKind.SERVICE}),
    RecipientClass.TREATING: frozenset({PartyKind.PROVIDER}),
    RecipientClass.PAYERS: frozenset({PartyKind.PAYER}),
}
GROUND_PURPOSES: dict[str, frozenset[str]] = {
    Ground.EMERGENCY: frozenset({Purpose.EMERGENCY}),
    Ground.COURT_ORDER: frozenset({Purpose.LEGAL_PROCEEDINGS}),
    Ground.AUDIT: frozenset({Purpose.AUDIT}),
    Ground.RESEARCH: frozenset({Purpose.RESEARCH}),
    Ground.CHILD_ABUSE: frozenset({Purpose.PUBLIC_HEALTH}),
    Ground.CRIME_ON_PREMISES: frozenset({Purpose.PUBLIC_HEALTH}),
    Ground.CAUSE_OF_DEATH: frozenset({Purpose.PUBLIC_HEALTH}),
}
_REPORT = frozenset({Information.PRESENCE, Information.CONTACT, Information.SAFETY})
GROUND_INFORMATION: dict[str, frozenset[str]] = {
    Ground.CHILD_ABUSE: _REPORT,
    Ground.CRIME_ON_PREMISES: _REPORT,
    Ground.CAUSE_OF_DEATH: _REPORT | {Information.DIAGNOSIS, Information.DISCHARGE},
}
"""What a report may tell: the incident, the status of the client in it, name, address, last known whereabouts (2.12(c)(5))."""
GROUND_RECIPIENTS: dict[str, frozenset[str]] = {
    Ground.EMERGENCY: frozenset({PartyKind.PROVIDER}),
    Ground.RESEARCH: frozenset({PartyKind.RESEARCHER}),
    Ground.AUDIT: frozenset({PartyKind.AUTHORITY, PartyKind.PAYER, PartyKind.SERVICE, PartyKind.INTERMEDIARY}),
    Ground.CHILD_ABUSE: frozenset({PartyKind.AUTHORITY}),
    Ground.CRIME_ON_PREMISES: frozenset({PartyKind.AUTHORITY}),
    Ground.CAUSE_OF_DEATH: frozenset({PartyKind.AUTHORITY}),
}
NEEDS_NOTE = frozenset({Ground.AUDIT, Ground.RESEARCH})
NEEDS_HEARING = frozenset({OrderSection.NONCRIMINAL, OrderSection.CRIMINAL})
"""Sections under which notice and a chance to be heard come before the order (2.64(b), 2.65(b))."""
COUNSELING_GROUNDS = frozenset({Ground.CONSENT, Ground.COURT_ORDER})
"""The only grounds on which SUD counseling notes leave here; stricter than 2.31(b)(1), on purpose."""
BRIEF = frozenset({SentKind.MESSAGE, SentKind.API, SentKind.CLAIM, SentKind.SPOKEN})

ASK_FOR_RELEASE = say("Ask the client to sign a release that names this recipient, the information and the purpose.")


def refusal_of(consents: Iterable[Held], asked: Asked) -> tuple[Held | None, Why | None]:
    """Something leaves on consent when one consent covers and stands; else the one that came furthest says why not."""
    furthest, why = -1, NO_CONSENT
    for held in consents:
        step, reason = why_not(held, asked)
        if reason is None:
            return held, None
        if step > furthest:
            furthest, why = step, reason
    return None, why


def why_not(held: Held, asked: Asked) -> tuple[int, Why | None]:
    """A consent is asked anew at each disclosure, in steps; the number says how far it came (42 CFR 2.31(c))."""
    for step, check in enumerate(STEPS):
        reason = check(held, asked)
        if reason:
            return step, reason
    return len(STEPS), None


def why_not_recipient(held: Held, asked: Asked) -> Why | None:
    """A consent covers who is named in it, or whose kind its class describes; some kinds must be named (2.31(a)(4))."""
    if held.kind == ConsentKind.TPO and asked.party_kind in NAMED_ONLY:
        return NAMED_NEEDED
    if held.party_id is not None and held.party_id == asked.party_id:
        return None
    if held.recipient_class and asked.party_kind in NAMED_ONLY:
        return NAMED_NEEDED
    if asked.party_kind in CLASS_COVERS.get(held.recipient_class, frozenset()):
        return None
    return OTHER_RECIPIENT


def why_not_monitoring(held: Held, asked: Asked) -> Why | None:
    """A criminal-justice consent serves only those who monitor the client, for monitoring (2.35(a)(1))."""
    if held.kind != ConsentKind.CRIMINAL_JUSTICE:
        return None
    if asked.party_kind in MONITORS and asked.purpose == Purpose.MONITORING:
        return None
    return MONITORING_ONLY


def why_not_purpose(held: Held, asked: Asked) -> Why | None:
    """A consent serves the purposes it names; legal proceedings need their own (2.31(a)(5), (d); 2.33)."""
    legal = held.kind == ConsentKind.LEGAL_PROCEEDINGS
    if legal != (asked.purpose == Purpose.LEGAL_PROCEEDINGS):
        return PROCEEDINGS_ONLY if legal else PROCEEDINGS_APART
    if held.kind == ConsentKind.TPO and asked.purpose not in TPO:
        return OTHER_PURPOSE
    return None if asked.purpose in held.purposes else OTHER_PURPOSE


def why_not_information(held: Held, asked: Asked) -> Why | None:
    """A consent opens what it lists; SUD counseling notes leave on their own consent, alone (2.31(a)(3), (b))."""
    notes = Information.COUNSELING_NOTES in asked.information
    if notes != (held.kind == ConsentKind.COUNSELING_NOTES):
        return COUNSELING_APART if notes else COUNSELING_ONLY
    if notes and len(asked.information) > 1:
        return COUNSELING_APART
    # Whoever receives anything at all learns that they are a client.
    covered = asked.information - {Information.PRESENCE} <= held.information
    return None if covered and held.information else OTHER_INFORMATION


def why_not_signed(held: Held, asked: Asked) -> Why | None:
    """A form that is not signed permits nothing (2.31(a)(8), (9))."""
    return None if held.is_signed and held.signed_on else NOT_SIGNED


def why_deficient(held: Held, asked: Asked) -> Why | None:
    """A consent that lacks an element of the regulation permits nothing, even signed (2.31(c)(2))."""
    whole = held.discloser and held.information and held.purposes and (held.party_id or held.recipient_class)
    ends = bool(held.expires_on or held.expires_event or (held.never_expires and _may_never_expire(held)))
    if not whole or not ends or (held.never_expires and not _may_never_expire(held)):
        return DEFICIENT
    if asked.party_kind == PartyKind.INTERMEDIARY and not held.participants.strip():
        return NO_PARTICIPANTS
    return None if signers_enough(held) else WRONG_SIGNER


def why_expired(held: Held, asked: Asked) -> Why | None:
    """A consent holds through its last day or until its event, and no longer (2.31(c)(1))."""
    if held.expires_on and held.expires_on < held.today:
        return EXPIRED
    return EXPIRED if held.event_happened else None


def why_revoked(held: Held, asked: Asked) -> Why | None:
    """Once the client has taken it back, in whatever way, nothing leaves on it (2.31(c)(3))."""
    return REVOKED if held.is_stopped else None


def why_false(held: Held, asked: Asked) -> Why | None:
    """A consent known to be false, or whose words are not those that were signed, permits nothing (2.31(c)(4))."""
    return FALSE if held.found_false or held.altered else None


def signers_enough(held: Held) -> bool:
    """Everybody who must sign for this client has: an adult or their representative, a minor as the state says (2.14, 2.15)."""
    if held.signed_on is None:
        return False
    years = age(held.born, held.signed_on) if held.born else held.minor_rule.adult_at
    return not still_to_sign(held.signers, years, held.minor_rule)


def why_not_served(purposes: Iterable[str], *, purpose: str, information: frozenset[str]) -> Why | None:
    """A service organization receives what its agreement's purposes need, never SUD counseling notes (2.11, 2.12(c)(4))."""
    if Information.COUNSELING_NOTES in information:
        return COUNSELING_APART
    return None if purpose in set(purposes) else NOT_IN_AGREEMENT


def why_not_ground(
    ground: str, *, party_kind: str, purpose: str, information: frozenset[str], note: str = ""
) -> Why | None:
    """Each ground other than consent has its own recipients, purpose and limits (2.12(c)(5), (6); 2.15(b); 2.51–2.53)."""
    if Information.COUNSELING_NOTES in information and ground not in COUNSELING_GROUNDS:
        return COUNSELING_APART
    if ground in GROUND_RECIPIENTS and party_kind not in GROUND_RECIPIENTS[ground]:
        return MEDICAL_ONLY if ground == Ground.EMERGENCY else NOT_FOR_THIS_RECIPIENT
    if ground in GROUND_PURPOSES and purpose not in GROUND_PURPOSES[ground]:
        return NOT_FOR_THIS_PURPOSE
    if ground in GROUND_INFORMATION and not information <= GROUND_INFORMATION[ground]:
        return TOO_MUCH_FOR_REPORT
    return NO_AUTHORITY if ground in NEEDS_NOTE and not note.strip() else None


def why_not_order(
    *, section: str, issued_on: dt.date, ends_on: dt.date | None, mandate: str, mandate_on: dt.date | None,
    notice_given: bool, information: frozenset[str], asked: frozenset[str], on: dt.date,
) -> Why | None:  # fmt: skip
    """A court order opens what it names, with its subpoena or similar mandate, after notice where one is due (2.61–2.67)."""
    if section == OrderSection.UNDERCOVER:
        return UNDERCOVER
    if not mandate.strip() or (mandate_on and mandate_on > on):
        return NO_MANDATE
    if issued_on > on or (ends_on and ends_on < on):
        return ORDER_NOT_IN_FORCE
    if section in NEEDS_HEARING and not notice_given:
        return NO_NOTICE
    return None if asked - {Information.PRESENCE} <= information else ORDER_NARROWER


def why_not_written(*, name: str, affiliation: str, nature: str) -> Why | None:
    """An emergency disclosure is written down at once: to whom, of which facility, and what the emergency was (2.51(c))."""
    return None if name.strip() and affiliation.strip() and nature.strip() else EMERGENCY_UNWRITTEN


def notice_for(ground: str, sent_as: str) -> Notice:
    """What leaves on consent carries a statement of 2.32(a): the short one where there is little room, else the long one."""
    if ground != Ground.CONSENT:
        return Notice.NONE
    return Notice.SHORT if sent_as in BRIEF else Notice.LONG


def _may_never_expire(held: Held) -> bool:
    return held.kind == ConsentKind.TPO or held.purposes == {Purpose.RESEARCH}


STEPS: tuple[Callable[[Held, Asked], Why | None], ...] = (
    why_not_recipient,
    why_not_monitoring,
    why_not_purpose,
    why_not_information,
    why_not_signed,
    why_deficient,
    why_expired,
    why_revoked,
    why_false,
)

NO_CONSENT = Why("no_consent", say("No consent of this client permits this."), ASK_FOR_RELEASE)
NAMED_NEEDED = Why(
    "must_be_named",
    say("A recipient of this kind must be named in a consent; a general one does not cover them."),
    ASK_FOR_RELEASE,
)
OTHER_RECIPIENT = Why("other_recipient", say("The consents on file name somebody else."), ASK_FOR_RELEASE)
MONITORING_ONLY = Why(
    "monitoring_only",
    say("A criminal-justice consent serves only those who monitor the client there."),
    ASK_FOR_RELEASE,
)
OTHER_PURPOSE = Why(
    "other_purpose",
    say("The consent on file is for another purpose."),
    say("Ask the client to sign one for this purpose."),
)
PROCEEDINGS_APART = Why(
    "proceedings_apart",
    say("Use in a legal proceeding needs its own consent, joined with no other."),
    say("Ask the client to sign that form, or ask for a court order with its mandate."),
)
PROCEEDINGS_ONLY = Why(
    "proceedings_only",
    say("The consent on file is for a legal proceeding and serves nothing else."),
    say("Ask the client to sign one for this purpose."),
)
OTHER_INFORMATION = Why(
    "other_information",
    say("The consent on file does not cover all of this information."),
    say("Leave out what it does not list, or ask the client to sign a wider one."),
)
COUNSELING_APART = Why(
    "counseling_apart",
    say("SUD counseling notes leave only on a consent of their own, and alone."),
    say("Send the rest without them, or ask the client to sign that form."),
)
COUNSELING_ONLY = Why(
    "counseling_only",
    say("The consent on file is for SUD counseling notes and opens nothing else."),
    ASK_FOR_RELEASE,
)
NOT_SIGNED = Why("not_signed", say("The consent is not signed yet."), say("Have it signed first."))
DEFICIENT = Why(
    "deficient",
    say("The consent on file lacks something that 42 CFR 2.31 asks for."),
    say("Ask the client to sign a complete one."),
)
NO_PARTICIPANTS = Why(
    "deficient",
    say("A consent for a health information exchange or app says who takes part in it."),
    say("Ask the client to sign one that names the participants."),
)
WRONG_SIGNER = Why(
    "wrong_signer",
    say("The consent on file was not signed by those who must sign for this client."),
    say("Have it signed by the client or whoever may sign for them; the state's rule for minors is in the settings."),
)
EXPIRED = Why("expired", say("The consent has ended."), say("Ask the client to sign a new one."))
REVOKED = Why(
    "revoked",
    say("The client has taken this consent back."),
    say("Nothing may leave on it any more; ask whether they want to sign a new one."),
)
FALSE = Why(
    "false",
    say("The consent on file is known to be false, or its words are not the ones that were signed."),
    say("Tell the privacy officer, and ask the client to sign a new one."),
)
RESTRICTED = Why(
    "restricted",
    say("We have agreed with the client not to disclose this."),
    say("Leave it out, or ask the privacy officer about the restriction."),
)
NOT_IN_AGREEMENT = Why(
    "not_in_agreement",
    say("The agreement with this service provider does not include this purpose."),
    say("Ask the privacy officer for an agreement that does."),
)
NO_AGREEMENT = Why(
    "no_agreement",
    say("There is no agreement in force with this service provider."),
    say("Ask the privacy officer to record one."),
)
MEDICAL_ONLY = Why(
    "medical_only",
    say("In a medical emergency only medical personnel may be told."),
    say("Tell them, and ask the client whom else they would like told."),
)
NOT_FOR_THIS_RECIPIENT = Why(
    "not_for_this_recipient",
    say("This legal ground does not cover a recipient of this kind."),
    say("Choose the recipient or the ground that fits, or ask the privacy officer."),
)
NOT_FOR_THIS_PURPOSE = Why(
    "not_for_this_purpose",
    say("This legal ground serves another purpose."),
    say("Choose the purpose or the ground that fits, or ask the privacy officer."),
)
TOO_MUCH_FOR_REPORT = Why(
    "too_much_for_report",
    say("Such a report tells what happened, that they are a client, their name and how to find them, and no more."),
    say("Leave the rest out; for more, a court order with its mandate is needed."),
)
NO_AUTHORITY = Why(
    "no_authority",
    say("Research, audits and evaluations rest on a written authority."),
    say("Note which agreement, approval or law it is."),
)
NO_ORDER = Why(
    "no_order",
    say("A subpoena alone does not open a record."),
    say("A court order under 42 CFR part 2, subpart E, is needed together with it; ask counsel."),
)
NO_MANDATE = Why(
    "no_mandate",
    say("A court order alone only permits; the subpoena or similar mandate that compels is missing."),
    say("Record the mandate with the order once it is served."),
)
UNDERCOVER = Why(
    "undercover",
    say("An order under 2.67 lets an agent be placed in the program; it opens no client's record."),
    say("Ask counsel."),
)
ORDER_NOT_IN_FORCE = Why(
    "order_not_in_force", say("The court order is not in force on this day."), say("Ask counsel for a new one.")
)
NO_NOTICE = Why(
    "no_notice",
    say("An order under this section needs notice and a chance to be heard first."),
    say("Record that notice was given, or ask counsel."),
)
ORDER_NARROWER = Why(
    "order_narrower",
    say("The court order does not name all of this information."),
    say("Send only what it names."),
)
OTHER_ORDER = Why(
    "other_order",
    say("The court order is about another client or another recipient."),
    say("Choose the order that names both."),
)
EMERGENCY_UNWRITTEN = Why(
    "emergency_unwritten",
    say("Say who was told, of which facility, and what the emergency is."),
    say("All three are written down at once."),
)
NOTHING_ASKED = Why("nothing_asked", say("Nothing would leave."), say("Say which information it is."))
UNKNOWN_PARTY = Why(
    "unknown_party",
    say("This recipient is not among the recipients kept, or no longer active."),
    say("Record them with name and address first."),
)
NOT_THE_CLIENT = Why(
    "not_the_client",
    say("The client's own copy goes to the client alone."),
    say("For anybody else, a consent is needed."),
)
