"""Signing: who puts their name under exactly which words, how, and who saw it."""

from __future__ import annotations

import datetime as dt
from typing import IO, Any

from django.db import IntegrityError, connection, transaction

from clients import consent_rules, rules
from clients.actions.consents.drafts import held
from clients.actions.contact import keep_channel_permission
from clients.choices import ConsentKind, ConsentStatus, SignatureMethod, SignerRole
from clients.consent_ink import has_ink
from clients.consent_minors import minor_rule
from clients.consent_rules import MinorRule
from clients.consent_writing import answers_of, digest_of_consent, is_related, known_names, text_of
from clients.models import Consent, ConsentSignature, RelatedPerson
from clients.policies_own import may_sign
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.words import say
from iop.documents.actions import store_file
from iop.documents.models import StoredFile
from iop.work.actions import drop_for
from iop.work.choices import WorkKind

SUBJECT = "clients.consent"
NAME_LENGTH = 640
SUPERSEDED = say(
    "This form was replaced by a newer version after it was begun. Carry the answers over to the new form and read it together."
)


@transaction.atomic
def sign_consent(
    *,
    by: Actor,
    consent: Consent,
    version: int,
    at: dt.datetime,
    signer_role: str,
    signer_name: str,
    method: str,
    identity_seen: str,
    drawing: IO[bytes] | StoredFile | Any | None = None,
    witness: StaffMember | None = None,
    person: RelatedPerson | None = None,
    seen: str = "",
) -> Consent:
    """Put one person's signature under a whole form; it is signed once everybody has whom the state asks for.

    ``drawing`` is the drawn signature or the scanned paper, as an upload; ``identity_seen`` says how we know the signer;
    ``seen`` is the digest of the words that the page showed: if they would read otherwise now, nothing is signed. Raises
    ``Invalid`` for an element that is missing (42 CFR 2.31), ``Conflict`` for a form replaced meanwhile, ``Stale``.
    """
    row = held(consent)
    require(may_sign(by, row, signer_role))
    _must_await(row, version)
    _must_hold_still(row)
    on = clock.local_date(at, row.site.time_zone)
    age = rules.age(row.client.date_of_birth, on)
    rule = minor_rule(row.site_id, on)
    require_valid(consent_rules.why_not_signer(signer_role, age, rule), "signer_role")
    _must_be_whole(row, on)
    _seal(row, seen)
    signature = _signature(row, by, at, signer_role, signer_name, method, identity_seen, drawing, witness, person)
    _finish(row, at, age, rule)
    record(
        by=by, verb="clients.consent_signed", subject=row, clients=[row.client_id], site_id=row.site_id,
        detail={
            "kind": row.kind, "role": signature.role, "method": signature.method, "digest": row.digest,
            "complete": row.status == ConsentStatus.SIGNED, "at": at,
        },
    )  # fmt: skip
    if row.status == ConsentStatus.SIGNED:
        _take_effect(by, row, at)
    return row


def _must_await(row: Consent, version: int) -> None:
    if row.status == ConsentStatus.SIGNED:
        raise Conflict(say("This consent is signed already."), code="already_signed")
    if row.status == ConsentStatus.DISCARDED:
        raise Conflict(say("This draft was discarded. Begin a new one."), code="discarded")
    if row.version != version:
        raise Stale(say("Somebody else changed this form meanwhile. Read it again before signing."))


def _must_hold_still(row: Consent) -> None:
    # Shared, so that two people may sign the same form at once, while a new version of it waits or is seen here.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT superseded_at FROM clients_consenttemplate WHERE id = %s FOR SHARE", [str(row.template_id)]
        )
        superseded_at = cursor.fetchone()[0]
    if superseded_at is not None:
        raise Conflict(SUPERSEDED, code="superseded")


def _must_be_whole(row: Consent, on: dt.date) -> None:
    lacks = consent_rules.what_is_missing(answers_of(row), on)
    if lacks:
        raise Invalid(
            lacks[0].sentence, field=lacks[0].field, code="incomplete", detail={"paragraph": lacks[0].paragraph}
        )


def _seal(row: Consent, seen: str) -> None:
    """Fix the words at the first signature; every further one stands under the same."""
    if not row.digest:
        row.text_shown = text_of(row)
        row.digest = digest_of_consent(row, row.text_shown)
    if seen and seen != row.digest:
        raise Stale(say("The words have changed since they were shown. Read them again before signing."))


def _signature(
    row: Consent, by: Actor, at: dt.datetime, role: str, name: str, method: str, identity: str, drawing: Any,
    witness: StaffMember | None, person: RelatedPerson | None,
) -> ConsentSignature:  # fmt: skip
    typed = _name(row, role, name, method)
    if not identity.strip():
        raise Invalid(say("Say how you know who is signing."), field="identity_seen")
    if person is not None and not is_related(row.client_id, person.pk):
        raise Invalid(say("This person is not among the people around this client."), field="person")
    row.save(update_fields=["text_shown", "digest"])
    signature = ConsentSignature(
        consent=row, role=role, name=typed, person=person, identity_seen=rules.plain_line(identity)[:120], method=method,
        drawing=_drawing(by, method, drawing), witness=witness, signed_at=at, digest=row.digest,
    )  # fmt: skip
    try:
        with transaction.atomic():
            signature.save(force_insert=True)
    except IntegrityError as clash:
        if "consent_signature_once" not in str(clash):
            raise
        raise Conflict(say("This person has signed already."), code="already_signed") from clash
    return signature


def _name(row: Consent, role: str, name: str, method: str) -> str:
    kept = rules.plain_line(name)
    expected = known_names(row.client) if role == SignerRole.CLIENT and method == SignatureMethod.TYPED else set()
    require_valid(consent_rules.why_not_typed_name(kept, expected), "signer_name")
    require_valid(rules.why_too_long(kept, NAME_LENGTH), "signer_name")
    return kept


def _drawing(by: Actor, method: str, drawing: Any) -> StoredFile | None:
    if method not in SignatureMethod.values:
        raise Invalid(say("Choose how it was signed."), field="method")
    if method == SignatureMethod.TYPED:
        return None
    if drawing is None:
        asked = say("Sign in the box.") if method == SignatureMethod.DRAWN else say("Add the scanned paper.")
        raise Invalid(asked, field="drawing")
    kept = drawing if isinstance(drawing, StoredFile) else _stored(by, drawing)
    if method == SignatureMethod.DRAWN:
        _must_show_ink(kept)
    return kept


def _stored(by: Actor, upload: Any) -> StoredFile:
    try:
        return store_file(by=by, upload=upload)
    except Invalid as refused:
        raise Invalid(refused.sentence, field="drawing") from refused


def _must_show_ink(kept: StoredFile) -> None:
    with kept.file.open("rb") as picture:
        if kept.content_type != "image/png" or not has_ink(picture.read()):
            raise Invalid(say("The box is empty. Sign in it, or type the name."), field="drawing")


def _finish(row: Consent, at: dt.datetime, age: int, rule: MinorRule) -> None:
    signed = list(row.signatures.values_list("role", flat=True))
    row.version += 1
    if not consent_rules.still_to_sign(signed, age, rule):
        row.status = ConsentStatus.SIGNED
        row.signed_at = at
    row.save(update_fields=["status", "signed_at", "version"])


def _take_effect(by: Actor, row: Consent, at: dt.datetime) -> None:
    if row.kind == ConsentKind.MESSAGES:
        keep_channel_permission(by=by, client=row.client, channel=row.channel, allowed=True, at=at)
    for older in Consent.objects.filter(client=row.client_id, kind=row.kind, party=row.party_id).exclude(pk=row.pk):
        drop_for(by=by, subject=(SUBJECT, older.pk), kind=WorkKind.CONSENT_EXPIRING, at=at)
