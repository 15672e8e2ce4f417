"""A change of the level of care as one act: shown line by line before it is saved, and then done exactly so.

The preview is the change itself, tried and taken back again before anybody else could see it: nothing can be missing from
it, and what would stand in the way of saving stands in the way of the preview. Its fingerprint names the list of lines; what
is carried out must give the same one.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils import translation

from clients.models import Episode
from iop.access.actors import Actor
from iop.core.errors import Conflict, Refusal
from iop.core.words import say
from iop.workflows.transitions import authorization, care, case, schedule, telling, words
from iop.workflows.transitions.case import Case
from iop.workflows.transitions.wish import Change, Done, InTheWay, Preview, Wish
from scheduling.busy import atomic_again
from scheduling.models import Appointment
from therapy.actions.reviews.effect import acted_on
from therapy.actions.transitions import TRANSITION_KIND, write_transition
from therapy.choices.transitions import Area
from therapy.models import Transition
from therapy.rules.transitions import fingerprint

ORDER = list(Area)


class _Taken(Exception):
    """Takes back what a preview tried."""


class ChangedSince(Conflict):
    """What would happen is no longer what was shown: it is shown anew."""

    code = "changed_since"


def preview(*, by: Actor, episode: Episode, wish: Wish, at: dt.datetime) -> Preview:
    """Say everything that a change would do, without doing it: or every reason for which it cannot be done.

    Nothing stays of it: no row, no message, no audit event. Tracks and stay are held for that moment.
    """
    found: list[Preview] = []
    try:
        with transaction.atomic():
            found.append(_tried(by, episode, wish, at))
            raise _Taken
    except _Taken:
        return found[0]


@atomic_again
def carry_out(*, by: Actor, episode: Episode, wish: Wish, seen: str, at: dt.datetime) -> Transition:
    """Change level, track, days and everything that hangs on them at one date, or nothing at all.

    ``seen`` is the fingerprint of the preview that was looked at. Raises the first reason against it; ``ChangedSince`` when
    what would happen is not what was shown; ``Conflict`` with the code ``full`` when the last seat went meanwhile.
    """
    known = case.read(by=by, episode=episode, wish=wish, at=at)
    for refusal in case.refusals(known):
        raise refusal
    done, plan_review_on = _do(known, schedule.in_the_way(known))
    name = _name(known, done)
    if name != seen:
        raise ChangedSince(
            say("What this would change is no longer what you were shown. Nothing was changed: look at it again.")
        )
    return _keep(known, done, plan_review_on, name)


def _tried(by: Actor, episode: Episode, wish: Wish, at: dt.datetime) -> Preview:
    known = case.read(by=by, episode=episode, wish=wish, at=at)
    against = case.refusals(known)
    lying = schedule.in_the_way(known) if not against else []
    ways = [_way(known, row) for row in lying]
    if against:
        return Preview(known.kind, refusals=against, in_the_way=ways)
    try:
        with transaction.atomic():
            done, _plan_review_on = _do(known, lying)
            changes = [Change(each.area, each.before, each.after, each.says) for each in done]
            return Preview(known.kind, changes, (), ways, _name(known, done))
    except Refusal as refusal:
        return Preview(known.kind, refusals=[refusal], in_the_way=ways, full_track_id=_full(refusal))


def _do(known: Case, lying: Sequence[Appointment]) -> tuple[list[Done], dt.date | None]:
    """Do it all, in the order in which one thing needs the other; give the lines in the order of reading."""
    done = [*care.change_level(known), *care.change_stay(known)]
    done += schedule.settle_appointments(known, lying)
    done += schedule.change_places(known)
    done += schedule.change_rosters(known)
    done += schedule.offer_seats(known, done)
    done += schedule.waiting_reminders(known)
    done += authorization.ask_for_level(known)
    done += care.follow_one_to_one(known)
    plan, plan_review_on = care.follow_plan(known)
    done += plan
    done += care.follow_reviews(known)
    done += care.follow_measures(known)
    done += care.change_tests(known)
    done += telling.tell(known)
    return sorted(done, key=lambda each: ORDER.index(each.area)), plan_review_on


def _keep(known: Case, done: Sequence[Done], plan_review_on: dt.date | None, name: str) -> Transition:
    by_act = {each.act: each.subject[1] for each in done if each.act and each.subject}
    stay = next((by_act[act] for act in ("referred", "asked", "came_back") if act in by_act), None)
    row = Transition(
        id=known.id, episode=known.episode, review=known.review, kind=known.kind, effective_on=known.day,
        from_level=known.placed.level if known.placed else None, to_level=known.level, placement_id=by_act.get("placed"),
        outside_stay_id=stay, plan_review_on=plan_review_on, reason=known.wish.reason.strip(), fingerprint=name,
    )  # fmt: skip
    kept = write_transition(by=known.by, row=row, steps=done, episode=known.episode, at=known.at)
    if known.review is not None:
        acted_on(by=known.by, review=known.review, what=(TRANSITION_KIND, kept.pk), at=known.at)
    return kept


def _name(known: Case, done: Sequence[Done]) -> str:
    with translation.override("en"):
        return fingerprint(known.wish.coded(), [each.words() for each in done])


def _way(known: Case, row: Appointment) -> InTheWay:
    return InTheWay(row.pk, words.appointment_words(row, known.zone), row.pk in known.wish.keep_appointments)


def _full(refusal: Refusal) -> uuid.UUID | None:
    return uuid.UUID(refusal.detail["track"]) if refusal.code == "full" else None
