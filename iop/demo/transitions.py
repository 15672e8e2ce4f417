"""The demo's story of moving somebody to another level of care: out to detox, back again, down to an evening group, and thought better of."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator
from random import Random

from clients.choices import EpisodeStatus
from clients.models import Episode, LevelOfCare
from iop.access.actors import SYSTEM
from iop.clinic.models import Site
from iop.core import clock
from iop.demo.clinic import Clinic
from iop.workflows import transitions
from iop.workflows.transitions import Wish
from scheduling.actions import save_program, save_template_version, save_track
from scheduling.actions.places import places_from
from scheduling.choices import DayPart
from scheduling.models import ComponentKind, Enrolment, Program, Track
from scheduling.rules.weeks import PlannedDay, PlannedPart
from sessions_app.actions import materialise
from sessions_app.choices import MISSED, AttendanceStatus
from sessions_app.models import Attendance
from therapy.choices.reviews import ReviewDecision
from therapy.choices.transitions import TransitionKind
from therapy.models import LevelReview, Transition
from therapy.reviews import to_act_on

DAY = dt.timedelta(days=1)
DECIDES = "Ferreira"
PROGRAM, GROUP = "Outpatient", "Outpatient evening"
EVENINGS = (1, 3)
PARTS = (("check-in", 20), ("process-group", 60), ("wrap-up", 15))
LEADS = ("Bose", "Szabo")
REASONS = {
    "down": "Goals of this level are met: no use told for weeks, back at work, and the household is calm. Two evenings a week fit now.",
    "days": "New shifts at work: three evenings no longer fit. The therapist and the client agree on the other days.",
    "out": "Drinking again each day, with tremor in the morning: withdrawal needs medical care first. Wants to come back.",
    "back": "Back from detox, medication begun, and wants to go on where it stopped.",
    "rash": "Asked for fewer evenings because of a new job.",
}
UNDONE = "The job did not come about. Wants to keep all three evenings for now."

Story = Callable[[Clinic, Site, Episode, dt.datetime], bool]


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell of changes at the Boston site up to ``now``; two are decided and have not begun."""
    site = house.sites["BOS"]
    if Transition.objects.filter(episode__site=site).exists():
        return
    _evening_group(house, site, now)
    stays = _stays(site, now)
    dice.shuffle(stays)
    for story in (_from_review, _out, _away_and_back, _undone, _down, _days, _down):
        teller = next((stay for stay in stays if story(house, site, stay, now)), None)
        stays = [stay for stay in stays if teller is None or stay.pk != teller.pk]
    if not Transition.objects.exclude(kind=TransitionKind.SAME_LEVEL).filter(episode__site=site).exists():
        _somebody(house, site, now)


def _somebody(house: Clinic, site: Site, now: dt.datetime) -> None:
    """In a small clinic, whoever is here tells the story, however short their stay."""
    for stay in _stays(site, now, least=0):
        if _decide(house, stay, _down_wish(site, now, REASONS["down"]), now - dt.timedelta(hours=2)):
            return


def _evening_group(house: Clinic, site: Site, now: dt.datetime) -> Track:
    """An outpatient group on two evenings, from next Monday on."""
    with clock.frozen(now - 10 * DAY):
        at = clock.now()
        level = LevelOfCare.objects.get(key="op")
        program = Program.objects.filter(site=site, name=PROGRAM).first() or save_program(
            by=SYSTEM, site_id=site.pk, level=level, name=PROGRAM, at=at
        )
        track = Track.objects.filter(program=program, name=GROUP).first() or save_track(
            by=SYSTEM, program=program, name=GROUP, day_part=DayPart.EVENING, capacity=10, at=at
        )
        kinds = {kind.key: kind.pk for kind in ComponentKind.objects.filter(key__in=[key for key, _ in PARTS])}
        days = [
            PlannedDay(
                weekday=weekday, starts_at=dt.time(18, 30), focus="Outpatient group",
                parts=tuple(
                    PlannedPart(kind_id=kinds[key], minutes=minutes, room_id=None, lead_id=house.staff[lead].pk, co_ids=())
                    for key, minutes in PARTS
                ),
            )
            for weekday, lead in zip(EVENINGS, LEADS, strict=True)
        ]  # fmt: skip
        save_template_version(by=SYSTEM, track=track, valid_from=_monday(now, site), days=days, at=at)
    with clock.frozen(now):
        materialise(by=SYSTEM, at=now, track_ids=[track.pk])
    return track


def _stays(site: Site, now: dt.datetime, least: int = 10) -> list[Episode]:
    today = clock.local_date(now, site.time_zone)
    standing = Enrolment.objects.standing().on(today).filter(ends_on=None, track__program__level__key="iop")
    rows = Episode.objects.filter(
        site=site, status=EpisodeStatus.ADMITTED, client__is_restricted=False, admitted_on__lte=today - least * DAY,
        pk__in=standing.values("episode"),
    )  # fmt: skip
    waiting = {row.episode_id for row in LevelReview.objects.decided().filter(acted_at=None, episode__site=site)}
    found = list(rows.select_related("site", "client").order_by("client__record_number"))
    return [stay for stay in found if stay.pk not in waiting] + [stay for stay in found if stay.pk in waiting]


def _from_review(house: Clinic, site: Site, stay: Episode, now: dt.datetime) -> bool:
    """A signed review that decided for a step-down is put into effect, from next Monday on."""
    review = to_act_on(stay)
    if review is None or review.decision != ReviewDecision.STEP_DOWN or review.chosen_level is None:
        return False
    wish = _down_wish(site, now, review.reason, review.pk)
    return _decide(house, stay, wish, now - dt.timedelta(hours=3)) is not None


def _down(house: Clinic, site: Site, stay: Episode, now: dt.datetime) -> bool:
    return _is_free(stay) and _decide(house, stay, _down_wish(site, now, REASONS["down"]), now - DAY) is not None


def _undone(house: Clinic, site: Site, stay: Episode, now: dt.datetime) -> bool:
    if not _is_free(stay):
        return False
    row = _decide(house, stay, _down_wish(site, now, REASONS["rash"]), now - 4 * DAY)
    if row is None:
        return False
    at = now - 2 * DAY
    with clock.frozen(at):
        transitions.undo(by=house.acting(DECIDES, at), transition=row, reason=UNDONE, at=at)
    return True


def _days(house: Clinic, site: Site, stay: Episode, now: dt.datetime) -> bool:
    """One day a week less, from next Monday on."""
    monday = _monday(now, site)
    places = places_from(stay, monday)
    if len(places) != 1 or len(places[0].weekdays) < 3 or not _is_free(stay):
        return False
    place = places[0]
    wish = Wish(place.track.program.level_id, place.track_id, tuple(place.weekdays[:-1]), monday, REASONS["days"])
    return _decide(house, stay, wish, now - 2 * DAY) is not None


def _out(house: Clinic, site: Site, stay: Episode, now: dt.datetime) -> bool:
    """Somebody who was missed on their last days turns out to be in detox since; their seat is kept."""
    missed = _trailing(stay)
    if not missed or not _is_free(stay):
        return False
    return _going(house, stay, missed[0], clock.local_date(now, site.time_zone) + 6 * DAY) is not None


def _away_and_back(house: Clinic, site: Site, stay: Episode, now: dt.datetime) -> bool:
    """Somebody was away for some days in the past and came back to the same seat."""
    gap = next(iter(_gaps(stay)), None)
    if gap is None or not _is_free(stay):
        return False
    first, again = gap
    if _going(house, stay, first, again) is None:
        return False
    place = places_from(stay, again)[0]
    wish = Wish(place.track.program.level_id, place.track_id, tuple(place.weekdays), again, REASONS["back"])
    return _decide(house, stay, wish, _morning(site, again)) is not None


def _going(house: Clinic, stay: Episode, first: dt.date, until: dt.date) -> Transition | None:
    detox = LevelOfCare.objects.get(key="detox")
    wish = Wish(
        detox.pk, None, (), first, REASONS["out"], stay_kind="detox", facility="Seaside Withdrawal Unit", expected_until=until,
        keeps_seat=True,
    )  # fmt: skip
    return _decide(house, stay, wish, _morning(stay.site, first))


def _decide(house: Clinic, stay: Episode, wish: Wish, at: dt.datetime) -> Transition | None:
    """Decide as on the page: look, and do it when nothing stands in the way."""
    with clock.frozen(at):
        by = house.acting(DECIDES, at)
        seen = transitions.preview(by=by, episode=stay, wish=wish, at=at)
        if seen.refusals:
            return None
        return transitions.carry_out(by=by, episode=stay, wish=wish, seen=seen.fingerprint, at=at)


def _down_wish(site: Site, now: dt.datetime, reason: str, review_id: uuid.UUID | None = None) -> Wish:
    track = Track.objects.select_related("program").get(program__site=site, program__level__key="op", is_active=True)
    return Wish(track.program.level_id, track.pk, EVENINGS, _monday(now, site), reason, review_id=review_id)


def _is_free(stay: Episode) -> bool:
    return to_act_on(stay) is None


def _trailing(stay: Episode) -> list[dt.date]:
    """The days that were missed last, in a row, the first of them first; none when they came on the last day."""
    found: list[dt.date] = []
    for on, status in reversed(list(_lines(stay))):
        if status not in MISSED:
            break
        found.insert(0, on)
    return found


def _gaps(stay: Episode) -> Iterator[tuple[dt.date, dt.date]]:
    """Stretches of missed days in a row, with the day on which they came again."""
    missed: list[dt.date] = []
    for on, status in _lines(stay):
        if status in MISSED:
            missed.append(on)
            continue
        if len(missed) >= 1:
            yield missed[0], on
        missed = []


def _lines(stay: Episode) -> Iterable[tuple[dt.date, str]]:
    rows = Attendance.objects.filter(episode=stay).exclude(
        status__in=[AttendanceStatus.EXPECTED, AttendanceStatus.REMOVED]
    )
    return rows.order_by("session__on").values_list("session__on", "status")


def _monday(now: dt.datetime, site: Site) -> dt.date:
    today = clock.local_date(now, site.time_zone)
    return today + DAY * (7 - today.weekday())


def _morning(site: Site, on: dt.date) -> dt.datetime:
    return clock.at_local(on, dt.time(8, 5), site.time_zone)
