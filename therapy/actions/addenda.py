"""An addendum to any signed text: under one's own name, with the licence of the day, and a hash of its own."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

from iop.access.actors import Actor
from iop.clinic.actors import local_day
from iop.clinic.models import StaffMember
from iop.clinic.policies import credential_on, why_cannot_sign
from iop.core.errors import Invalid, require
from iop.core.words import say
from iop.documents.actions import sign
from iop.documents.choices import SignatureMeaning
from iop.documents.signing import digest_of
from therapy.policies.signers import signer


class Signable(Protocol):
    """A row that is added to a signed text."""

    pk: Any
    author: Any
    credential: Any
    digest: Any

    def save(self, *, force_insert: bool = ...) -> None:
        """Keep it."""


A = TypeVar("A", bound=Signable)


def require_addendum_words(text: str, reason: str) -> None:
    """Raise ``Invalid`` for an addendum without words or without a reason."""
    if not text.strip():
        raise Invalid(say("Write what is to be added."), field="text")
    if not reason.strip():
        raise Invalid(say("Say why it is added now."), field="reason")


def signed_by(
    *,
    by: Actor,
    addendum: A,
    kind: str,
    content_of: Callable[[A], dict[str, Any]],
    at: dt.datetime,
    clients: Iterable[uuid.UUID],
    site_id: uuid.UUID,
) -> A:
    """Complete an addendum with its author, credential and hash, keep it and sign it. Raises ``NotAllowed`` without a licence."""
    author = StaffMember.objects.prefetch_related("credentials__kind").get(pk=signer(by))
    day = local_day(author.pk, at)
    require(why_cannot_sign(author, day))
    addendum.author = author
    addendum.credential = credential_on(author, day)
    content = content_of(addendum)
    addendum.digest = digest_of(content)
    addendum.save(force_insert=True)
    sign(
        by=by, subject_kind=kind, subject_id=addendum.pk, meaning=SignatureMeaning.AUTHOR, content=content, at=at,
        clients=clients, site_id=site_id,
    )  # fmt: skip
    return addendum
