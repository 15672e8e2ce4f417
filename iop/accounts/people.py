"""Who a signed-in user is to the audit record. Staff are known by the apps above; a slot asks them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from iop.accounts.models import User
from iop.audit.choices import ActorKind
from iop.audit.recorder import Acting
from iop.core import clock


@dataclass(frozen=True)
class Stranger:
    """Somebody who has not proved who they are."""

    kind: str = ActorKind.STAFF
    id: uuid.UUID | None = None
    staff_id: uuid.UUID | None = None


def acting(user: User) -> Acting:
    """Give the actor behind a user, by the function that ``SIGNED_IN_AS`` names (``(user, at) -> Actor``)."""
    actor: Acting = import_string(settings.SIGNED_IN_AS)(user, clock.now())
    return actor
