"""What everybody of a track or a group reads names no client: their names are looked for before anything is kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from clients.models import Client
from iop.access.actors import Actor
from iop.core import clock
from iop.core.errors import Invalid
from iop.core.words import say, sentence
from scheduling.models import Enrolment, Track
from sessions_app.actions import announcing
from sessions_app.models import Announcement, OpenGroup, OpenGroupMember, TrackAgreement
from therapy import name_check


@transaction.atomic
def announce(
    *, by: Actor, to: Track | OpenGroup, words: str, starts_on: dt.date, ends_on: dt.date, at: dt.datetime, sure: bool = False
) -> Announcement:  # fmt: skip
    """Announce something unless it names a client; see ``sessions_app.actions.announcing.announce``.

    Names are words of the language too (Will, Hope): ``sure`` says that a colleague has looked and nobody is meant.
    """
    _refuse_names(to, words, at, sure)
    return announcing.announce(by=by, to=to, words=words, starts_on=starts_on, ends_on=ends_on, at=at)


@transaction.atomic
def write_agreement(*, by: Actor, track: Track, words: str, at: dt.datetime, sure: bool = False) -> TrackAgreement:
    """Write a track's agreement unless it names a client; ``sure`` as above."""
    _refuse_names(track, words, at, sure)
    return announcing.write_agreement(by=by, track=track, words=words, at=at)


def _refuse_names(to: Track | OpenGroup, words: str, at: dt.datetime, sure: bool) -> None:
    found = () if sure else name_check.found(words, _people(to, at))
    if found:
        told = ", ".join(dict.fromkeys(place.word for place in found))
        text = say("This looks like the name of a client: {names}. Leave it out; everybody reads this.")
        raise Invalid(sentence(text, names=told), field="words", code="names_somebody")


def _people(to: Track | OpenGroup, at: dt.datetime) -> list[name_check.Person]:
    rows = Client.objects.filter(pk__in=_ids(to, at)).order_by()
    named = rows.values_list("pk", "legal_first_name", "preferred_name", "legal_last_name")
    return [
        name_check.Person(pk, tuple(name for name in (f"{first} {last}", f"{called} {last}" if called else "") if name))
        for pk, first, called, last in named
    ]


def _ids(to: Track | OpenGroup, at: dt.datetime) -> Any:
    """Name everybody who comes, came in the last year, or waits: their names mean something to the others."""
    if isinstance(to, OpenGroup):
        return OpenGroupMember.objects.filter(group=to, client__isnull=False).order_by().values("client")
    since = clock.local_date(at, to.program.site.time_zone) - dt.timedelta(days=365)
    return Enrolment.objects.filter(track=to).exclude(ends_on__lt=since).order_by().values("client")
