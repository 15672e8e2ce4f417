"""The clinical part of a change of level: the placement, care elsewhere, and what follows the level by its own rhythm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from clients.actions import place
from clients.actions.stays import ask_again, note_back, refer_out
from clients.models import OutsideStay
from clients.requirements import for_levels
from iop.access.actors import SYSTEM
from iop.access.choices import Permission
from iop.clinic import settings
from iop.core.words import Sentence, day_words, say, sentence
from iop.work.actions import close_item
from iop.work.models import WorkItem
from iop.workflows.transitions import words
from iop.workflows.transitions.case import Case
from iop.workflows.transitions.wish import Done
from scheduling.choices import AppointmentKind
from scheduling.models import Expectation
from therapy.actions.drug_tests.levels import rate_from, stop_from
from therapy.choices.transitions import Area, TransitionKind
from therapy.measures_rhythm import every_days, titles
from therapy.models import TestPlan, TreatmentPlan
from therapy.rules.transitions import review_plan_by

STAY = "clients.outsidestay"
DECIDED = "Their level and days were decided when they came back."
SAME, OUT, BACK = TransitionKind.SAME_LEVEL, TransitionKind.OFF_SITE, TransitionKind.BACK


def change_level(case: Case) -> Iterator[Done]:
    """Place them in the new level from the first day on."""
    assert case.placed is not None
    if case.kind == SAME:
        return
    made = place(
        by=case.by, episode=case.episode, level=case.level, starts_on=case.day, reason=case.wish.reason, at=case.at,
        indicated_level=case.indicated, variance_reason=case.wish.variance_reason,
    )  # fmt: skip
    differs = case.indicated is not None and case.indicated.pk != case.level.pk
    says = sentence(say("Indicated is {level}."), level=case.indicated.name) if differs and case.indicated else ""
    last_day = case.placed.ends_on
    yield Done(
        Area.LEVEL, case.placed.level.name, sentence(say("{level} from {day}"), level=case.level.name, day=day_words(case.day)), says,
        act="placed", subject=("clients.placement", made.pk),
        data={"before": str(case.placed.pk), "ends_on": last_day.isoformat() if last_day else ""},
    )  # fmt: skip


def change_stay(case: Case) -> Iterator[Done]:
    """Write a stay elsewhere down when they go, and that it is over when they come back."""
    if case.kind == OUT:
        yield _going(case)
    elif case.away is not None and case.kind == BACK:
        yield _coming(case, case.away)


def follow_one_to_one(case: Case) -> Iterator[Done]:
    """Say how many individual sessions the new level asks for; what was agreed with the client stays."""
    if case.kind == SAME or case.level.is_off_site or case.placed is None:
        return
    asked = for_levels([case.placed.level_id, case.level.pk], case.day)
    own = Expectation.objects.on(case.day).filter(
        episode=case.episode, kind=AppointmentKind.INDIVIDUAL, withdrawn_at__isnull=True
    )
    if own.exists():
        agreed = say("As agreed with the client")
        yield Done(Area.ONE_TO_ONE, agreed, agreed, say("The level's own number does not count for them."))
        return
    before, after = (
        asked[pk].individual_per_week if pk in asked else 0 for pk in (case.placed.level_id, case.level.pk)
    )
    yield Done(Area.ONE_TO_ONE, words.a_week(before), words.a_week(after), say("Individual sessions, by the level."))


def follow_plan(case: Case) -> tuple[list[Done], dt.date | None]:
    """Say by when the treatment plan is reviewed; gives that day when the change brings it forward."""
    if case.kind in (SAME, OUT):
        return [], None
    plan: Any = TreatmentPlan.objects.active().with_review_due().filter(episode=case.episode).first()
    if plan is None:
        return [Done(Area.PLAN, "", "", say("No treatment plan is in force."))], None
    due: dt.date = plan.review_due
    days = settings.value("transitions.plan_review_days", on=case.today, site_id=case.episode.site_id)
    by = review_plan_by(case.day, days, due)
    said = day_words(due)
    return [Done(Area.PLAN, said, day_words(by) if by else said, "" if by else say("Due before then anyway."))], by


def follow_reviews(case: Case) -> Iterator[Done]:
    """Say how often the new level is reviewed."""
    if case.kind == SAME or case.level.is_off_site or case.placed is None:
        return
    found = words.newest_rhythms([case.placed.level_id, case.level.pk], case.day)
    before, after = (words.review_words(found.get(pk)) for pk in (case.placed.level_id, case.level.pk))
    yield Done(Area.REVIEW, before, after)


def follow_measures(case: Case) -> Iterator[Done]:
    """Say which questionnaires are given more or less often at the new level."""
    if case.kind == SAME or case.level.is_off_site or case.placed is None:
        return
    rhythms = every_days([case.placed.level_id, case.level.pk], case.day)
    before, after = rhythms.get(case.placed.level_id, {}), rhythms.get(case.level.pk, {})
    names = titles()
    for key in sorted({*before, *after}, key=lambda each: names[each]):
        if before.get(key) != after.get(key):
            was, becomes = (_measure(names[key], days.get(key)) for days in (before, after))
            yield Done(Area.MEASURES, was, becomes)


def change_tests(case: Case) -> Iterator[Done]:
    """Test them as often as wished from then on; while they are cared for elsewhere they are not tested here."""
    plan = TestPlan.objects.on(case.day).filter(episode=case.episode).select_related("episode").first()
    if case.level.is_off_site:
        if plan is not None:
            was = stop_from(by=case.by, plan=plan, from_on=case.day, at=case.at)
            data = {"plan": str(plan.pk), "ends_on": was}
            yield Done(Area.TESTS, words.a_week(plan.per_week), say("Not tested while away"), act="tests", data=data)
        return
    plan = plan or _last_plan(case)
    wanted = case.wish.tests_per_week
    if plan is None or (case.kind == SAME and wanted is None):
        return
    runs = plan.ends_on is None or plan.ends_on >= case.day
    said = words.a_week(plan.per_week) if runs else say("Not tested")
    if wanted is None or (runs and wanted == plan.per_week):
        yield Done(Area.TESTS, said, said)
        return
    made, ends_on = rate_from(by=case.by, plan=plan, per_week=wanted, from_on=case.day, at=case.at)
    data = {"plan": str(plan.pk), "ends_on": ends_on, "made": str(made.pk)}
    yield Done(Area.TESTS, said, words.a_week(wanted), say("Panel and reason stay."), act="tests", data=data)


def _going(case: Case) -> Done:
    wish = case.wish
    row = refer_out(
        by=case.by, client=case.episode.client, site_id=case.episode.site_id, kind=wish.stay_kind, facility=wish.facility,
        referred_on=case.today, at=case.at, expected_from=case.day, expected_until=wish.expected_until,
    )  # fmt: skip
    ask = sentence(say("Somebody asks after them on {day}."), day=day_words(row.ask_on)) if row.ask_on else ""
    after = sentence("{kind}: {where}", kind=row.get_kind_display(), where=row.facility)
    return Done(Area.STAY, "", after, ask, act="referred", subject=(STAY, row.pk))


def _coming(case: Case, away: OutsideStay) -> Done:
    said = sentence("{kind}: {where}", kind=away.get_kind_display(), where=away.facility)
    was = {"ask_on": away.ask_on.isoformat() if away.ask_on else "", "to_ask": away.to_ask}
    if case.day > case.today:
        ask_again(by=case.by, stay=away, ask_on=case.day, at=case.at, to_ask=str(say("Are they back with us?")))
        after: Sentence = sentence(say("Back on {day}; somebody asks then"), day=day_words(case.day))
        return Done(Area.STAY, said, after, act="asked", subject=(STAY, away.pk), data=was)
    note_back(by=case.by, stay=away, back_on=case.day, at=case.at)
    # What they come back to is decided here: nobody needs to be asked to look at it.
    for item in WorkItem.objects.open().filter(dedupe_key=f"stay-back:{away.pk}"):
        close_item(by=SYSTEM, item_id=item.pk, dropped=True, outcome=DECIDED, at=case.at)
    return Done(Area.STAY, said, say("Back with us"), act="came_back", subject=(STAY, away.pk))


def _last_plan(case: Case) -> TestPlan | None:
    if case.kind != BACK or not case.by.can(Permission.TESTS_VIEW, case.episode.site_id):
        return None
    rows = TestPlan.objects.filter(episode=case.episode, starts_on__lt=case.day).select_related("episode")
    return rows.order_by("-starts_on").first()


def _measure(name: str, days: int | None) -> Sentence:
    return sentence("{name}: {often}", name=name, often=words.every(days))
