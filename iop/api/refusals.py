"""Calls that were refused before anybody was let in, and came in the name of an integration that we know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import cache

from iop.access.actors import Actor
from iop.api.models import Integration
from iop.audit.choices import ActorKind
from iop.audit.recorder import record

if TYPE_CHECKING:
    # The framework loads its own views with what this module is for.
    from rest_framework.request import Request

NOTED_EVERY = 60
"""Seconds within which the same refusal is written down once: whoever knocks without end does not fill the record."""


def calling(integration: Integration) -> Actor:
    """Give an integration as the record knows it, with nothing that it may do."""
    return Actor(kind=ActorKind.API, id=integration.pk, display_name=integration.name)


def note(integration: Integration, why: str) -> None:
    """Write down that a call in an integration's name was refused. ``why`` is a code, such as ``expired``."""
    if cache.add(f"api-refused:{integration.pk}:{why}", 1, timeout=NOTED_EVERY):
        record(
            by=calling(integration), verb="api.call_refused", subject=("api.integration", integration.pk),
            detail={"reason": why},
        )  # fmt: skip


def note_of(request: Request) -> None:
    """Write down what authentication refused about this call, if it did."""
    told: tuple[Integration, str] | None = getattr(request._request, "refused_call", None)
    if told is not None:
        note(*told)
