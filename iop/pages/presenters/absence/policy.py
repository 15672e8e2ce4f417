"""The policies about missed days in words, and what one would have done to last month."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from clients.models import Episode, Placement
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.pages.presenters.absence.words import hours_words, limit_words, owner_words
from iop.pages.presenters.schedule.when import day_words_long
from sessions_app import absence
from sessions_app.absence_choices import Consequence
from sessions_app.absence_examples import EXAMPLES
from sessions_app.actions.absence.setting import PolicyPlan
from sessions_app.choices import OutreachMethod
from sessions_app.models import AbsencePolicy
from sessions_app.rules import absence as rules
from sessions_app.rules.absence import Day, Limit, Terms, Verdict

LAST_MONTH = dt.timedelta(days=28)
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Effect:
    """What a policy would have done in the four weeks before today."""

    people: int
    cases: int
    short: int
    rows: Sequence[dict[str, Any]]


def read_policies(on: dt.date) -> list[dict[str, Any]]:
    """Give every policy in words, what holds first; three statements."""
    rows = list(absence.policies(with_steps=True).rows)
    newest: dict[tuple[Any, Any], AbsencePolicy] = {}
    for row in rows:
        if row.valid_from <= on:
            newest.setdefault((row.site_id, row.level_id), row)
    return [_policy(row, on, holds=newest.get((row.site_id, row.level_id)) is row) for row in rows]


def examples() -> list[dict[str, Any]]:
    """Give the policies that a clinic may begin with."""
    return [{"key": one.key, "name": one.name, "about": one.about} for one in EXAMPLES]


def scope_words(row: AbsencePolicy) -> str:
    """Say where a policy holds."""
    site = row.site.name if row.site else _("All sites")
    level = row.level.name if row.level else _("all levels")
    return f"{site} · {level}"


def effect(plan: PolicyPlan, actor: Actor, at: dt.datetime) -> Effect:
    """Say what a policy would have done to the last four weeks: who would have been followed up, and which limits reached.

    Only about people whom the colleague may see. A fixed number of statements.
    """
    today = at.date()
    first = today - LAST_MONTH
    stays = list(_stays(plan, actor, first, today))
    ids = [stay.pk for stay in stays]
    back = first - dt.timedelta(weeks=max([limit.weeks or 0 for limit in plan.limits], default=0)) - ONE_DAY
    terms = Terms(plan.counts_excused, plan.make_ups_forgive)
    judged = _judged(absence.lines_of(ids, back, today, at), plan, terms) if ids else {}
    reached: dict[Limit, list[str]] = {limit: [] for limit in plan.limits}
    for stay in stays:
        for limit, days in rules.replayed(judged.get(stay.pk, []), plan.limits, first, today).items():
            reached[limit] += [stay.client.name] if days else []
    recent = {pk: [pair for pair in pairs if pair[0].on > first] for pk, pairs in judged.items()}
    return Effect(
        people=len(stays),
        cases=sum(_cases(pairs) for pairs in recent.values()),
        short=sum(found == Verdict.SHORT for pairs in recent.values() for _day, found in pairs),
        rows=[
            {
                "limit": rules.limit_words(limit), "asks": Consequence(limit.consequence).label, "number": len(names),
                "names": ", ".join(sorted(names)),
            }
            for limit, names in reached.items()
        ],
    )  # fmt: skip


def _stays(plan: PolicyPlan, actor: Actor, first: dt.date, last: dt.date) -> Iterable[Episode]:
    rows = Episode.objects.visible_to(actor, Permission.CLIENT_VIEW).filter(
        Q(discharged_on__isnull=True) | Q(discharged_on__gte=first), admitted_on__lte=last
    )
    rows = rows.filter(site=plan.site_id) if plan.site_id else rows
    if plan.level_id:
        placed = Placement.objects.overlapping(first, last).filter(level=plan.level_id)
        rows = rows.filter(pk__in=placed.order_by().values("episode"))
    return rows.select_related("client", "site").order_by("pk")


def _judged(
    rows: Iterable[dict[str, Any]], plan: PolicyPlan, terms: Terms
) -> Mapping[uuid.UUID, list[tuple[Day, Verdict]]]:
    found: dict[uuid.UUID, list[tuple[Day, Verdict]]] = {}
    for row in rows:
        if plan.level_id in (None, row["level"]):
            day = absence.day_of(row)
            found.setdefault(row["episode_id"], []).append((day, rules.verdict(day, terms)))
    return found


def _cases(pairs: Collection[tuple[Day, Verdict]]) -> int:
    """Count how often following up would have begun: at a miss without a word that follows no other since they came."""
    number, following = 0, False
    for _day, found in sorted(pairs, key=lambda pair: pair[0].starts_at):
        if found == Verdict.UNEXCUSED and not following:
            number, following = number + 1, True
        elif found == Verdict.CAME:
            following = False
    return number


def _policy(row: AbsencePolicy, on: dt.date, *, holds: bool) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "name": row.name,
        "scope": scope_words(row),
        "from": day_words_long(row.valid_from),
        "state": _("holds now") if holds else _("later") if row.valid_from > on else _("before"),
        "tone": "good" if holds else "info" if row.valid_from > on else "quiet",
        "holds": holds,
        "facts": [
            _("Notice: %(hours)d hours before the start") % {"hours": row.notice_hours},
            _("Grace: the clinic's setting")
            if row.grace_minutes is None
            else _("Grace: %(minutes)d minutes") % {"minutes": row.grace_minutes},
            _("Excused days count") if row.counts_excused else _("Excused days do not count"),
            _("Make-ups forgive") if row.make_ups_forgive else _("Make-ups do not forgive"),
            _("Nobody has seen them for %(days)d days: somebody asks") % {"days": row.no_service_days},
        ],
        "limits": [(limit_words(one), Consequence(one.consequence).label) for one in row.limits.all()],
        "steps": [
            {
                "after": hours_words(one.after_hours), "method": OutreachMethod(one.method).label, "words": one.words,
                "owner": owner_words(one.owner), "within": hours_words(one.deadline_hours),
            }
            for one in row.steps.all()
        ],
    }  # fmt: skip
