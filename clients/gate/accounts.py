"""Letters with what somebody signs in with: they say nothing about anybody, and go to a standing account or invitation alone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db.models import F

from clients.gate import rules
from clients.gate.shapes import NotDisclosable
from clients.models import PortalInvitation, PortalLink
from iop.notifications.models import Message


def not_wanted(messages: Sequence[Message], at: dt.datetime) -> set[uuid.UUID]:
    """Name the letters whose link opens nothing any more or whose inbox is another's now, in two statements."""
    if not messages:
        return set()
    about = {message.about_id for message in messages}
    standing = {**_links(about, at), **_invitations(about, at)}
    return {message.pk for message in messages if standing.get(message.about_id) != message.to}


def must_stand(message: Message, at: dt.datetime) -> None:
    """Raise ``NotDisclosable`` for a letter that must not leave any more."""
    if not_wanted([message], at):
        raise NotDisclosable(rules.NO_CONSENT)


def _links(about: set[uuid.UUID | None], at: dt.datetime) -> dict[uuid.UUID | None, str]:
    rows = PortalLink.objects.filter(
        pk__in=about, used_at__isnull=True, expires_at__gt=at, account__ended_at__isnull=True,
        account__user__is_active=True,
    )  # fmt: skip
    return dict(rows.annotate(to=F("account__user__email")).values_list("pk", "to"))


def _invitations(about: set[uuid.UUID | None], at: dt.datetime) -> dict[uuid.UUID | None, str]:
    rows = PortalInvitation.objects.filter(
        pk__in=about, accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
    )
    return dict(rows.values_list("pk", "email"))
