"""What a change of level starts from: read once, under lock, and judged before anything is done."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from clients.choices import EpisodeStatus, StayKind
from clients.models import Episode, LevelOfCare, OutsideStay, Placement
from iop.access.actors import Actor
from iop.clinic import settings
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed, Refusal
from iop.core.ids import uuid7
from iop.core.words import Sentence, day_words, say, sentence
from iop.workflows.transitions.wish import Wish
from scheduling import seats
from scheduling.actions.places import places_from
from scheduling.models import Enrolment, Track
from therapy.choices.reviews import CHANGES_LEVEL
from therapy.choices.transitions import TransitionKind
from therapy.models import LevelReview, Transition
from therapy.policies.transitions import may_carry_out
from therapy.reviews import why_not_act_on
from therapy.rules import transitions as rules

AWAY = ("referred", "there")


@dataclass(frozen=True)
class Case:
    """A stay and a wish, as both stand at ``at``. ``id`` is what the change will be called."""

    id: uuid.UUID
    by: Actor
    at: dt.datetime
    wish: Wish
    episode: Episode
    today: dt.date
    placed: Placement | None
    level: LevelOfCare
    indicated: LevelOfCare | None
    track: Track | None
    places: tuple[Enrolment, ...]
    """Places in tracks that hold on the first day or later."""
    review: LevelReview | None
    away: OutsideStay | None
    """The stay elsewhere that is not over."""
    kind: TransitionKind

    @property
    def site(self) -> Site:
        """The site of care."""
        return self.episode.site

    @property
    def zone(self) -> str:
        """The site's wall clock."""
        return self.episode.site.time_zone

    @property
    def day(self) -> dt.date:
        """The first day of the new."""
        return self.wish.effective_on

    @property
    def same_place(self) -> Enrolment | None:
        """The place they have already, when track and weekdays stay as they are."""
        if len(self.places) != 1 or self.track is None:
            return None
        place = self.places[0]
        same = place.track_id == self.track.pk and set(place.weekdays) == set(self.wish.weekdays)
        return place if same and place.starts_on <= self.day and place.ends_on is None else None

    @property
    def track_ids(self) -> list[uuid.UUID]:
        """The tracks that are touched, in the order of locking."""
        return sorted({*(place.track_id for place in self.places), *([self.track.pk] if self.track else [])})


def read(*, by: Actor, episode: Episode, wish: Wish, at: dt.datetime) -> Case:
    """Read and lock what a change needs: tracks first and then the stay, in the order in which enrolling locks them."""
    known = places_from(episode, wish.effective_on)
    track = Track.objects.filter(pk=wish.track_id).first() if wish.track_id else None
    seats.lock_tracks({*(place.track_id for place in known), *([track.pk] if track else [])})
    row = Episode.objects.select_for_update(of=("self",)).select_related("site", "client").get(pk=episode.pk)
    levels = LevelOfCare.objects.in_bulk(
        [wish.level_id, *([wish.indicated_level_id] if wish.indicated_level_id else [])]
    )
    if wish.level_id not in levels:
        raise Invalid(say("Choose a level of care from the list."), field="level")
    placed = Placement.objects.on(wish.effective_on).filter(episode=row).select_related("level").first()
    level = levels[wish.level_id]
    return Case(
        id=uuid7(), by=by, at=at, wish=wish, episode=row, today=clock.local_date(at, row.site.time_zone), placed=placed,
        level=level, indicated=levels.get(wish.indicated_level_id) if wish.indicated_level_id else None,
        track=seats.lock_track(track.pk) if track else None, places=tuple(places_from(row, wish.effective_on)),
        review=_review(row, wish), away=OutsideStay.objects.filter(client=row.client_id, status__in=AWAY).first(),
        kind=rules.kind_of(_plain(placed.level), _plain(level)) if placed else TransitionKind.STEP_UP,
    )  # fmt: skip


def refusals(case: Case) -> list[Refusal]:
    """Say everything that stands in the way and can be known without trying, the most important first."""
    return list(_refusals(case))


def _refusals(case: Case) -> Iterator[Refusal]:
    if reason := may_carry_out(case.by, case.episode.site_id, case.kind):
        yield NotAllowed(reason)
    if case.episode.status != EpisodeStatus.ADMITTED:
        yield Conflict(say("Only somebody in treatment changes their level of care."), code="not_admitted")
    elif reason := rules.why_not_from(case.day, case.today):
        yield Invalid(reason, field="effective_on")
    elif case.placed is None:
        yield Conflict(say("They are placed in no level of care on that day. Place them first."), code="not_placed")
    yield from _of_others(case)
    yield from _of_the_wish(case)
    if case.review is not None:
        yield from _of_the_review(case, case.review)
    elif _needs_review(case):
        words = say(
            "A step-down needs a signed review of the level here. Review it first, then step down from the review."
        )
        yield Conflict(words, code="review_needed")


def _of_others(case: Case) -> Iterator[Refusal]:
    ahead = Transition.objects.ahead(case.today).filter(episode=case.episode).first()
    if ahead is not None:
        words = say("A change from {date} on is decided already. Undo that one first, or let it begin.")
        yield Conflict(
            sentence(words, date=day_words(ahead.effective_on)), code="planned", detail={"transition": str(ahead.pk)}
        )
    elif _placed_later(case):
        words = say("Another level of care begins on that day or later. Take that placement back first.")
        yield Conflict(words, code="placed_then", field="effective_on")


def _of_the_wish(case: Case) -> Iterator[Refusal]:
    wish, is_out = case.wish, case.level.is_off_site
    if not wish.reason.strip():
        yield Invalid(say("Say why."), field="reason")
    if case.indicated is not None and case.indicated.pk != case.level.pk and not wish.variance_reason:
        yield Invalid(say("Say why the level given differs from the one indicated."), field="variance_reason")
    track_problem = rules.why_not_track(
        is_off_site=is_out, has_track=case.track is not None, weekdays=list(wish.weekdays)
    )
    if track_problem:
        yield Invalid(track_problem, field="weekdays" if case.track and not is_out else "track")
    if is_out:
        yield from _of_the_stay(case)
    if case.kind == TransitionKind.SAME_LEVEL and case.same_place is not None:
        yield Conflict(say("They come on these days already: nothing would change."), code="nothing_changes")


def _of_the_stay(case: Case) -> Iterator[Refusal]:
    wish = case.wish
    if wish.stay_kind not in StayKind.values:
        yield Invalid(say("Choose what kind of care it is."), field="stay_kind")
    if not wish.facility.strip():
        yield Invalid(say("Say where they go."), field="facility")
    if wish.expected_until is not None and wish.expected_until < wish.effective_on:
        yield Invalid(say("They cannot be back before they go."), field="expected_until")
    if wish.keeps_seat and wish.expected_until is None:
        yield Invalid(say("A seat is kept until a day: say when they are expected back."), field="expected_until")
    if case.away is not None:
        yield Conflict(say("A stay elsewhere is written down already. End that one first."), code="away_already")


def _of_the_review(case: Case, review: LevelReview) -> Iterator[Refusal]:
    if reason := why_not_act_on(review):
        yield Conflict(reason, code="review_not_to_act_on")
    elif review.decision in CHANGES_LEVEL and review.chosen_level_id != case.level.pk:
        level: Sentence = review.chosen_level.name if review.chosen_level else ""
        words = sentence(say("The review decided for {level}. Choose that level, or review it anew."), level=level)
        yield Conflict(words, code="review_says_otherwise", field="level")


def _needs_review(case: Case) -> bool:
    if case.kind != TransitionKind.STEP_DOWN:
        return False
    return bool(settings.value("transitions.review_required", on=case.today, site_id=case.episode.site_id))


def _placed_later(case: Case) -> bool:
    if case.kind == TransitionKind.SAME_LEVEL:
        return False
    return Placement.objects.filter(episode=case.episode, starts_on__gte=case.day).exists()


def _review(episode: Episode, wish: Wish) -> LevelReview | None:
    if wish.review_id is None:
        return None
    rows = LevelReview.objects.select_related("episode", "chosen_level")
    row = rows.filter(pk=wish.review_id, episode=episode).first()
    if row is None:
        raise Conflict(say("This review belongs to another stay."), code="other_stay")
    return row


def _plain(level: LevelOfCare) -> rules.Level:
    return rules.Level(level.key, level.intensity, level.is_off_site)
