"""The demo's story of treatment plans."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import pgtrigger

from clients.choices import EpisodeStatus
from clients.models import CareTeamMembership, Diagnosis, DiagnosisCode, Episode
from iop.access.actors import SYSTEM, Actor
from iop.access.choices import Permission
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.demo.clinic import Clinic
from therapy.actions import plans
from therapy.choices.plans import PlanStatus, Progress, ThreadStatus
from therapy.models import (
    GroupNoteLine,
    ObjectiveAddressed,
    ObjectiveThread,
    PlanGoal,
    PlanIntervention,
    PlanObjective,
    PlanProblem,
    TreatmentPlan,
)

RICH = 12
"""How many plans are told in full, with reviews."""
DAY = dt.timedelta(days=1)
REVIEW_EVERY = 28
TOLD = 140
"""Of whoever left within these days the plan is told: their days were billed on it."""


@dataclass(frozen=True)
class Story:
    """One thread of a plan: problem, goal, objective and what is done."""

    problem: str
    goal: str
    objective: str
    measure: str
    baseline: int
    target: int
    unit: str
    steps: tuple[tuple[str, str, int, str, int, str], ...]


STORIES = (
    Story(
        "Drinks every evening to fall asleep, and has lost count of how much.", "I want to wake up clear and remember the evening before.",
        "Fewer days of drinking in a week", "Days of drinking in the last week, as told at check-in", 7, 0, "days",
        (
            ("Relapse prevention in the program's groups", "relapse_prevention", 3, "week", 60, "primary_counselor"),
            ("Individual therapy: triggers of the evening, and what else helps", "cbt", 1, "week", 50, "therapist"),
        ),
    ),
    Story(
        "Low mood since the job was lost; hard to begin the day.", "I want to feel like doing things again.",
        "Lower score of depression", "PHQ-9", 17, 9, "points",
        (
            ("Behavioral activation: two planned things a day", "cbt", 1, "week", 50, "therapist"),
            ("Medication visit about sleep and mood", "", 1, "month", 30, "prescriber"),
        ),
    ),
    Story(
        "Cravings after work, strongest on paydays.", "I want to drive home without stopping.",
        "Cravings that pass without acting on them", "Strongest craving in a day, 0 to 10", 8, 3, "points",
        (("Urge surfing and a plan for paydays", "dbt", 2, "week", 60, "primary_counselor"),),
    ),
    Story(
        "Few people around who do not use.", "I want somebody I can call at night.",
        "A network that holds", "Support meetings attended in a week", 0, 3, "meetings",
        (("Meetings chosen together; calls practiced", "twelve_step", 1, "week", 30, "case_manager"),),
    ),
    Story(
        "Worry that does not stop, worst before groups.", "I want to sit in the room and breathe.",
        "Lower score of anxiety", "GAD-7", 14, 7, "points",
        (("Grounding and breathing, practiced in each group", "mindfulness", 3, "week", 15, "primary_counselor"),),
    ),
)  # fmt: skip
HEAD = {
    "strengths": "Comes on time, honest about setbacks, good with people.",
    "needs": "A regular day, sleep, somebody to talk to in the evening.",
    "abilities": "Reads and writes well; learns by doing; has kept a job for years.",
    "preferences": "Mornings; small groups; plain words; a text the day before.",
    "client_does": "Comes to groups, says when it gets hard, tries one thing a week at home.",
    "staff_does": "Keeps the same therapist, answers calls the same day, reviews this plan every month.",
    "discharge_criteria": "Eight weeks attended, the first two objectives met, a support network and a next appointment in place.",
    "aftercare_needs": "Weekly outpatient therapy, two meetings a week, the prescriber every month.",
    "accommodations": "",
    "coordination": "With consent: prescriber and primary care, by letter after each review.",
}  # fmt: skip
SUMMARIES = (
    "We looked at the weeks since the last time. What was agreed is being done, and it shows.",
    "A hard stretch in the middle, talked about openly. The steps stay; the paydays need more planning.",
    "Steady. The client speaks of mornings that are theirs again.",
)
WAYS = (
    (Progress.NO_CHANGE, Progress.IMPROVED),
    (Progress.IMPROVED, Progress.IMPROVED),
    (Progress.IMPROVED, Progress.MET),
)


def fill(house: Clinic, dice: random.Random, now: dt.datetime) -> None:
    """Tell the story up to ``now``: whoever is in treatment has a plan, a dozen in full, with the usual gaps."""
    stays = list(
        Episode.objects.admitted()
        .select_related("client", "site")
        .order_by("-site__code", "admitted_on", "client__record_number")
    )
    boston = [stay for stay in stays if stay.site.code == "BOS"]
    ordered = boston + [stay for stay in stays if stay.site.code != "BOS"]
    writers = _writers(house, ordered)
    for number, stay in enumerate(ordered):
        _told(house, dice, stay, number, writers.get(stay.pk, "Ferreira"), now)
    _of_those_who_left(house, dice, now)
    _marked(dice, now)
    with clock.frozen(now):
        _left_open(house, dice, ordered, now)


def _of_those_who_left(house: Clinic, dice: random.Random, now: dt.datetime) -> None:
    """Whoever left in the weeks that are told had a plan too: one thread each, written all at once, for nobody may open one now."""
    rows = Episode.objects.filter(
        status=EpisodeStatus.DISCHARGED, discharged_on__gte=now.date() - TOLD * DAY, plans__isnull=True
    )
    stays = rows.select_related("site").order_by("admitted_on", "client__record_number")
    writer = house.staff["Ferreira"]
    drafts = TreatmentPlan.objects.bulk_create(_draft_of_then(stay, writer, now) for stay in stays)
    _one_thread_each(drafts, [dice.choice(STORIES) for _ in drafts])
    _diagnosed(drafts, writer)
    for plan in drafts:
        plan.status, plan.signed_at, plan.signed_by = PlanStatus.ACTIVE, plan.saved_at, writer
        plan.review_on = plan.saved_at.date() + REVIEW_EVERY * DAY
        plan.credential, plan.digest = "LMHC", hashlib.sha256(f"{plan.pk}:{plan.needs}".encode()).hexdigest()
    signed = ["status", "signed_at", "signed_by", "review_on", "credential", "digest"]
    TreatmentPlan.objects.bulk_update(drafts, signed, batch_size=200)


def _draft_of_then(stay: Episode, writer: StaffMember, now: dt.datetime) -> TreatmentPlan:
    """Begin the plan on the sixth day of a stay, or on its last when it was shorter."""
    begun = stay.admitted_on or now.date()
    wait = min(5, ((stay.discharged_on or begun) - begun).days)
    at = clock.at_local(begun + wait * DAY, dt.time(12, 20), stay.site.time_zone)
    return TreatmentPlan(
        episode=stay, number=1, author=writer, saved_at=at, saved_by=writer, valid_from=at.date(), **HEAD
    )


def _one_thread_each(drafts: Sequence[TreatmentPlan], told: Sequence[Story]) -> None:
    """Write problem, goal and objective of one story into each draft."""
    problems = PlanProblem.objects.bulk_create(
        PlanProblem(plan=plan, words=story.problem) for plan, story in zip(drafts, told, strict=True)
    )
    goals = PlanGoal.objects.bulk_create(
        PlanGoal(plan=problem.plan, problem=problem, words=story.goal)
        for problem, story in zip(problems, told, strict=True)
    )
    threads = ObjectiveThread.objects.bulk_create(ObjectiveThread(episode=plan.episode, number=1) for plan in drafts)
    PlanObjective.objects.bulk_create(
        PlanObjective(
            plan=goal.plan, goal=goal, thread=thread, words=story.objective, measure=story.measure, baseline=story.baseline,
            target=story.target, unit=story.unit, due_on=goal.plan.saved_at.date() + 70 * DAY, every_days=14,
        )
        for goal, thread, story in zip(goals, threads, told, strict=True)
    )  # fmt: skip


def _diagnosed(drafts: Sequence[TreatmentPlan], writer: StaffMember) -> None:
    """Nobody was treated without a diagnosis: whoever has none gets one of the first day."""
    without = [plan for plan in drafts if not Diagnosis.objects.filter(client=plan.episode.client_id).exists()]
    code = DiagnosisCode.objects.filter(code="F10.20").order_by("-valid_from").first()
    Diagnosis.objects.bulk_create(
        Diagnosis(
            client_id=plan.episode.client_id, site_id=plan.episode.site_id, code=code, diagnosed_by=writer,
            starts_on=plan.episode.admitted_on or plan.saved_at.date(),
        )
        for plan in {plan.episode.client_id: plan for plan in reversed(without)}.values()
        if code
    )  # fmt: skip


def _writers(house: Clinic, stays: Sequence[Episode]) -> dict[uuid.UUID, str]:
    """Who writes each plan: the therapist or counselor of the care team who may."""
    names = {staff.pk: last for last, staff in house.staff.items()}
    rows = CareTeamMembership.objects.filter(
        episode__in=[stay.pk for stay in stays], role__in=["therapist", "primary_counselor"]
    )
    found: dict[uuid.UUID, str] = {}
    for episode_id, staff_id in rows.order_by("role").values_list("episode", "staff"):
        found[episode_id] = names.get(staff_id, "Ferreira")
    return found


def _told(house: Clinic, dice: random.Random, stay: Episode, number: int, writer: str, now: dt.datetime) -> None:
    admitted_on = stay.admitted_on or now.date()
    # Whoever has been here longest has a plan, however short the story is.
    wait = 5 if number else max(0, min(5, (now.date() - admitted_on).days - 1))
    signed_at = clock.at_local(admitted_on + wait * DAY, dt.time(12, 20), stay.site.time_zone)
    if signed_at >= now or number % 17 == 16:
        return
    by = _allowed(house, stay, writer, signed_at)
    if by is None:
        return
    stories = dice.sample(STORIES, 3 if number < RICH else 1)
    with clock.frozen(signed_at):
        plan = _written(by, stay, stories, signed_at, is_rich=number < RICH)
        plans.sign_plan(by=by, plan=plan, at=signed_at)
        if number != 3:
            _client_signs(by, plan, signed_at, refuses=number == 7)
    if number < RICH:
        _reviewed(by, dice, plan, signed_at, now, leaves_last=number == 1, is_first=number == 0)


def _allowed(house: Clinic, stay: Episode, writer: str, at: dt.datetime) -> Actor | None:
    for name in (writer, "Ferreira", "Okoye"):
        if name in house.staff:
            by = house.acting(name, at)
            if by.can(Permission.PLAN_WRITE, stay.site_id) and house.staff[name].left_on is None:
                return by
    return next(
        (
            by
            for name, member in house.staff.items()
            if member.left_on is None and (by := house.acting(name, at)).can(Permission.PLAN_WRITE, stay.site_id)
        ),
        None,
    )


def _written(by: Actor, stay: Episode, stories: Sequence[Story], at: dt.datetime, *, is_rich: bool) -> TreatmentPlan:
    plan = plans.open_plan(by=by, episode=stay, at=at)
    plans.save_head(by=by, plan=plan, version=plan.version, values=HEAD, at=at)
    problems = list(plan.problems.all())
    while len(problems) < len(stories):
        plans.add_part(by=by, plan=plan, kind="problem", at=at)
        problems = list(plan.problems.all())
    for extra in problems[len(stories) :]:
        plans.remove_part(by=by, plan=plan, kind="problem", part_id=extra.pk, at=at)
    for problem, story in zip(problems, stories, strict=False):
        _thread(by, plan, problem, story, at, is_rich=is_rich)
    return TreatmentPlan.objects.get(pk=plan.pk)


def _thread(
    by: Actor, plan: TreatmentPlan, problem: PlanProblem, story: Story, at: dt.datetime, *, is_rich: bool
) -> None:
    """Write one thread: of a rich plan through the same steps as the page; of the others the draft's rows at once."""
    goal = PlanGoal.objects.get(problem=problem)
    objective = PlanObjective.objects.get(goal=goal)
    due_on = at.date() + 70 * DAY
    first = PlanIntervention.objects.get(objective=objective)
    told = (
        (problem, "problem", {"words": story.problem}),
        (goal, "goal", {"words": story.goal}),
        (
            objective, "objective",
            {
                "words": story.objective, "measure": story.measure, "baseline": story.baseline, "target": story.target,
                "unit": story.unit, "due_on": due_on, "every_days": 14,
            },
        ),
    )  # fmt: skip
    for row, kind, values in told:
        if is_rich:
            plans.save_part(by=by, plan=plan, kind=kind, part_id=row.pk, version=row.version, values=values, at=at)
        else:
            type(row)._default_manager.filter(pk=row.pk).update(**values)
    for place, (words, modality, times, per, minutes, role) in enumerate(story.steps if is_rich else story.steps[:1]):
        PlanIntervention.objects.update_or_create(
            pk=first.pk if place == 0 else uuid.uuid5(first.pk, str(place)),
            defaults={
                "plan": plan, "objective": objective, "position": place, "words": words, "modality": modality, "times": times,
                "per": per, "minutes": minutes, "role": role,
            },
        )  # fmt: skip


def _client_signs(by: Actor, plan: TreatmentPlan, at: dt.datetime, *, refuses: bool) -> None:
    client = plan.episode.client
    if refuses:
        plans.record_client_answer(
            by=by,
            plan=plan,
            method="refused",
            refused_because="I agree with it, but I do not sign papers this week.",
            at=at,
        )
        return
    plans.record_client_answer(
        by=by, plan=plan, method="typed", name=f"{client.legal_first_name} {client.legal_last_name}", at=at
    )


def _reviewed(
    by: Actor,
    dice: random.Random,
    plan: TreatmentPlan,
    signed_at: dt.datetime,
    now: dt.datetime,
    *,
    leaves_last: bool,
    is_first: bool,
) -> None:
    held = [signed_at + n * REVIEW_EVERY * DAY for n in (1, 2, 3) if signed_at + n * REVIEW_EVERY * DAY < now]
    if is_first and not held:
        held = [max(signed_at, now - dt.timedelta(hours=2))]
    for number, at in enumerate(held[:-1] if leaves_last and held else held):
        with clock.frozen(at):
            review = plans.open_review(by=by, plan=plan, at=at)
            threads = plan.objectives.filter(thread__status=ThreadStatus.OPEN).values_list("thread_id", flat=True)
            usual, best = WAYS[min(number, 2)]
            marks = {pk: ((best if dice.random() < 0.4 else usual).value, "") for pk in threads}
            values = {"summary": SUMMARIES[number % 3], "client_view": "It helps that it is the same people each time."}
            review = plans.save_review(by=by, review=review, version=review.version, values=values, marks=marks, at=at)
            review = plans.sign_review(by=by, review=review, version=review.version, at=at)
            client = plan.episode.client
            plans.record_client_answer(
                by=by, plan=plan, review=review, method="typed",
                name=f"{client.legal_first_name} {client.legal_last_name}", at=at,
            )  # fmt: skip


def _marked(dice: random.Random, now: dt.datetime) -> None:
    """Say in the lines of group notes which objective they addressed.

    The days were told before the plans: told in order, each line would have said it while it was a draft. So here, and only
    while a demo is made, what a signed line says is added behind its lock.
    """
    threads: dict[uuid.UUID, list[tuple[uuid.UUID, dt.date, dt.date | None]]] = {}
    rows = PlanObjective.objects.filter(plan__status=PlanStatus.ACTIVE).order_by("plan", "thread__number")
    for client_id, thread_id, since, ended in rows.values_list(
        "plan__episode__client", "thread", "plan__valid_from", "thread__ended_on"
    ):
        threads.setdefault(client_id, []).append((thread_id, since or now.date(), ended))
    # One objective of one client is never addressed: a thread that broke.
    broken = next((found[-1] for found in threads.values() if len(found) > 1 and found[-1][2] is None), None)
    lines = (
        GroupNoteLine.objects.filter(client__in=list(threads), note__signed_at__isnull=False, error__isnull=True)
        .exclude(text="")
        .order_by("note__session__on", "pk")
        .values_list("pk", "client", "note__session__on")
    )
    made = []
    for place, (line_id, client_id, on) in enumerate(lines):
        held = [
            one for one in threads[client_id] if one != broken and one[1] <= on and (one[2] is None or on <= one[2])
        ]
        if held and dice.random() < 0.9:
            progress = dice.choice((Progress.WORKED_ON, Progress.WORKED_ON, Progress.IMPROVED, Progress.NO_CHANGE))
            thread_id = held[place % len(held)][0]
            made.append(ObjectiveAddressed(thread_id=thread_id, line_id=line_id, on=on, progress=progress))
    with pgtrigger.ignore("therapy.ObjectiveAddressed:locked_once_signed"):
        ObjectiveAddressed.objects.bulk_create(made, batch_size=500)


def _left_open(house: Clinic, dice: random.Random, stays: Sequence[Episode], now: dt.datetime) -> None:
    """Leave somebody's next version begun, somebody's review begun, and put what is owed on the lists."""
    active = list(
        TreatmentPlan.objects.active()
        .filter(episode__in=[stay.pk for stay in stays])
        .select_related("episode__site", "episode__client", "signed_by")
        .order_by("-episode__site__code", "episode__admitted_on", "pk")
    )
    active.sort(key=lambda plan: plan.episode.site.code != "BOS")
    for plan, begin in zip(active[4:6], (plans.open_review, _next_version), strict=False):
        by = _allowed(house, plan.episode, plan.signed_by.last_name if plan.signed_by else "", now)
        if by is not None:
            begin(by=by, plan=plan, at=now)
    plans.owe_plan_work(by=SYSTEM, at=now)


def _next_version(*, by: Actor, plan: TreatmentPlan, at: dt.datetime) -> TreatmentPlan:
    return plans.open_plan(by=by, episode=plan.episode, at=at)
