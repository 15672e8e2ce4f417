"""How often somebody is tested and why, and when they are not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction

from clients.choices import EpisodeStatus
from clients.models import Episode
from clients.rules import plain_line
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require, require_valid
from iop.core.words import Sentence, say
from therapy.actions.group_notes.drafts import fitting
from therapy.choices.drug_tests import ExemptionKind, Instead, Matrix, Stage
from therapy.models.drug_tests import TestExemption, TestPanel, TestPlan
from therapy.policies import signer
from therapy.policies.drug_tests import may_collect

ONE_DAY = dt.timedelta(days=1)
LONGEST_EXEMPTION = dt.timedelta(days=366)


@transaction.atomic
def save_plan(
    *,
    by: Actor,
    episode: Episode,
    panel: TestPanel,
    per_week: Decimal,
    max_gap_days: int,
    necessity: str,
    starts_on: dt.date,
    at: dt.datetime,
    ends_on: dt.date | None = None,
    on_days_off: bool = False,
    oral_panel: TestPanel | None = None,
) -> TestPlan:
    """Say how often somebody is tested from a day on, and why they need it; a plan that runs ends the day before.

    The necessity is this client's own: a blanket order for everybody is no medical necessity (drug_testing.md §10).
    """
    row = _held(by, episode)
    today = clock.local_date(at, row.site.time_zone)
    words = fitting(necessity.strip(), "necessity")
    require_valid(None if words else say("Say why testing is needed for this client."), "necessity")
    require_valid(why_not_rate(per_week, max_gap_days), "per_week")
    require_valid(_why_not_panel(panel, Matrix.URINE), "panel")
    if oral_panel is not None:
        require_valid(_why_not_panel(oral_panel, Matrix.ORAL_FLUID), "oral_panel")
    if starts_on < today:
        raise Invalid(say("A plan begins today or later."), field="starts_on")
    if ends_on is not None and ends_on < starts_on:
        raise Invalid(say("The end is before the beginning."), field="ends_on")
    _make_way(row, starts_on)
    plan = TestPlan.objects.create(
        episode=row, panel=panel, oral_panel=oral_panel, per_week=per_week, max_gap_days=max_gap_days, on_days_off=on_days_off,
        necessity=words, starts_on=starts_on, ends_on=ends_on, ordered_by_id=signer(by), ordered_at=at,
    )  # fmt: skip
    _told(by, "therapy.test_plan_saved", plan, row, per_week=str(per_week), max_gap_days=max_gap_days)
    return plan


@transaction.atomic
def end_plan(*, by: Actor, plan: TestPlan, at: dt.datetime) -> TestPlan:
    """End a plan with today; one that has not begun ends before it does."""
    row = TestPlan.objects.select_for_update(of=("self",)).select_related("episode__site").get(pk=plan.pk)
    require(may_collect(by, row.episode.site_id))
    today = clock.local_date(at, row.episode.site.time_zone)
    if row.ends_on is not None and row.ends_on <= today:
        raise Conflict(say("This plan has ended already."), code="over")
    row.ends_on = max(today, row.starts_on)
    row.version += 1
    row.save(update_fields=["ends_on", "version"])
    _told(by, "therapy.test_plan_ended", row, row.episode, on=row.ends_on)
    return row


@transaction.atomic
def exempt(
    *,
    by: Actor,
    episode: Episode,
    kind: str,
    instead: str,
    starts_on: dt.date,
    ends_on: dt.date,
    at: dt.datetime,
    note: str = "",
) -> TestExemption:
    """Take somebody out of the draw for a while, or have oral fluid taken instead. It always has an end."""
    row = _held(by, episode)
    if kind not in ExemptionKind.values or instead not in Instead.values:
        raise Invalid(say("Choose from the list."), field="kind")
    if ends_on < starts_on:
        raise Invalid(say("The end is before the beginning."), field="ends_on")
    if ends_on - starts_on > LONGEST_EXEMPTION:
        raise Invalid(say("An exemption lasts a year at most; look at it again then."), field="ends_on")
    today = clock.local_date(at, row.site.time_zone)
    plan = TestPlan.objects.on(max(starts_on, today)).filter(episode=row).first()
    if instead == Instead.ORAL_FLUID and (plan is None or plan.oral_panel_id is None):
        raise Invalid(say("The plan names no oral fluid panel: choose one there first."), field="instead")
    made = TestExemption.objects.create(
        episode=row, kind=kind, instead=instead, starts_on=starts_on, ends_on=ends_on, note=plain_line(note)[:300],
        by_id=signer(by),
    )  # fmt: skip
    _told(by, "therapy.test_exempted", made, row, kind=str(kind), instead=str(instead), until=ends_on)
    return made


def _held(by: Actor, episode: Episode) -> Episode:
    row = Episode.objects.select_for_update(of=("self",)).select_related("site").get(pk=episode.pk)
    require(may_collect(by, row.site_id))
    if row.status != EpisodeStatus.ADMITTED:
        raise Conflict(say("Only somebody in treatment is tested."), code="not_admitted")
    return row


def _make_way(episode: Episode, starts_on: dt.date) -> None:
    ahead = TestPlan.objects.filter(episode=episode, starts_on__gte=starts_on)
    if ahead.exists():
        raise Conflict(say("A plan begins on that day or later already. End that one first."), code="planned")
    TestPlan.objects.on(starts_on).filter(episode=episode).update(ends_on=starts_on - ONE_DAY)


def why_not_rate(per_week: Decimal, max_gap_days: int) -> Sentence | None:
    """Say what is wrong with a rate a week and a longest gap in days."""
    if not Decimal("0.1") <= per_week <= 7:
        return say("Between once in ten weeks (0.1) and daily (7).")
    if not 1 <= max_gap_days <= 90:
        return say("The longest gap is between 1 and 90 days.")
    return None


def _why_not_panel(panel: TestPanel, matrix: str) -> Sentence | None:
    if not panel.is_active:
        return say("This panel is out of use.")
    if panel.stage != Stage.PRESUMPTIVE:
        return say("A plan begins with a screen; the laboratory confirms.")
    if matrix == Matrix.ORAL_FLUID and panel.matrix != matrix:
        return say("Choose a panel for oral fluid.")
    return None


def _told(by: Actor, verb: str, subject: TestPlan | TestExemption, episode: Episode, **detail: object) -> None:
    record(by=by, verb=verb, subject=subject, clients=[episode.client_id], site_id=episode.site_id, detail=detail)
