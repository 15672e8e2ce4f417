"""Drafts: begun, filled in, carried over to a newer form, or discarded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from clients import consent_policies, rules
from clients.actions.consents.forms import live_form
from clients.choices import ConsentKind, ConsentStatus, Information, Purpose, RecipientClass
from clients.consent_kinds import PROPOSED
from clients.consent_texts import LANGUAGES
from clients.consent_writing import ANSWERS, is_related, usual_answers
from clients.models import Client, Consent, Episode, RecipientParty
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.words import say
from iop.notifications.choices import Channel

CHANGEABLE = frozenset({*ANSWERS, "party", "language"})
LINES = {"discloser": 300, "information_note": 500, "participants": 500, "expires_event": 200, "revocable_event": 200}
INSTEAD = (
    {"expires_on", "expires_event", "never_expires"},
    {"party", "recipient_class"},
    {"revocable_from", "revocable_event"},
)
"""Answers of which one takes the place of the others."""
CODES: dict[str, frozenset[str]] = {
    "information": frozenset(Information.values),
    "purposes": frozenset(Purpose.values),
    "recipient_class": frozenset({"", *RecipientClass.values}),
    "channel": frozenset({"", *Channel.values}),
}


@transaction.atomic
def draft_consent(
    *,
    by: Actor,
    client: Client,
    kind: str,
    language: str,
    at: dt.datetime,
    episode: Episode | None = None,
    **fields: Any,
) -> Consent:
    """Begin a consent of a kind with what is usually proposed; nothing is agreed to before it is signed.

    A messages consent needs ``channel``. Raises ``Invalid`` for an unknown kind or field, ``NotAllowed``.
    """
    stay = episode or client.episodes.order_by("-opened_on", "-created_at").first()
    if stay is None or stay.client_id != client.pk:
        raise Invalid(say("A consent belongs to an episode of this client."), field="episode")
    require(consent_policies.may_keep(by, stay.site_id))
    if kind not in ConsentKind.values:
        raise Invalid(say("Choose a kind of consent from the list."), field="kind")
    form = live_form(kind, language)
    row = Consent(client=client, site_id=stay.site_id, episode=stay, kind=kind, template=form)
    _set(row, _proposed(row, fields))
    _set(row, _checked(row, fields))
    row.save(force_insert=True)
    record(
        by=by, verb="clients.consent_drafted", subject=row, clients=[client.pk], site_id=row.site_id,
        detail={"kind": kind, "language": form.language, "form": form.number, "at": at},
    )  # fmt: skip
    return row


@transaction.atomic
def change_draft(*, by: Actor, consent: Consent, version: int, changes: Mapping[str, Any], at: dt.datetime) -> Consent:
    """Fill in a draft, if nobody else did since ``version`` was read and nobody has signed it yet.

    ``changes`` maps names of answers, ``party`` or ``language`` to values. Raises ``Stale``, ``Conflict``, ``Invalid``.
    """
    row = locked(by, consent)
    _must_be_open(row, version)
    values = _checked(row, changes)
    altered = sorted(name for name, value in values.items() if getattr(row, name) != value)
    if not altered:
        return row
    _set(row, values)
    row.version += 1
    row.save(update_fields=[*altered, "version"])
    record(
        by=by, verb="clients.consent_changed", subject=row, clients=[row.client_id], site_id=row.site_id,
        detail={"fields": altered, "at": at},
    )  # fmt: skip
    return row


@transaction.atomic
def carry_over(*, by: Actor, consent: Consent, version: int, at: dt.datetime) -> Consent:
    """Make a draft on the form that holds now, with the answers of one whose form was replaced; the old one is discarded."""
    row = locked(by, consent)
    _must_be_draft(row, version)
    language = row.template.language
    fields: dict[str, Any] = {name: getattr(row, name) for name in ANSWERS}
    _discard(by, row, at)
    return draft_consent(
        by=by,
        client=row.client,
        kind=row.kind,
        language=language,
        at=at,
        episode=row.episode,
        party=row.party,
        **fields,
    )


@transaction.atomic
def discard(*, by: Actor, consent: Consent, version: int, at: dt.datetime) -> Consent:
    """Put a draft aside. It stays on record as never signed."""
    row = locked(by, consent)
    _must_be_draft(row, version)
    _discard(by, row, at)
    return row


def locked(by: Actor, consent: Consent) -> Consent:
    """Lock a consent that the actor may keep; inside an action's transaction."""
    row = held(consent)
    require(consent_policies.may_keep(by, row.site_id))
    return row


def held(consent: Consent) -> Consent:
    """Lock a consent; the action asks who may."""
    return Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)


def _must_be_draft(row: Consent, version: int) -> None:
    if row.status == ConsentStatus.SIGNED:
        raise Conflict(say("This consent is signed. What was signed stays as it is."), code="already_signed")
    if row.status == ConsentStatus.DISCARDED:
        raise Conflict(say("This draft was discarded. Begin a new one."), code="discarded")
    if row.version != version:
        raise Stale(
            say("Somebody else changed this form meanwhile. Nothing was overwritten: look and go on from there.")
        )


def _must_be_open(row: Consent, version: int) -> None:
    _must_be_draft(row, version)
    if row.digest:
        raise Conflict(
            say("Somebody has signed these words already. Discard this form and begin a new one to change it."),
            code="half_signed",
        )


def _discard(by: Actor, row: Consent, at: dt.datetime) -> None:
    row.status = ConsentStatus.DISCARDED
    row.version += 1
    row.save(update_fields=["status", "version"])
    record(
        by=by, verb="clients.consent_discarded", subject=row, clients=[row.client_id], site_id=row.site_id,
        detail={"kind": row.kind, "at": at},
    )  # fmt: skip


def _proposed(row: Consent, fields: Mapping[str, Any]) -> dict[str, Any]:
    # Whoever names an end, a recipient or a way of taking back means that one alone, and not the usual one beside it.
    found = {**PROPOSED.get(row.kind, {}), **usual_answers(row.kind, row.template.language, row.site)}
    for alike in INSTEAD:
        if any(fields.get(name) for name in alike):
            found = {name: value for name, value in found.items() if name not in alike}
    return found


def _set(row: Consent, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _checked(row: Consent, changes: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise Invalid(say("This is not part of the form."), field=min(unknown))
    values = {name: _one(name, value) for name, value in changes.items() if name != "language"}
    party = values.get("party")
    if party is not None:
        _refuse_strangers(row, party)
    if "language" in changes:
        values |= _in_language(row, str(changes["language"]), values)
    return values


def _one(name: str, value: Any) -> Any:
    if name in LINES:
        kept = rules.plain_line(str(value or ""))
        reason = rules.why_too_long(kept, LINES[name])
        require_valid(reason, name)
        return kept
    if name in ("information", "purposes"):
        chosen = list(dict.fromkeys(value))
        if not set(chosen) <= CODES[name]:
            raise Invalid(say("Choose from the list."), field=name)
        return [code for code in (Information if name == "information" else Purpose).values if code in chosen]
    if name in CODES and value not in CODES[name]:
        raise Invalid(say("Choose from the list."), field=name)
    return value


def _refuse_strangers(row: Consent, party: RecipientParty) -> None:
    if not party.is_active:
        raise Invalid(say("This recipient is no longer in use. Choose another."), field="party")
    if party.person_id is not None and not is_related(row.client_id, party.person_id):
        raise Invalid(
            say("This person is not among the people around this client. Add them first, or choose another."),
            field="party",
        )


def _in_language(row: Consent, language: str, values: Mapping[str, Any]) -> dict[str, Any]:
    # Words that were only proposed follow the language; words that somebody typed stay theirs.
    if language not in LANGUAGES:
        raise Invalid(say("Choose a language from the list."), field="language")
    site = Site.objects.get(pk=row.site_id)
    form = live_form(row.kind, language)
    before = usual_answers(row.kind, row.template.language, site)
    after = usual_answers(row.kind, form.language, site)
    said = {name: values.get(name, getattr(row, name)) for name in before}
    return {"template": form, **{name: after[name] for name in before if said[name] == before[name]}}
