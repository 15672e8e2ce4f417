"""Telling a track or a group something, what a track agrees on, and what its people answer."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import IO, Any

from django.db import IntegrityError, transaction

from clients import rules
from clients.models import Client
from clients.portal import is_own
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed, require
from iop.core.words import say, sentence
from iop.documents.actions import store_file
from scheduling.models import Track
from sessions_app import announcements, group_policies
from sessions_app.models import AgreementAnswer, Announcement, GroupMaterial, NewsChoice, OpenGroup, TrackAgreement

MOST_SIGNS = 4_000
LONGEST_DAYS = 92
"""Three months: what holds longer belongs into the agreement."""


@transaction.atomic
def announce(
    *, by: Actor, to: Track | OpenGroup, words: str, starts_on: dt.date, ends_on: dt.date, at: dt.datetime
) -> Announcement:
    """Tell everybody of a track or a group something, from one day through another.

    Whether its words name a client is asked before (``iop.workflows.announcing``). Raises ``Invalid`` for days that do not
    follow one another, are behind us, or are more than three months.
    """
    site = _site_of(to)
    require(group_policies.may_announce(by, site.pk))
    _refuse_days(starts_on, ends_on, clock.local_date(at, site.time_zone))
    whom: dict[str, Any] = {"track": to} if isinstance(to, Track) else {"group": to}
    row = Announcement.objects.create(
        words=_fitting(words), starts_on=starts_on, ends_on=ends_on, by_id=_colleague(by), **whom
    )
    record(by=by, verb="sessions.announced", subject=row, site_id=site.pk, detail={"until": ends_on})
    return row


@transaction.atomic
def withdraw_announcement(*, by: Actor, announcement: Announcement, at: dt.datetime) -> Announcement:
    """Show an announcement no longer."""
    row = Announcement.objects.select_for_update(of=("self",)).get(pk=announcement.pk)
    site = _site_of(row.track or row.group)
    require(group_policies.may_announce(by, site.pk))
    if row.withdrawn_at is None:
        row.withdrawn_at, row.version = at, row.version + 1
        row.save(update_fields=["withdrawn_at", "version"])
        record(by=by, verb="sessions.announcement_withdrawn", subject=row, site_id=site.pk)
    return row


@transaction.atomic
def write_agreement(*, by: Actor, track: Track, words: str, at: dt.datetime) -> TrackAgreement:
    """Write what a track agrees on anew: the next version, to which people may agree again. The same words make no version."""
    site = _site_of(track)
    require(group_policies.may_announce(by, site.pk))
    Track.objects.select_for_update(no_key=True).get(pk=track.pk)
    newest, kept = announcements.agreement_of(track.pk), _fitting(words)
    if newest and newest.words == kept:
        raise Conflict(say("These are the words that hold already."), code="same_words")
    number = newest.number + 1 if newest else 1
    row = TrackAgreement.objects.create(track=track, number=number, words=kept, made_at=at, made_by_id=_colleague(by))
    record(by=by, verb="sessions.agreement_written", subject=row, site_id=site.pk, detail={"number": number})
    return row


@transaction.atomic
def agree(*, by: Actor, client: Client, agreement: TrackAgreement, at: dt.datetime) -> AgreementAnswer:
    """Keep that a client, signed in from outside, agrees to the newest words of one of their tracks. Twice is once."""
    _refuse_others(by, client)
    stay = announcements.stay_of(client.pk)
    offered = {each.agreement.pk for each in announcements.agreements_for(client.pk, at)}
    if stay is None or agreement.pk not in offered:
        raise Conflict(say("These words were changed meanwhile. Read them again."), code="changed")
    try:
        with transaction.atomic():
            row = AgreementAnswer.objects.create(agreement=agreement, episode=stay, at=at)
    except IntegrityError:
        return AgreementAnswer.objects.get(agreement=agreement, episode=stay)
    record(by=by, verb="sessions.agreement_answered", subject=row, site_id=stay.site_id, clients=[client.pk])
    return row


@transaction.atomic
def choose_news(*, by: Actor, client: Client, wants: bool, at: dt.datetime) -> None:
    """Keep whether a client wants to read announcements. Raises ``Conflict`` outside a stay."""
    _refuse_others(by, client)
    stay = announcements.stay_of(client.pk)
    if stay is None:
        raise Conflict(say("There is no group of yours now."), code="no_stay")
    if announcements.wants(stay) != wants:
        row = NewsChoice.objects.create(episode=stay, wants=wants, since=at)
        record(by=by, verb="sessions.news_chosen", subject=row, site_id=stay.site_id, clients=[client.pk])


@transaction.atomic
def add_material(
    *, by: Actor, group: OpenGroup, title: str, words: str, upload: IO[bytes] | Any, at: dt.datetime
) -> GroupMaterial:
    """Give a group something to read: words, a file, or both. A file that is not what it says is refused."""
    require(group_policies.may_announce(by, group.site_id))
    line, text = rules.plain_line(title), rules.plain_text(words)
    if not line:
        raise Invalid(say("Give it a title."), field="title")
    if not text and not upload:
        raise Invalid(say("Write something, or choose a file."), field="words")
    file = store_file(by=by, upload=upload) if upload else None
    row = GroupMaterial.objects.create(
        group=group, title=line[:200], words=text[:20_000], file=file, added_by_id=_colleague(by)
    )
    record(by=by, verb="sessions.material_added", subject=row, site_id=group.site_id)
    return row


@transaction.atomic
def withdraw_material(*, by: Actor, material: GroupMaterial, at: dt.datetime) -> None:
    """Take something to read away; it stays on record."""
    row = GroupMaterial.objects.select_for_update(of=("self",)).select_related("group").get(pk=material.pk)
    require(group_policies.may_announce(by, row.group.site_id))
    if row.withdrawn_at is None:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        record(by=by, verb="sessions.material_withdrawn", subject=row, site_id=row.group.site_id)


def _colleague(by: Actor) -> uuid.UUID:
    if by.staff_id is None:
        raise NotAllowed(say("What everybody reads is written by a colleague."))
    return by.staff_id


def _site_of(to: Any) -> Any:
    return to.program.site if isinstance(to, Track) else to.site


def _refuse_days(starts_on: dt.date, ends_on: dt.date, today: dt.date) -> None:
    if ends_on < starts_on:
        raise Invalid(say("The last day comes before the first."), field="ends_on")
    if ends_on < today:
        raise Invalid(say("This day is behind us."), field="ends_on")
    if (ends_on - starts_on).days > LONGEST_DAYS:
        raise Invalid(say("Three months are the longest. Write what always holds into the agreement."), field="ends_on")


def _refuse_others(by: Actor, client: Client) -> None:
    if not is_own(by, client.pk):
        raise NotAllowed(say("This is theirs alone."))


def _fitting(words: str) -> str:
    kept = rules.plain_text(words)
    if not kept:
        raise Invalid(say("Write something first."), field="words")
    if len(kept) > MOST_SIGNS:
        raise Invalid(sentence(say("{limit} characters are the most."), limit=MOST_SIGNS), field="words")
    return kept
