"""The client's answer to a plan or a review: signed on the device, typed, on paper, or not, with what they said."""

from __future__ import annotations

import datetime as dt
from typing import IO, Any

from django.db import IntegrityError, transaction

from clients import consent_rules, rules
from clients.choices import SignerRole
from clients.consent_ink import has_ink
from clients.consent_minors import minor_rule
from clients.consent_writing import known_names, legal_name
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.words import say
from iop.documents.actions import store_file
from iop.documents.models import StoredFile
from iop.work.actions import close_for
from iop.work.choices import WorkKind
from therapy.actions.plans.drafts import locked
from therapy.choices.plans import ClientSignatureMethod
from therapy.models.plans import PlanReview, PlanSignature, TreatmentPlan
from therapy.plan_contents import PLAN_KIND, REVIEW_KIND
from therapy.policies.plans import may_record_client_answer

NAME_LENGTH = 640
REASON_LENGTH = 500


@transaction.atomic
def record_client_answer(
    *,
    by: Actor,
    plan: TreatmentPlan,
    method: str,
    at: dt.datetime,
    role: str = SignerRole.CLIENT,
    name: str = "",
    refused_because: str = "",
    drawing: IO[bytes] | StoredFile | Any | None = None,
    witness: StaffMember | None = None,
    review: PlanReview | None = None,
    seen: str = "",
) -> PlanSignature:
    """Keep the client's signature (or a parent's) under a signed plan, or under ``review`` of it; or that they did not want to.

    ``drawing`` is the drawn signature or the scanned paper; ``seen`` the digest of the words the page showed. A refusal needs what
    they said, and they may still sign later. Raises ``Invalid`` for a signature that is none, ``Conflict`` for a second one of the
    same person (a second click), ``Stale`` when something else was shown than is signed.
    """
    row = locked(plan.pk)
    require(may_record_client_answer(by, row))
    subject: TreatmentPlan | PlanReview = review or row
    _must_stand(row, review, seen)
    _must_be_one_who_signs(row, role, at)
    kept = PlanSignature(
        plan=None if review else row, review=review, role=role, name=_name(row, role, name, method), method=method,
        refused_because=_said(method, refused_because), drawing=_drawing(by, method, drawing), witness=witness, signed_at=at,
        digest=subject.digest,
    )  # fmt: skip
    _keep(kept)
    kind, pk = (REVIEW_KIND, review.pk) if review else (PLAN_KIND, row.pk)
    close_for(by=by, subject=(kind, pk), kind=WorkKind.PLAN_SIGNATURE, at=at)
    record(
        by=by, verb="therapy.plan_answered", subject=subject, clients=[row.episode.client_id], site_id=row.episode.site_id,
        detail={"method": str(method), "role": str(role), "digest": subject.digest, "at": at},
    )  # fmt: skip
    return kept


def _must_stand(row: TreatmentPlan, review: PlanReview | None, seen: str) -> None:
    if review is not None and (review.plan_id != row.pk or review.signed_at is None):
        raise Conflict(say("Sign the review first: the client signs what is finished."), code="not_signed")
    digest = review.digest if review else row.digest
    if seen and seen != digest:
        raise Stale(say("Something else was shown than what is signed. Load the page again."))


def _must_be_one_who_signs(row: TreatmentPlan, role: str, at: dt.datetime) -> None:
    if role not in SignerRole.values:
        raise Invalid(say("Choose who signs."), field="signer_role")
    day = clock.local_date(at, row.episode.site.time_zone)
    age = rules.age(row.episode.client.date_of_birth, day)
    if role != SignerRole.CLIENT:
        require_valid(consent_rules.why_not_signer(role, age, minor_rule(row.episode.site_id, day)), "signer_role")


def _name(row: TreatmentPlan, role: str, name: str, method: str) -> str:
    client = row.episode.client
    kept = rules.plain_line(name)
    if method in (ClientSignatureMethod.REFUSED, ClientSignatureMethod.PAPER, ClientSignatureMethod.DRAWN):
        kept = kept or (legal_name(client) if role == SignerRole.CLIENT else "")
    expected = known_names(client) if role == SignerRole.CLIENT and method == ClientSignatureMethod.TYPED else set()
    require_valid(consent_rules.why_not_typed_name(kept, expected), "signer_name")
    require_valid(rules.why_too_long(kept, NAME_LENGTH), "signer_name")
    return kept


def _said(method: str, words: str) -> str:
    kept = rules.plain_text(words)[:REASON_LENGTH]
    if method == ClientSignatureMethod.REFUSED and not kept:
        raise Invalid(say("Write down why they do not want to sign."), field="refused_because")
    return kept if method == ClientSignatureMethod.REFUSED else ""


def _drawing(by: Actor, method: str, drawing: Any) -> StoredFile | None:
    if method not in ClientSignatureMethod.values:
        raise Invalid(say("Choose how it was signed."), field="method")
    if method in (ClientSignatureMethod.TYPED, ClientSignatureMethod.REFUSED):
        return None
    is_drawn = method == ClientSignatureMethod.DRAWN
    if drawing is None:
        raise Invalid(say("Sign in the box.") if is_drawn else say("Add the scanned paper."), field="drawing")
    kept = drawing if isinstance(drawing, StoredFile) else _stored(by, drawing)
    if is_drawn:
        with kept.file.open("rb") as picture:
            if kept.content_type != "image/png" or not has_ink(picture.read()):
                raise Invalid(say("The box is empty. Sign in it, or type the name."), field="drawing")
    return kept


def _stored(by: Actor, upload: Any) -> StoredFile:
    try:
        return store_file(by=by, upload=upload)
    except Invalid as refused:
        raise Invalid(refused.sentence, field="drawing") from refused


def _keep(row: PlanSignature) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        if "signature_once_a_role" not in str(clash):
            raise
        raise Conflict(say("This person has signed already."), code="already_signed") from clash
