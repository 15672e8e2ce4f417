"""What a consent must say before it can be signed, who signs it, and when it may be taken back. Pure.

Source: 42 CFR 2.14, 2.15, 2.31, 2.35 (rule of 16 February 2024, in force 16 February 2026).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from clients.choices import (
    DISCLOSING_KINDS,
    TPO,
    ConsentKind,
    Information,
    PartyKind,
    Purpose,
    RecipientClass,
    SignerRole,
)
from clients.consent_texts import places_in
from iop.core.words import Sentence, day_words, say, sentence

WARN_DAYS = (30, 14, 7)
"""How many days before its end a consent is on the work list, each once."""
MONITORS = frozenset({PartyKind.COURT, PartyKind.PROBATION, PartyKind.ATTORNEY, PartyKind.AUTHORITY})
"""Who monitors somebody for the criminal justice system (2.35(a)(1))."""
KEPT_FOR_GOOD = frozenset({ConsentKind.PRIVACY_NOTICE})
"""What is no permission but a receipt: it cannot be taken back."""
EVERYTHING = re.compile(
    r"\b(all|everything|any and all|entire|complete|whole|full)\b.{0,20}\b(record|records|file|chart|information)\b|^everything\.?$"
    r"|\b(todo|todos|toda|completo|completa|entero)\b.{0,20}\b(expediente|registro|registros|historial|informaci.n)\b",
    re.IGNORECASE,
)
"""Words for "all my records", in both languages of the forms."""


@dataclass(frozen=True)
class Answers:
    """A form as it was filled in, in plain values. ``is_related`` says of a relative whether they belong to this client."""

    kind: str
    client_name: str = ""
    discloser: str = ""
    information: Sequence[str] = ()
    information_note: str = ""
    party_kind: str = ""
    is_related: bool = False
    recipient_class: str = ""
    participants: str = ""
    purposes: Sequence[str] = ()
    channel: str = ""
    expires_on: dt.date | None = None
    expires_event: str = ""
    never_expires: bool = False
    revocable_from: dt.date | None = None
    revocable_event: str = ""

    @property
    def discloses(self) -> bool:
        """Say whether it lets information leave."""
        return self.kind in DISCLOSING_KINDS

    @property
    def has_recipient(self) -> bool:
        """Say whether a person, an organization or a class is named."""
        return bool(self.party_kind or self.recipient_class)


@dataclass(frozen=True)
class Missing:
    """Something that the form still lacks: which paragraph asks for it, beside which field it is said, and in which words."""

    paragraph: str
    field: str
    sentence: Sentence


def what_is_missing(form: Answers, on: dt.date) -> list[Missing]:
    """A form is complete when every element that 42 CFR 2.31(a) requires is there, and nothing is mixed that must stand alone."""
    checks = [
        ("2.31(a)(1)", "client", why_no_client(form)),
        ("", "channel", why_no_channel(form)),
    ]
    if form.discloses:
        checks += [
            ("2.31(a)(2)", "discloser", why_no_discloser(form)),
            ("2.31(a)(3)", "information", why_no_information(form)),
            ("2.31(a)(4)(i)", "recipient", why_no_recipient(form)),
            ("2.31(a)(4)(ii)", "participants", why_no_participants(form)),
            ("2.31(a)(5)", "purposes", why_no_purpose(form)),
            ("2.31(a)(7)", "expires_on", why_no_end(form, on)),
            ("2.31(b)", "information", why_counseling_mixed(form)),
            ("2.31(d)", "purposes", why_legal_mixed(form)),
            ("2.35(c)", "revocable_from", why_not_revocable_ever(form)),
        ]
    return [Missing(paragraph, field, reason) for paragraph, field, reason in checks if reason is not None]


def why_no_client(form: Answers) -> Sentence | None:
    """A consent names the client.

    Source: 42 CFR 2.31(a)(1).
    """
    return None if form.client_name.strip() else say("Name the client.")


def why_no_discloser(form: Answers) -> Sentence | None:
    """A consent names who may share: a person, an organization or a class.

    Source: 42 CFR 2.31(a)(2).
    """
    return (
        None if form.discloser.strip() else say("Say who may share: a name, or a class such as “staff of this clinic”.")
    )


def why_no_information(form: Answers) -> Sentence | None:
    """A consent says what may be shared, in a specific and meaningful way; “all my records” alone is not.

    Source: 42 CFR 2.31(a)(3).
    """
    if form.information:
        return None
    if EVERYTHING.search(form.information_note):
        return say("“All my records” does not say what is shared. Choose the kinds of information.")
    return say("Choose what may be shared.")


def why_no_recipient(form: Answers) -> Sentence | None:
    """A consent names who may receive: a person or organization, or a class where a class is allowed.

    Source: 42 CFR 2.31(a)(4)(i); relatives, courts and officers are always named (2.35(a)).
    """
    if not form.has_recipient:
        return say("Say who may receive it.")
    if form.party_kind and form.recipient_class:
        return say("Name either a recipient or a class, not both.")
    if form.kind == ConsentKind.RELATIVE and form.party_kind != PartyKind.RELATIVE:
        return say("Name the relative or supporter.")
    if form.party_kind == PartyKind.RELATIVE and not form.is_related:
        return say("This person is not among the people around this client. Add them first, or choose another.")
    if form.kind == ConsentKind.CRIMINAL_JUSTICE and form.party_kind not in MONITORS:
        return say("Name the court, officer or authority that monitors this client.")
    return _why_not_class(form)


def _why_not_class(form: Answers) -> Sentence | None:
    if form.recipient_class not in ("", *RecipientClass.values):
        return say("Choose a recipient from the list.")
    if form.recipient_class and form.kind in (ConsentKind.LEGAL_PROCEEDINGS, ConsentKind.COUNSELING_NOTES):
        return say("This kind of consent names its recipient: a class is too wide.")
    if form.recipient_class and not set(form.purposes) <= TPO:
        return say("A class of recipients is for treatment, payment and operations alone. Name the recipient instead.")
    return None


def why_no_participants(form: Answers) -> Sentence | None:
    """An exchange or app that passes records on is named together with its participants, or those treating the client.

    Source: 42 CFR 2.31(a)(4)(ii).
    """
    if form.party_kind == PartyKind.INTERMEDIARY and not form.participants.strip():
        return say("Name who receives it through this exchange or app, or say “those treating me”.")
    return None


def why_no_purpose(form: Answers) -> Sentence | None:
    """A consent says what for; the single consent is for treatment, payment and operations and for nothing else.

    Source: 42 CFR 2.31(a)(5).
    """
    if not form.purposes:
        return say("Choose what it may be used for.")
    if form.kind == ConsentKind.TPO and not set(form.purposes) <= TPO:
        return say("This consent is for treatment, payment and operations alone. Make another one for other purposes.")
    return None


def why_no_end(form: Answers, on: dt.date) -> Sentence | None:
    """A consent ends on a day or with an event; without an end only for treatment, payment and operations, or research.

    Source: 42 CFR 2.31(a)(7). It cannot end before it begins.
    """
    ends = [bool(form.expires_on), bool(form.expires_event.strip()), form.never_expires]
    if not any(ends):
        return say("Say when it ends: a day, or an event.")
    if sum(ends) > 1:
        return say("Choose one end: a day, an event, or none.")
    if form.never_expires and form.kind != ConsentKind.TPO and list(form.purposes) != [Purpose.RESEARCH]:
        return say("Only a consent for treatment, payment and operations, or for research, may go without an end.")
    if form.expires_on and form.expires_on < on:
        return say("It would end before it begins. Choose today or a later day.")
    return None


def why_counseling_mixed(form: Answers) -> Sentence | None:
    """Consent about SUD counseling notes stands alone.

    Source: 42 CFR 2.31(b).
    """
    holds = Information.COUNSELING_NOTES in form.information
    if form.kind == ConsentKind.COUNSELING_NOTES:
        alone = list(form.information) == [Information.COUNSELING_NOTES]
        return None if alone or not form.information else say("This consent is for counseling notes alone.")
    return say("Counseling notes need a consent of their own.") if holds else None


def why_legal_mixed(form: Answers) -> Sentence | None:
    """Consent for legal proceedings stands alone.

    Source: 42 CFR 2.31(d).
    """
    holds = Purpose.LEGAL_PROCEEDINGS in form.purposes
    if form.kind == ConsentKind.LEGAL_PROCEEDINGS:
        alone = list(form.purposes) == [Purpose.LEGAL_PROCEEDINGS]
        return None if alone or not form.purposes else say("This consent is for a legal proceeding alone.")
    return say("Use in a legal proceeding needs a consent of its own.") if holds else None


def why_not_revocable_ever(form: Answers) -> Sentence | None:
    """A consent for the criminal justice system says from which day or event on it may be taken back.

    Source: 42 CFR 2.35(c).
    """
    if form.kind != ConsentKind.CRIMINAL_JUSTICE or form.revocable_from or form.revocable_event.strip():
        return None
    return say("Say from when on it may be taken back: a day, or an event no later than the end of the case.")


def why_no_channel(form: Answers) -> Sentence | None:
    """Consent to messages names the channel."""
    return say("Choose the channel.") if form.kind == ConsentKind.MESSAGES and not form.channel else None


def why_not_revocable_yet(
    kind: str, revocable_from: dt.date | None, event: str, event_at: dt.datetime | None, on: dt.date
) -> Sentence | None:
    """Every consent may be taken back at once, except one for the criminal justice system before the day or event it states.

    Source: 42 CFR 2.31(a)(6), 2.35(c).
    """
    if kind in KEPT_FOR_GOOD:
        return say("This is a receipt, not a permission: there is nothing to take back.")
    if kind != ConsentKind.CRIMINAL_JUSTICE or event_at is not None:
        return None
    if revocable_from is not None and revocable_from <= on:
        return None
    if revocable_from is not None:
        return sentence(
            say("By its own words, this consent can be taken back from {day} on."), day=day_words(revocable_from)
        )
    return sentence(
        say("By its own words, this consent can be taken back once this has happened: {event}. Record that first."),
        event=event,
    )


@dataclass(frozen=True)
class MinorRule:
    """What a state says of minors: from which age somebody is an adult, and from which a minor consents to SUD treatment alone.

    ``alone_from`` 0 says that the clinic has not said it yet.
    """

    adult_at: int
    alone_from: int


def who_must_sign(age: int, rule: MinorRule) -> tuple[frozenset[str], ...]:
    """Name who must sign, one of each group: an adult or their representative; a minor alone where the state lets them consent
    to treatment, else the minor and a parent or guardian.

    Source: 42 CFR 2.14(b), (c), 2.15(a).
    """
    if age >= rule.adult_at:
        return (frozenset({SignerRole.CLIENT, SignerRole.GUARDIAN, SignerRole.REPRESENTATIVE}),)
    if age >= rule.alone_from:
        return (frozenset({SignerRole.CLIENT}),)
    return (frozenset({SignerRole.CLIENT}), frozenset({SignerRole.PARENT, SignerRole.GUARDIAN}))


def why_not_signer(role: str, age: int, rule: MinorRule) -> Sentence | None:
    """Nobody signs for an adult but a guardian or representative, and nobody at all for a minor who may consent alone.

    Source: 42 CFR 2.14(b), 2.15(a).
    """
    if age < rule.adult_at and not rule.alone_from:
        return say(
            "This client is a minor, and the clinic has not said yet what the state asks. Set “Minors consent alone from” first."
        )
    if any(role in group for group in who_must_sign(age, rule)):
        return None
    if age >= rule.adult_at:
        return say("An adult signs for themselves, or a guardian or personal representative does.")
    if age >= rule.alone_from:
        return say("At this age the state lets them consent alone, so only they may sign.")
    return say("A minor signs together with a parent or guardian.")


def still_to_sign(signed: Collection[str], age: int, rule: MinorRule) -> list[frozenset[str]]:
    """Name the groups of which nobody has signed yet."""
    return [group for group in who_must_sign(age, rule) if not group & set(signed)]


def why_not_typed_name(typed: str, expected: Collection[str]) -> Sentence | None:
    """A client signs with a name we know them by; case, accents and extra spaces do not matter."""
    if not typed.strip():
        return say("Type the full name.")
    if expected and _folded(typed) not in {_folded(name) for name in expected}:
        return say("The name does not match the chart. Type first and last name as they stand there.")
    return None


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def warning_stage(expires_on: dt.date, on: dt.date) -> int | None:
    """A consent is on the work list 30, 14 and 7 days before its last day; which of the three it is now."""
    left = (expires_on - on).days
    return min((days for days in WARN_DAYS if 0 <= left <= days), default=None)


def is_over(expires_on: dt.date | None, expired_event_at: dt.datetime | None, on: dt.date) -> bool:
    """A consent holds until the end of its last day, or until its event is recorded as having happened."""
    return expired_event_at is not None or (expires_on is not None and expires_on < on)


# ---- What a form of the clinic's own must hold ------------------------------------------------------------------------------

DISCLOSING_SECTIONS: Mapping[str, str] = {
    "who": "client", "discloser": "discloser", "information": "information", "recipient": "recipient",
    "purpose": "purposes", "expiry": "expiry", "revoke": "",
}  # fmt: skip
"""Sections of every form by which information leaves, and the place that each must show."""
EXTRA_SECTIONS: Mapping[str, Mapping[str, str]] = {
    ConsentKind.TPO: {"redisclosure": "", "hipaa_redisclosure": "", "refusal": ""},
    ConsentKind.CRIMINAL_JUSTICE: {"revoke": "revocable"},
    ConsentKind.LEGAL_PROCEEDINGS: {"alone": ""},
    ConsentKind.COUNSELING_NOTES: {"alone": "", "conditions": ""},
    ConsentKind.PRIVACY_NOTICE: {
        "header": "", "uses": "", "consent": "", "tpo": "", "proceedings": "", "revoke": "", "rights": "", "duties": "",
        "complaints": "", "contact": "", "effective": "effective",
    },
    ConsentKind.MESSAGES: {"what": "channel", "revoke": ""},
}  # fmt: skip
PARAGRAPHS: Mapping[str, str] = {
    "who": "2.31(a)(1)", "discloser": "2.31(a)(2)", "information": "2.31(a)(3)", "recipient": "2.31(a)(4)(i)",
    "hipaa_redisclosure": "2.31(a)(4)(iii)", "purpose": "2.31(a)(5)", "revoke": "2.31(a)(6)", "expiry": "2.31(a)(7)",
    "redisclosure": "2.31(a)(10)(i)", "refusal": "2.31(a)(10)(ii)", "conditions": "2.31(b)", "alone": "2.31(b), (d)",
}  # fmt: skip
PLACES = frozenset(
    {
        "clinic", "phone", "client", "born", "discloser", "information", "recipient", "purposes", "expiry", "revocable",
        "channel", "effective",
    }
)  # fmt: skip
"""Everything that a form's text may have filled in."""


def sections_needed(kind: str) -> dict[str, str]:
    """Name the sections that a form of this kind must have, each with the place it must show (empty: any text)."""
    common = DISCLOSING_SECTIONS if kind in DISCLOSING_KINDS else {}
    return {**common, **EXTRA_SECTIONS.get(kind, {})}


def what_form_lacks(kind: str, title: str, sections: Sequence[Mapping[str, str]]) -> list[Sentence]:
    """A new version of a form keeps every statement and place that the regulation asks of its kind.

    Source: 42 CFR 2.22(b), 2.31(a).
    """
    texts = {part["key"]: part["text"] for part in sections}
    lacks: list[Sentence] = [] if title.strip() else [say("Give the form a title.")]
    for key, place in sections_needed(kind).items():
        if not texts.get(key, "").strip():
            lacks.append(
                sentence(say("The section “{key}” ({source}) may not be empty."), key=key, source=source_of(key))
            )
        elif place and place not in places_in(texts[key]):
            lacks.append(sentence(say("The section “{key}” must show {place}."), key=key, place=f"{{{place}}}"))
    used = places_in(title).union(*(places_in(part["heading"] + part["text"]) for part in sections))
    lacks += [
        sentence(say("{place} is no place that can be filled."), place=f"{{{name}}}") for name in sorted(used - PLACES)
    ]
    return lacks


def source_of(key: str) -> str:
    """Name the paragraph that asks for a section."""
    return f"42 CFR {PARAGRAPHS.get(key, '2.22(b)')}"
