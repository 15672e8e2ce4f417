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
    about = {message.about_id for message in messages if message.about_id}
    standing = {**_links(about, at), **_invitations(about, at)}
    return {row.pk for row in messages if row.about_id is None or standing.get(row.about_id) != row.to}


def must_stand(message: Message, at: dt.datetime) -> None:
    """Raise ``NotDisclosable`` for a letter that must not leave any more."""
    if not_wanted([message], at):
        raise NotDisclosable(rules.NO_CONSENT)


def _links(about: set[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, str]:
    rows = PortalLink.objects.filter(
        pk__in=about, used_at__isnull=True, expires_at__gt=at, account__ended_at__isnull=True,
        account__user__is_active=True,
    )  # fmt: skip
    return dict(rows.annotate(to=F("account__user__email")).values_list("pk", "to"))


def _invitations(about: set[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, str]:
    rows = PortalInvitation.objects.filter(
        pk__in=about, accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
    )
    return dict(rows.values_list("pk", "email"))
