"""Signing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.actors import local_day
from iop.clinic.models import StaffMember
from iop.clinic.policies import credential_on, why_cannot_sign
from iop.core.errors import Conflict, NotAllowed, require
from iop.core.words import say
from iop.documents.choices import SignatureMeaning
from iop.documents.models import Signature
from iop.documents.signing import digest_of


@transaction.atomic
def sign(
    *,
    by: Actor,
    subject_kind: str,
    subject_id: uuid.UUID,
    meaning: SignatureMeaning | str,
    content: Mapping[str, Any],
    at: dt.datetime,
    clients: Iterable[uuid.UUID] = (),
    site_id: uuid.UUID | None = None,
) -> Signature:
    """Put a colleague's name under exactly this content, with the licence held that day (documentation.md §6).

    Whether this colleague may sign this thing is the caller's policy; that they may sign at all is decided here.
    Raises ``NotAllowed`` when no licence holds, ``Conflict`` when the thing already carries this kind of signature.
    """
    if by.staff_id is None:
        raise NotAllowed(say("Only a person can sign."))
    staff = StaffMember.objects.prefetch_related("credentials__kind").get(pk=by.staff_id)
    day = local_day(by.staff_id, at)
    require(why_cannot_sign(staff, day))
    signature = Signature(
        subject_kind=subject_kind,
        subject_id=subject_id,
        meaning=meaning,
        staff_id=by.staff_id,
        signer_name=staff.name,
        credential=credential_on(staff, day),
        signed_at=at,
        digest=digest_of(content),
    )
    _save(signature)
    record(
        by=by, verb="documents.signed", subject=(subject_kind, subject_id), clients=clients, site_id=site_id,
        detail={"meaning": str(meaning), "digest": signature.digest},
    )  # fmt: skip
    return signature


def verify(signature: Signature, content: Mapping[str, Any]) -> bool:
    """Say whether ``content`` is exactly what was signed."""
    return digest_of(content) == signature.digest


def _save(signature: Signature) -> None:
    try:
        with transaction.atomic():
            signature.save(force_insert=True)
    except IntegrityError as clash:
        if "signature_once" not in str(clash):
            raise
        raise Conflict(say("This is already signed."), code="already_signed") from clash
