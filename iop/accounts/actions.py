"""Making, blocking and ending sign-ins."""

from __future__ import annotations

import uuid

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from iop.accounts.choices import UserKind
from iop.accounts.models import User
from iop.audit.recorder import Acting, record
from iop.core.errors import Conflict
from iop.core.words import say


@transaction.atomic
def add_staff_user(*, by: Acting, email: str, password: str | None = None) -> User:
    """Make a sign-in for a colleague. E-mail addresses are taken once among staff, whatever their capitals."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(email=email, password=password, kind=UserKind.STAFF)
    except IntegrityError as clash:
        if "user_staff_email_once" not in str(clash):
            raise
        raise Conflict(say("Another colleague already signs in with this e-mail address."), field="email") from clash
    # An administrator vouches for the address; allauth needs to know it as confirmed before it lets anyone in by it.
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record(by=by, verb="accounts.user_added", subject=user)
    return user


@transaction.atomic
def block_user(*, by: Acting, user_id: uuid.UUID) -> None:
    """Stop a sign-in from being used, and end every session that is open with it."""
    User.objects.filter(pk=user_id).update(is_active=False)
    ended = end_sessions(user_id=user_id)
    record(by=by, verb="accounts.user_blocked", subject=("accounts.user", user_id), detail={"sessions_ended": ended})


def end_sessions(*, user_id: uuid.UUID, except_key: str = "") -> int:
    """End the open sessions of a user, but for the one named; say how many ended."""
    rows = UserSession.objects.filter(user_id=user_id).exclude(session_key=except_key)
    keys = list(rows.values_list("session_key", flat=True))
    rows.delete()
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)
