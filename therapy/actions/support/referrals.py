"""Sending somebody to a place that helps: made, told to the place through the gate, followed up, ended."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction

from clients import gate
from clients.choices import Information, Purpose, SentKind
from clients.models import Disclosure, Episode
from iop.access.actors import Actor
from iop.clinic import settings
from iop.core import clock
from iop.core.basis import Basis
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import say, sentence
from iop.work.actions import close_for, open_item
from iop.work.choices import WorkKind
from therapy.actions.lines import line
from therapy.actions.support.holding import REFERRAL_KIND, choice, kept_for, today_of, told
from therapy.actions.support.resources import party_of
from therapy.choices.support import MAY_BE_TOLD, REFERRAL_MOVES, REFERRAL_OVER, TOLD_FOR, Need, ReferralStatus
from therapy.models.support import CommunityResource, Referral, ReferralChange
from therapy.policies.support import may_keep_support

MORNING = dt.time(9)
SPOKEN_AT_MOST = 300


@transaction.atomic
def refer(
    *, by: Actor, episode: Episode, need: str, at: dt.datetime, resource: CommunityResource | None = None,
    to_name: str = "", wish: str = "", is_warm: bool = False, we_tell: bool = False, follow_up_on: dt.date | None = None,
) -> Referral:  # fmt: skip
    """Send a client to a place of the list, or to one named in ``to_name``, for a need.

    Unless ``we_tell``, the client asks there themselves: nothing leaves, and the referral is made. Otherwise it waits for
    ``tell_place``. Somebody follows up on ``follow_up_on``, after the clinic's days when none is named.
    """
    stay = kept_for(by, episode)
    name = resource.name if resource else line(to_name, "to_name", 160, say("Say where: choose a place, or name it."))
    if we_tell and resource is None:
        raise Invalid(say("To tell a place something, choose it from the list of places."), field="resource")
    made = Referral.objects.create(
        episode=stay, resource=resource, to_name=name, need=choice(Need, need, "need"), wish=line(wish, "wish", 500),
        is_warm=is_warm, made_on=today_of(stay, at), made_by_id=by.staff_id,
        follow_up_on=_follow_up(stay, follow_up_on, at),
    )  # fmt: skip
    told(by, "therapy.referral_made", made, stay, need=str(made.need), resource=made.resource_id)
    if not we_tell:
        _step(made, ReferralStatus.SENT, by, at, "")
    _ask(by, made, stay, at)
    return made


def ground_for(
    *, by: Actor, referral: Referral, information: Collection[str], at: dt.datetime
) -> tuple[Basis, uuid.UUID]:
    """Say on what ground a referral's place may be told ``information`` now, and as which recipient.

    Raises ``NotDisclosable`` with what would mend it, ``Invalid`` for what a referral does not carry.
    """
    row = Referral.objects.select_related("episode__client", "resource").get(pk=referral.pk)
    require(may_keep_support(by, row.episode.site_id))
    if row.resource is None:
        raise Invalid(
            say("This place is not on the list of places; nothing can be told to it from here."), code="unlisted"
        )
    asked = {*information, Information.PRESENCE.value}
    if asked - set(MAY_BE_TOLD):
        raise Invalid(say("A referral does not carry this. Write a letter instead."), field="information")
    party = party_of(by, row.resource)
    basis = gate.basis_for(
        by=by, client=row.episode.client, to=gate.Recipient.of_party(party),
        purpose=TOLD_FOR.get(row.need, Purpose.REQUEST), information=asked, at=at,
    )  # fmt: skip
    return basis, party.pk


@transaction.atomic
def tell_place(
    *, by: Actor, referral: Referral, version: int, basis: Basis, at: dt.datetime, said: str = "", content: bytes = b""
) -> Disclosure:
    """Tell a place about a client: ``said`` by word of mouth, or ``content``, the letter that goes there.

    What leaves is written down with its ground; a referral that was being made is made with it.
    """
    row = held(by, referral.pk, version)
    words = line(said, "said", SPOKEN_AT_MOST, None if content else say("Say in a sentence what was told."))
    disclosure = gate.release(
        by=by, client=row.episode.client, basis=basis, sent_as=SentKind.LETTER if content else SentKind.SPOKEN,
        records=[(REFERRAL_KIND, row.pk)], content=content or words, at=at, description=words,
    )  # fmt: skip
    row.disclosure = disclosure
    row.version += 1
    row.save(update_fields=["disclosure", "version"])
    if row.status == ReferralStatus.PLANNED:
        _step(row, ReferralStatus.SENT, by, at, "")
    told(by, "therapy.referral_told", row, row.episode, disclosure=disclosure.pk)
    return disclosure


@transaction.atomic
def move_referral(
    *, by: Actor, referral: Referral, version: int, to: str, at: dt.datetime, note: str = "",
    follow_up_on: dt.date | None = None,
) -> Referral:  # fmt: skip
    """Say where a referral stands now; its history keeps what was. While it is open, somebody follows up.

    Raises ``Conflict`` for a status that does not follow the one it has.
    """
    row = held(by, referral.pk, version)
    status = choice(ReferralStatus, to, "to")
    if status not in REFERRAL_MOVES[row.status]:
        words = say('"{before}" is not followed by "{after}".')
        raise Conflict(
            sentence(words, before=row.get_status_display(), after=ReferralStatus(status).label),
            code="order",
            field="to",
        )
    text = line(note, "note", 500)
    is_over = status in REFERRAL_OVER
    row.follow_up_on = None if is_over else _follow_up(row.episode, follow_up_on, at)
    row.version += 1
    row.save(update_fields=["follow_up_on", "version"])
    _step(row, status, by, at, text)
    _ask(by, row, row.episode, at)
    told(by, "therapy.referral_moved", row, row.episode, status=str(status))
    return row


@transaction.atomic
def follow_up_later(
    *, by: Actor, referral: Referral, version: int, on: dt.date, at: dt.datetime, note: str = ""
) -> Referral:
    """Put off (or bring forward) the day of following up, with what was learned so far."""
    row = held(by, referral.pk, version)
    if row.status in REFERRAL_OVER:
        raise Conflict(say("This referral has ended."), code="over")
    row.follow_up_on = _follow_up(row.episode, on, at)
    row.version += 1
    row.save(update_fields=["follow_up_on", "version"])
    text = line(note, "note", 500)
    ReferralChange.objects.create(referral=row, status=row.status, at=at, by_id=by.staff_id, note=text)
    _ask(by, row, row.episode, at)
    told(by, "therapy.referral_put_off", row, row.episode, on=on)
    return row


def held(by: Actor, referral_id: uuid.UUID, version: int) -> Referral:
    """Read a referral and hold it. Raises ``Stale`` when a colleague changed it meanwhile."""
    row = (
        Referral.objects.select_for_update(of=("self",))
        .select_related("episode__site", "episode__client", "resource")
        .get(pk=referral_id)
    )
    require(may_keep_support(by, row.episode.site_id))
    if row.version != version:
        raise Stale(say("A colleague changed this referral meanwhile. Read it again first."))
    return row


def _step(row: Referral, status: str, by: Actor, at: dt.datetime, note: str) -> None:
    row.status = status
    row.save(update_fields=["status"])
    ReferralChange.objects.create(referral=row, status=status, at=at, by_id=by.staff_id, note=note)


def _follow_up(stay: Episode, on: dt.date | None, at: dt.datetime) -> dt.date:
    today = today_of(stay, at)
    if on is None:
        days: int = settings.value("referrals.follow_up_days", on=today, site_id=stay.site_id)
        return today + dt.timedelta(days=days)
    if on < today:
        raise Invalid(say("Follow up today or later."), field="follow_up_on")
    return on


def _ask(by: Actor, row: Referral, stay: Episode, at: dt.datetime) -> None:
    """Put following up on the work list of whoever made the referral; a new day replaces the old item."""
    close_for(by=by, subject=(REFERRAL_KIND, row.pk), kind=WorkKind.REFERRAL_FOLLOW_UP, at=at)
    if row.follow_up_on is None:
        return
    open_item(
        by=by, kind=WorkKind.REFERRAL_FOLLOW_UP, site_id=stay.site_id, subject=(REFERRAL_KIND, row.pk),
        summary=say("Ask how the referral went"),
        due_at=clock.at_local(row.follow_up_on, MORNING, stay.site.time_zone), dedupe_key=f"referral:{row.pk}",
        assignee_id=row.made_by_id, role_key="" if row.made_by_id else "case_manager", client_id=stay.client_id,
    )  # fmt: skip
