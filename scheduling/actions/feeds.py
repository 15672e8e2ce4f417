"""A person's calendar feed: made, made anew, stopped, and read."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.db import transaction

from clients.models import PortalAccount
from clients.rules import plain_line
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Invalid, NotAllowed
from iop.core.words import say
from scheduling.models import CalendarFeed

TOKEN_BYTES = 32
LONGEST_TITLE = 40
READ_EVERY = dt.timedelta(hours=1)


@transaction.atomic
def make_feed(*, by: Actor, account: PortalAccount, title: str, at: dt.datetime) -> str:
    """Make a new secret address for somebody's own calendar and give its token, this once; an older one stops at once."""
    _refuse_other(by, account)
    words = plain_line(title).strip()
    if not words or len(words) > LONGEST_TITLE:
        raise Invalid(say("Choose a word for your calendar, of at most 40 characters."), field="title")
    PortalAccount.objects.select_for_update().get(pk=account.pk)
    CalendarFeed.objects.filter(account=account, revoked_at__isnull=True).update(revoked_at=at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = CalendarFeed.objects.create(account=account, token_hash=hash_of(token), title=words, made_at=at)
    record(by=by, verb="scheduling.feed_made", subject=row, clients=[account.client_id] if account.client_id else [])
    return token


@transaction.atomic
def stop_feed(*, by: Actor, account: PortalAccount, at: dt.datetime) -> int:
    """Stop the address: whoever asks it finds nothing from now on."""
    _refuse_other(by, account)
    stopped = CalendarFeed.objects.filter(account=account, revoked_at__isnull=True).update(revoked_at=at)
    if stopped:
        record(
            by=by, verb="scheduling.feed_stopped", subject=account,
            clients=[account.client_id] if account.client_id else [],
        )  # fmt: skip
    return stopped


def live_feed(token: str) -> CalendarFeed | None:
    """Give the feed of a token while it stands and its person's access does; one statement."""
    rows = CalendarFeed.objects.filter(
        token_hash=hash_of(token), revoked_at__isnull=True, account__ended_at__isnull=True,
        account__user__is_active=True, account__client__isnull=False,
    )  # fmt: skip
    return rows.select_related("account__client__merged_into", "account__user").first()


def note_read(feed: CalendarFeed, at: dt.datetime) -> None:
    """Note that a calendar asked, at most once an hour."""
    if feed.read_at is None or at - feed.read_at >= READ_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=at)


def hash_of(token: str) -> str:
    """Give what is kept of a token. It is random and long, so that a plain hash cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


def _refuse_other(by: Actor, account: PortalAccount) -> None:
    if by.id != account.user_id:
        raise NotAllowed(say("Only the person themselves keeps their calendar address."))
