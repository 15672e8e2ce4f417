"""The demo's story of safety, relapse-prevention and aftercare plans, and the discharge summary."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from typing import Any

from clients.choices import CareRole, EpisodeStatus
from clients.models import CareTeamMembership, Episode
from iop.access.actors import SYSTEM, Actor
from iop.clinic.actors import actor_of
from iop.core import clock
from iop.demo.clinic import Clinic
from iop.work.actions import drop_many
from therapy.actions import aftercare, own_plans, summaries
from therapy.actions.safety_plans import ask_for
from therapy.choices.notes import NoteStatus
from therapy.choices.own_plans import SUMMARY_OF, MadeHow, SeenBy, SummaryPart
from therapy.models import AftercarePlan, AftercareStep, DischargeSummary, OwnPlan

DAY = dt.timedelta(days=1)
RICH = 9
"""How many people in treatment have plans told in full."""
WRITTEN = DAY * 84
"""Stays that ended since then have their summary here; those before have it on paper."""
UNSIGNED = 2
"""Which of them, the last first, is still a draft."""
OWED = 9
"""Every so-manieth was forgotten: it is on somebody's list."""
SAFETY: tuple[Mapping[str, Any], ...] = (
    {
        "signs": ["I lie awake after two in the morning.", "I think that everybody is better off without me."],
        "alone": [
            "Shower, then walk to the bridge and back with the dog.",
            "The playlist Ana made.",
            "Feed the birds.",
        ],
        "company": [{"name": "Café on Elm Street"}, {"name": "Luis from the gym", "phone": "+1 617 555 0134"}],
        "helpers": [
            {"name": "My sister Ana", "phone": "+1 617 555 0151"},
            {"name": "Pastor Reed", "phone": "+1 617 555 0162"},
        ],
        "professionals": [
            {"name": "My counselor here", "phone": "+1 617 555 0100"},
            {"name": "Emergency room, City Hospital", "phone": "+1 617 555 0190"},
        ],
        "surroundings": [
            "Ana keeps my pills and gives me two days at a time.",
            "The rope from the garage went to Luis.",
        ],
    },
    {
        "signs": ["I stop answering the phone.", "I drive fast at night."],
        "alone": ["Guitar, only scales.", "Cold water on my face.", "Write one page and tear it up."],
        "company": [{"name": "Library, second floor"}, {"name": "My brother Tom", "phone": "+1 617 555 0145"}],
        "helpers": [{"name": "Tom", "phone": "+1 617 555 0145"}],
        "professionals": [{"name": "Dr. Okafor, primary care", "phone": "+1 617 555 0178"}],
        "surroundings": ["Tom keeps the car keys after nine.", "No alcohol in the house; the neighbor knows."],
    },
)
RELAPSE: tuple[Mapping[str, Any], ...] = (
    {
        "people": ["Old crew from the loading dock"],
        "places": ["The bar beside the bus stop, line 39", "Fridays after the pay comes"],
        "feelings": ["Lonely on Sunday evenings", "Angry at my boss and saying nothing"],
        "early": ["I skip breakfast, then a meeting.", "I say “I am fine” in the check-in."],
        "late": ["I look up the old number.", "I take the long way home."],
        "coping": ["Call before, not after.", "Eat something, then decide.", "Ride the bike until it is dark."],
        "cravings": [
            "Ten minutes: water, walk round the block, text Sam.",
            "After that: the meeting at the church, every night at eight.",
        ],
        "network": [
            {"name": "Sam from group", "phone": "+1 617 555 0177"},
            {"name": "My sister Ana", "phone": "+1 617 555 0151"},
        ],
        "meetings": ["Church on Pine Street, every night at eight", "Home group: Saturday ten o'clock"],
        "medication": ["Naltrexone with breakfast; ask Dr. Okafor before I stop."],
        "lapse": ["Tell Ana the same day.", "Come to group the next day, whatever happened."],
        "overdose": ["Naloxone is in the kitchen drawer; Ana knows how."],
        "told": [{"name": "Ana", "phone": "+1 617 555 0151"}],
    },
    {
        "people": ["My cousin when he has been paid"],
        "places": ["The parking lot behind the mall"],
        "feelings": ["Ashamed after a visit with the children", "Bored"],
        "early": ["I sleep in my clothes.", "I stop cooking."],
        "coping": ["Clean one drawer.", "Call the helpline and just talk."],
        "cravings": ["Leave the room. Hands under cold water. Count the bricks."],
        "network": [{"name": "Maria, sponsor", "phone": "+1 617 555 0155"}],
        "meetings": ["Women's meeting, Tuesday and Thursday at noon"],
        "lapse": ["Call Maria, then the clinic. No driving."],
        "overdose": ["Two kits: handbag and bathroom."],
    },
)
STEPS: Sequence[tuple[str, str, Mapping[str, Any]]] = (
    (
        "therapy",
        "arranged",
        {
            "provider": "Northside Counseling, Dr. Ines Moreau",
            "phone": "+1 617 555 0170",
            "words": "Once a week, Tuesday evenings.",
        },
    ),
    ("groups", "arranged", {"words": "Church on Pine Street, every night at eight; home group on Saturdays."}),
    ("living", "arranged", {"words": "Stays with the sister until the lease in June."}),
    ("medication", "arranged", {"provider": "Dr. Okafor, primary care", "words": "Naltrexone goes on for a year."}),
    ("crisis", "arranged", {"words": "Safety plan in the wallet; 988; the sister knows."}),
    ("vocational", "open", {"words": "Wants the forklift license; asked the career center."}),
    ("medical", "not_wanted", {"words": "Has a doctor and goes."}),
    ("alumni", "arranged", {"words": "Alumni evening, first Thursday of the month."}),
)
SUMMARY: Mapping[str, str] = {
    SummaryPart.COURSE: "Came withdrawn and left with a network. Took part in every group from week three on; learned to name a craving before it was acted on. One lapse in week four, told the same day and worked through.",
    SummaryPart.GOALS: "Days without alcohol: reached and held for seven weeks. Sleep: improved from four to seven hours. Work: back to full time in week six.",
    SummaryPart.RISK: "No thoughts of suicide in the last eight weeks. A safety plan is kept and known to the family. Risk of overdose after a break was talked about; naloxone at home.",
    SummaryPart.RECOMMENDATIONS: "Weekly individual therapy for six months. Naltrexone with primary care. Meetings nightly for the first ninety days. Come back to this program at the first sign, without a waiting list.",
    SummaryPart.AFTERCARE: "Northside Counseling, Dr. Ines Moreau, first appointment agreed. Church on Pine Street, every night at eight. Alumni evening on the first Thursday.",
}


def fill(house: Clinic, dice: random.Random, now: dt.datetime) -> None:
    """Tell the story up to ``now``: plans kept in treatment, one asked for, aftercare by steps, summaries at the end."""
    stays = list(Episode.objects.admitted().select_related("client", "site").order_by("client__record_number"))
    ended = _ended(now)
    have = set(
        OwnPlan.objects.filter(client__in=[stay.client_id for stay in stays]).values_list("client_id", flat=True)
    )
    by = _counselors([*stays, *ended])
    for number, stay in enumerate(_told_first(stays)):
        if stay.pk in by and stay.client_id not in have:
            _plans(by[stay.pk], stay, number, dice, now)
            _aftercare(by[stay.pk], stay, number, dice, now)
    if stays and stays[-1].pk in by and stays[-1].client_id not in have:
        asked = stays[-1]
        with clock.frozen(now - DAY):
            ask_for(
                by=by[asked.pk], client=asked.client, site_id=asked.site_id, reason="After the screening yesterday.",
                at=now - DAY,
            )  # fmt: skip
    have_one = set(DischargeSummary.objects.filter(episode__in=ended).values_list("episode_id", flat=True))
    for number, stay in enumerate(ended, start=1):
        if stay.pk in by and stay.pk not in have_one and number % OWED:
            _summary(by[stay.pk], stay, now, is_signed=number != UNSIGNED)
    older = Episode.objects.filter(status=EpisodeStatus.DISCHARGED, discharged_on__lt=(now - WRITTEN).date())
    drop_many(by=SYSTEM, subject_kind=SUMMARY_OF, subject_ids=list(older.values_list("pk", flat=True)), at=now)


def _ended(now: dt.datetime) -> list[Episode]:
    """Stays that ended in the weeks that the story tells, the last first."""
    rows = Episode.objects.filter(status=EpisodeStatus.DISCHARGED, discharged_on__gte=(now - WRITTEN).date())
    return list(rows.select_related("client", "site").order_by("-discharged_on", "client__record_number"))


def _told_first(stays: Sequence[Episode]) -> list[Episode]:
    """Spread the rich ones over everybody in treatment, and over both sites."""
    every = max(1, len(stays) // RICH)
    return list(stays[::every])[:RICH] if len(stays) > RICH else list(stays)


def _counselors(stays: Sequence[Episode]) -> dict[Any, Actor]:
    rows = CareTeamMembership.objects.filter(episode__in=stays, role=CareRole.PRIMARY_COUNSELOR).order_by("starts_on")
    staff = dict(rows.values_list("episode_id", "staff_id"))
    known: dict[Any, Actor] = {}
    for staff_id in set(staff.values()):
        known[staff_id] = actor_of(staff_id, clock.now())
    return {episode_id: known[staff_id] for episode_id, staff_id in staff.items()}


def _plans(by: Actor, stay: Episode, number: int, dice: random.Random, now: dt.datetime) -> None:
    begun = stay.admitted_on or now.date()
    for kind, texts, after in (("safety", SAFETY, 6), ("relapse", RELAPSE, 20)):
        first = _at(stay, begun + DAY * (after + number % 5))
        if first >= now:
            first = _at(stay, begun + DAY)
        if first >= now:
            continue
        words = dict(texts[number % len(texts)])
        language = "es" if stay.client.language.startswith("es") else "en"
        _keep(by, stay, kind, words, first, language, number)
        again = first + DAY * dice.randint(20, 35)
        if number % 3 == 0 and again < now:
            added = {**words, "coping": [*words.get("coping", []), "Say no with one word."]}
            added |= {"alone": [*words["alone"], "Breathe out longer than in."]} if kind == "safety" else {}
            _keep(by, stay, kind, added, again, language, number)


def _keep(
    by: Actor, stay: Episode, kind: str, words: Mapping[str, Any], at: dt.datetime, language: str, number: int
) -> None:
    with clock.frozen(at):
        plan = own_plans.plan_of(by=by, client=stay.client, kind=kind, at=at)
        own_plans.keep_version(
            by=by, plan=plan, version=plan.version, contents=words, at=at, language=language,
            how=MadeHow.BY_CLIENT if number % 4 == 1 else MadeHow.TOGETHER,
            seen_by=SeenBy.CARE_TEAM if kind == "relapse" and number % 5 == 4 else SeenBy.EVERYBODY,
        )  # fmt: skip


def _aftercare(by: Actor, stay: Episode, number: int, dice: random.Random, now: dt.datetime) -> None:
    begun = stay.admitted_on or now.date()
    first = _at(stay, begun + DAY * (10 if begun + DAY * 12 < now.date() else 1))
    if first >= now:
        return
    plan = AftercarePlan.objects.filter(episode=stay).first() or aftercare.begin_aftercare(
        by=by, episode=stay, at=first
    )
    steps = {step.key: step for step in AftercareStep.objects.filter(plan=plan)}
    for place, (key, status, said) in enumerate(STEPS[: 2 + number % 7]):
        at = first + DAY * (place * dice.randint(2, 6))
        if at < now and steps[key].version == 1:
            with clock.frozen(at):
                meets = (now + DAY * (7 + place)).date() if key in ("therapy", "medication") else None
                aftercare.save_step(
                    by=by, step=steps[key], version=1, status=status, at=at, meets_on=meets,
                    meets_at=dt.time(17, 30) if meets else None, **said,
                )  # fmt: skip


def _summary(by: Actor, stay: Episode, now: dt.datetime, *, is_signed: bool) -> None:
    at = min(_at(stay, (stay.discharged_on or now.date()) + DAY * 3), now - dt.timedelta(hours=2))
    with clock.frozen(at):
        row = summaries.open_summary(by=by, episode=stay, at=at)
        words = {**SUMMARY, **{part: row.contents[part] for part in row.contents if part not in SUMMARY}}
        words.setdefault(
            SummaryPart.SERVICES, "Intensive outpatient, three evenings a week, with weekly individual therapy."
        )
        words.setdefault(SummaryPart.DIAGNOSES, "F10.20 Alcohol dependence, uncomplicated")
        row = summaries.save_summary(by=by, summary=row, version=row.version, contents=words, at=at)
        if is_signed:
            row = summaries.sign_summary(by=by, summary=row, at=at)
    if row.status == NoteStatus.AWAITING_COSIGNATURE and at + DAY < now:
        _cosign(row, at + DAY)


def _cosign(row: DischargeSummary, at: dt.datetime) -> None:
    """The supervisor reads it the day after."""
    assert row.signed_by is not None
    if row.signed_by.supervisor_id:
        with clock.frozen(at):
            summaries.cosign_summary(by=actor_of(row.signed_by.supervisor_id, at), summary=row, at=at)


def _at(stay: Episode, on: dt.date) -> dt.datetime:
    return clock.at_local(on, dt.time(16, 20), stay.site.time_zone)
