"""The demo's story of measures: given, answered, watched.

The courses of twelve weeks are written at once, scored by the same engine as on the pages; what is open today (a form half
answered, alerts, what is due) is done by the same actions.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from clients.choices import EpisodeStatus
from clients.models import CareTeamMembership, Episode
from iop.access.actors import SYSTEM
from iop.clinic.models import Site, StaffMember
from iop.core import clock
from iop.demo.clinic import Clinic
from iop.work.actions import close_for
from iop.work.choices import WorkKind
from therapy.actions import measures
from therapy.choices.measures import Mode, ResponseStatus
from therapy.models import MeasureAlert, MeasureResponse
from therapy.questionnaires import available
from therapy.questionnaires.engine import Definition, score
from therapy.rules.measures import SCORING

WEEKS = 12
COURSES = (("better", 0.68), ("same", 0.22), ("worse", 0.10))
"""Most get better, some stay, a few get worse: as follow-ups of intensive outpatient care tell."""
RICH = 20
"""How many at each site are asked everything; the others PHQ-9 and GAD-7 alone."""
RHYTHM = {"phq9": 14, "gad7": 14, "bam": 30, "barc10": 30, "pcl5": 28, "who5": 28, "pc_ptsd_5": 999}
EVERYBODY = ("phq9", "gad7")
OFTEN = {"barc10": 2, "pcl5": 3, "who5": 3}
"""Of those who left, every so-manieth answered these too."""
STARTS = {"phq9": (9, 17), "gad7": (7, 13), "barc10": (24, 38), "pcl5": (32, 52), "who5": (6, 11)}
"""Where a stay begins, as the first answers of people in such care do."""
HOURS = (dt.time(9, 5), dt.time(9, 20), dt.time(13, 10), dt.time(17, 40))


def fill(house: Clinic, dice: random.Random, now: dt.datetime) -> None:
    """Tell the story up to ``now``."""
    asked = {each.key: each for each in available("en")}
    staff = {member.pk: member for member in house.staff.values()}
    rows: list[MeasureResponse] = []
    told: list[Episode] = []
    for site in house.sites.values():
        stays = list(
            Episode.objects.filter(site=site, status=EpisodeStatus.ADMITTED, admitted_on__lte=now.date())
            .select_related("site", "client")
            .order_by("client__record_number")
        )
        teams = dict(
            CareTeamMembership.objects.filter(episode__in=stays, role="primary_counselor").values_list(
                "episode", "staff"
            )
        )
        for place, stay in enumerate(stays):
            keys = [key for key in RHYTHM if key in asked and (place < RICH or key in EVERYBODY)]
            rows += [
                row
                for key in keys
                for row in _course(dice, stay, asked[key], staff.get(teams[stay.pk]) if stay.pk in teams else None, now)
            ]
        told += stays
        rows += _ended(dice, site, asked, staff, now)
    MeasureResponse.objects.bulk_create(rows, batch_size=500)
    answered = {row.episode_id for row in rows}
    for stay in told:
        if stay.pk in answered:
            close_for(by=SYSTEM, subject=("clients.client", stay.client_id), kind=WorkKind.GIVE_MEASURES, at=now)
    with clock.frozen(now):
        for site in house.sites.values():
            _today(house, [stay for stay in told if stay.site_id == site.pk], now)
        measures.assign_due(by=SYSTEM, at=now)


def _ended(
    dice: random.Random, site: Site, asked: dict[str, Definition], staff: dict[Any, StaffMember], now: dt.datetime
) -> list[MeasureResponse]:
    """Tell of stays that ended in these weeks too: what care was like is best seen from its end."""
    since = clock.local_date(now, site.time_zone) - dt.timedelta(weeks=WEEKS)
    stays = Episode.objects.filter(site=site, status=EpisodeStatus.DISCHARGED, discharged_on__gte=since)
    stays = stays.select_related("site", "client").order_by("client__record_number")
    team = CareTeamMembership.objects.filter(episode__in=stays, role="primary_counselor").order_by("starts_on")
    led = dict(team.values_list("episode", "staff"))
    return [
        row
        for number, stay in enumerate(stays)
        for key in (*EVERYBODY, *(each for each, every in OFTEN.items() if number % every == 0)) if key in asked
        for row in _course(dice, stay, asked[key], staff.get(led.get(stay.pk)), now)
    ]  # fmt: skip


def _course(
    dice: random.Random, stay: Episode, definition: Definition, counselor: Any, now: dt.datetime
) -> list[MeasureResponse]:
    zone = stay.site.time_zone
    today = clock.local_date(now, zone)
    assert stay.admitted_on is not None
    # The last one falls before today: what is due by now is asked for by the rhythm itself.
    last = stay.discharged_on or today - dt.timedelta(days=2)
    first = max(stay.admitted_on, last - dt.timedelta(weeks=WEEKS))
    way = dice.choices([name for name, _ in COURSES], [share for _, share in COURSES])[0]
    start = dice.randint(*STARTS.get(definition.key, (0, 0)))
    every = RHYTHM[definition.key]
    found: list[MeasureResponse] = []
    day, step = first, 0
    while day <= last:
        # Most of a change comes in the first weeks.
        gone = min(1.0, step * every / (WEEKS * 7)) ** 0.6
        answers = _answers(dice, definition, way, start, gone, found)
        at = clock.at_local(day, dice.choice(HOURS), zone)
        found.append(_given(stay, definition, answers, counselor, at))
        step += 1
        day = day + dt.timedelta(days=every + dice.choice((0, 0, 0, 1, 2)))
    return found


def _answers(
    dice: random.Random, definition: Definition, way: str, start: int, gone: float, before: list[MeasureResponse]
) -> dict[str, int]:
    if definition.key == "pc_ptsd_5":
        return {"event": 0} if dice.random() < 0.6 else {"event": 1, **{str(n): int(n < 3) for n in range(1, 6)}}
    if definition.key == "bam":
        return _bam(dice, way, gone)
    change = {"better": -0.65, "same": -0.05, "worse": 0.45}[way] * gone
    if definition.key == "barc10":
        total = round(start * (1 - change) + dice.choice((-1, 0, 1)))
        return _spread(dice, max(10, min(60, total)), 10, lowest=1, highest=6)
    if definition.key == "who5":
        total = round(start * (1 - change) + dice.choice((-1, 0, 1)))
        return _spread(dice, max(2, min(23, total)), 5, lowest=0, highest=5)
    if definition.key == "pcl5":
        total = round(start * (1 + change) + dice.choice((-3, -1, 0, 2)))
        # The highest answer to one of its questions alarms: it is left to today's story.
        return _spread(dice, max(4, min(58, total)), 20, lowest=0, highest=3)
    total = round(start * (1 + change) + dice.choice((-1, 0, 0, 1)))
    most = 18 if definition.key == "phq9" else 14
    if before and before[-1].total is not None:
        # Nothing in these courses alarms: what does is told by today's story.
        total = min(total, int(before[-1].total) + 3)
    scored = 8 if definition.key == "phq9" else 7
    answers = _spread(dice, max(0, min(most, total)), scored, lowest=0, highest=3)
    if definition.key == "phq9":
        answers["9"] = 0
        if total > 0:
            answers["10"] = 0 if total < 5 else 1 if total < 12 else 2
    return answers


def _bam(dice: random.Random, way: str, gone: float) -> dict[str, int]:
    worse = {"better": 1 - 0.75 * gone, "same": 0.8, "worse": 1.0}[way]
    use = round(2 * worse) if way != "better" or gone < 0.5 else 0
    answers = {"1": 2, "2": round(2 * worse), "3": round(2 * worse), "4": use, "6": 0, "8": round(2 * worse),
               "9": 2 + round(2 * (1 - worse)), "10": dice.randint(1, 3), "11": round(2 * worse), "12": dice.randint(0, 3),
               "13": 1 + round(2 * (1 - worse)), "14": dice.choice((0, 4)), "15": round(2 * worse),
               "16": 1 + round(2 * (1 - worse)), "17": 1 + round(2 * (1 - worse))}  # fmt: skip
    return {**answers, "5": max(0, use - 1)} if use else answers


def _spread(dice: random.Random, total: int, items: int, *, lowest: int, highest: int) -> dict[str, int]:
    values = [lowest] * items
    for _ in range(min(total, items * highest) - items * lowest):
        values[dice.choice([place for place, value in enumerate(values) if value < highest])] += 1
    return {str(place): value for place, value in enumerate(values, start=1)}


def _given(
    stay: Episode, definition: Definition, answers: dict[str, int], counselor: Any, at: dt.datetime
) -> MeasureResponse:
    found = score(definition, answers, sex=stay.client.sex)
    return MeasureResponse(
        episode=stay, key=definition.key, questionnaire_version=definition.version, language="en", mode=Mode.SELF,
        entered_by=counselor, started_at=at, saved_at=at, completed_at=at + dt.timedelta(minutes=4), created_at=at,
        status=ResponseStatus.COMPLETE if found.is_complete else ResponseStatus.INCOMPLETE, answers=answers,
        sex=stay.client.sex, total=found.total,
        subscores={key: None if value is None else str(value) for key, value in found.subscores.items()},
        band=found.band.key if found.band else "", flags=[flag.key for flag in found.flags], scoring_version=SCORING,
    )  # fmt: skip


def _today(house: Clinic, stays: list[Episode], now: dt.datetime) -> None:
    """One alert answered yesterday, one open since this morning, one form half answered, at each site."""
    stays = [stay for stay in stays if not stay.client.is_restricted]
    settled = [stay for stay in stays if stay.admitted_on and stay.admitted_on < (now - dt.timedelta(days=4)).date()]
    settled = settled or stays
    if not settled:
        return
    by = "Sayles" if settled[0].site.code == "BOS" else "Yazzie"
    yesterday, morning = now - dt.timedelta(hours=26), now - dt.timedelta(minutes=8)
    first = _alarm(house, settled[0], by, 1, yesterday)
    measures.acknowledge(
        by=house.acting(by, yesterday), alert=first, done=["spoke", "assessed", "safety_plan"],
        at=yesterday + dt.timedelta(minutes=11),
        what_was_done="Spoke in the quiet room. Passive thoughts at night, no plan, no means at home. Went through the safety plan; sister picks up today.",
    )  # fmt: skip
    _alarm(house, settled[-1], by, 2, morning)
    half = settled[len(settled) // 2]
    row = measures.begin(by=house.acting(by, now), episode=half, key="gad7", at=now, mode=Mode.STAFF)
    measures.save_answers(
        by=house.acting(by, now), response=row, version=row.version, answers={"1": 1, "2": 1, "3": 2}, at=now
    )


def _alarm(house: Clinic, stay: Episode, by: str, answer: int, at: dt.datetime) -> MeasureAlert:
    with clock.frozen(at):
        actor = house.acting(by, at)
        row = measures.begin(by=actor, episode=stay, key="phq9", at=at, mode=Mode.SELF)
        answers = {"1": 1, "2": 2, "3": 1, "4": 1, "5": 0, "6": 2, "7": 1, "8": 0, "9": answer, "10": 1}
        done = measures.finish(by=actor, response=row, version=row.version, answers=answers, at=at)
    return done.alerts.get(rule_key="item9")
