"""Early warnings: found by plain rules, put aside with a reason, gone when they pass."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from django.db import transaction

from clients.choices import CareRole
from clients.models import CareTeamMembership, Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require, require_valid
from iop.core.words import say
from iop.work.actions import NewItem, close_for, drop_many, open_items
from iop.work.choices import WorkKind
from therapy import warnings
from therapy.choices.warnings import STARTING_WARNINGS, WarningEnd, WarningKind
from therapy.models import EarlyWarning, WarningRule
from therapy.policies.warnings import may_end_warning, may_set_warning_rules
from therapy.rules.warnings import Found, why_not_end, why_not_rule

SUBJECT = "therapy.earlywarning"
FALLBACK_ROLE = "clinical_director"
SINCE = dt.date(2020, 1, 1)
"""From when the rules of the starting set hold."""
Key = tuple[uuid.UUID, str, str]
"""A stay, a kind, and the questionnaire it is about."""


def watch_warnings(*, by: Actor, at: dt.datetime) -> int:
    """Look at everybody in treatment with the rules of the day; say how many warnings are new.

    Each site in a transaction of its own and by its own date. Running twice finds nothing new; statements do not grow with the
    people. A warning whose facts have gone out of its days passes by itself.
    """
    return sum(_watch(by, site, at) for site in Site.objects.filter(is_active=True).order_by("pk"))


@transaction.atomic
def _watch(by: Actor, site: Site, at: dt.datetime) -> int:
    # One watch of a site at a time: the second finds what the first has written.
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    on = clock.local_date(at, site.time_zone)
    stays = {stay.pk: stay for stay in Episode.objects.admitted().filter(site=site)}
    found: dict[Key, tuple[WarningRule, Found]] = {
        (episode_id, rule.kind, rule.measure_key): (rule, one)
        for rule in warnings.standing_rules(on)
        for episode_id, one in warnings.find(rule, list(stays), on).items()
    }
    known = list(EarlyWarning.objects.filter(episode__site=site).select_related("rule"))
    standing = {_key(row): row for row in known if row.ended_at is None}
    answered = {(_key(row), row.newest) for row in known if row.ended_at is not None}
    # What was already answered does not stand again, also when a newer fact was taken back.
    found = {key: pair for key, pair in found.items() if (key, pair[1].newest.key) not in answered}
    _pass(by, [row for key, row in standing.items() if key not in found], at)
    _see_again([(row, *found[key]) for key, row in standing.items() if key in found], at)
    new = {key: pair for key, pair in found.items() if key not in standing}
    return _raise(by, site, stays, new, at)


def _key(row: EarlyWarning) -> Key:
    return row.episode_id, row.kind, row.measure_key


def _pass(by: Actor, rows: Sequence[EarlyWarning], at: dt.datetime) -> None:
    if not rows:
        return
    ids = [row.pk for row in rows]
    EarlyWarning.objects.filter(pk__in=ids).update(ended_at=at, end=WarningEnd.PASSED)
    drop_many(by=by, subject_kind=SUBJECT, subject_ids=ids, at=at)


def _see_again(rows: Iterable[tuple[EarlyWarning, WarningRule, Found]], at: dt.datetime) -> None:
    changed = []
    for row, rule, one in rows:
        facts = warnings.kept(one)
        if facts != row.facts or row.newest != one.newest.key:
            row.facts, row.newest, row.rule, row.seen_at = facts, one.newest.key, rule, at
            changed.append(row)
    EarlyWarning.objects.bulk_update(changed, ["facts", "newest", "rule", "seen_at"])


def _raise(
    by: Actor,
    site: Site,
    stays: Mapping[uuid.UUID, Episode],
    new: Mapping[Key, tuple[WarningRule, Found]],
    at: dt.datetime,
) -> int:
    rows = EarlyWarning.objects.bulk_create(
        EarlyWarning(
            episode_id=episode_id, rule=rule, kind=kind, measure_key=key, newest=one.newest.key, facts=warnings.kept(one),
            raised_at=at, seen_at=at,
        )
        for (episode_id, kind, key), (rule, one) in new.items()
    )  # fmt: skip
    team = _team([row.episode_id for row in rows], clock.local_date(at, site.time_zone))
    items = [_item(row, stays[row.episode_id], team.get(row.episode_id), site, at) for row in rows]
    open_items(by=by, items=items)
    return len(rows)


def _team(episode_ids: Sequence[uuid.UUID], on: dt.date) -> dict[uuid.UUID, uuid.UUID]:
    """Name who answers for each stay: the primary counselor, else the therapist, else the case manager."""
    order: list[str] = [CareRole.PRIMARY_COUNSELOR, CareRole.THERAPIST, CareRole.CASE_MANAGER]
    members = CareTeamMembership.objects.on(on).filter(episode__in=episode_ids, role__in=order)
    rows = sorted(members.values_list("episode_id", "role", "staff_id"), key=lambda row: (row[0], order.index(row[1])))
    return {episode_id: next(group)[2] for episode_id, group in groupby(rows, key=lambda row: row[0])}


def _item(row: EarlyWarning, stay: Episode, staff_id: uuid.UUID | None, site: Site, at: dt.datetime) -> NewItem:
    return NewItem(
        kind=WorkKind.EARLY_WARNING, site_id=site.pk, subject=(SUBJECT, row.pk), client_id=stay.client_id,
        summary=WarningKind(row.kind).label if row.kind not in UNSAID else say("Look at an early warning"),
        due_at=at + dt.timedelta(days=1), dedupe_key=f"early_warning:{row.pk}", assignee_id=staff_id,
        role_key="" if staff_id else FALLBACK_ROLE,
    )  # fmt: skip


UNSAID = frozenset({WarningKind.TEST_MISSED, WarningKind.TEST_UNEXPECTED})
"""Kinds that a work list does not name: drug tests are read on their own pages only."""


@transaction.atomic
def end_warning(*, by: Actor, warning: EarlyWarning, end: str, note: str = "", at: dt.datetime) -> EarlyWarning:
    """Put a warning aside with a reason. The same facts do not warn again; new ones do. Raises ``Conflict`` when it is over."""
    row = EarlyWarning.objects.select_for_update(of=("self",)).select_related("episode").get(pk=warning.pk)
    require(may_end_warning(by, row))
    if row.ended_at is not None:
        raise Conflict(say("This warning is no longer open."), code="warning_over")
    require_valid(why_not_end(end, note), "note" if end == WarningEnd.OTHER else "end")
    row.ended_at, row.end, row.end_note, row.ended_by_id = at, end, note.strip()[:300], by.staff_id
    row.save(update_fields=["ended_at", "end", "end_note", "ended_by"])
    close_for(by=by, subject=(SUBJECT, row.pk), at=at)
    record(
        by=by, verb="therapy.warning_ended", subject=row, clients=[row.episode.client_id], site_id=row.episode.site_id,
        detail={"kind": row.kind, "end": str(end)},
    )  # fmt: skip
    return row


@transaction.atomic
def set_warning_rule(
    *,
    by: Actor,
    kind: str,
    threshold: int | None,
    window_days: int,
    valid_from: dt.date,
    at: dt.datetime,
    measure_key: str = "",
) -> WarningRule:
    """Let a rule hold from a day on; ``threshold`` none switches it off. Earlier rules stay for the days they held."""
    require(may_set_warning_rules(by))
    if kind not in WarningKind.values:
        raise Invalid(say("Choose a kind of warning."), field="kind")
    if kind == WarningKind.SCORE and not measure_key:
        raise Invalid(say("Choose the questionnaire whose score is watched."), field="measure_key")
    require_valid(why_not_rule(threshold, window_days), "window_days" if not 1 <= window_days <= 180 else "threshold")
    row = WarningRule.objects.create(
        kind=kind, measure_key=measure_key if kind == WarningKind.SCORE else "", threshold=threshold, window_days=window_days,
        valid_from=valid_from, made_by=by.staff_id, created_at=at,
    )  # fmt: skip
    record(
        by=by, verb="therapy.warning_rule_set", subject=row,
        detail={"kind": kind, "measure": measure_key, "threshold": threshold, "days": window_days},
    )  # fmt: skip
    return row


def install_warning_rules(*, by: Actor, at: dt.datetime) -> int:
    """Make the rules a clinic begins with, those it has already left alone; say how many are new."""
    known = set(WarningRule.objects.values_list("kind", "measure_key"))
    made = [
        WarningRule(
            kind=one.kind, measure_key=one.measure_key, threshold=one.threshold, window_days=one.window_days,
            valid_from=SINCE, created_at=at,
        )
        for one in STARTING_WARNINGS
        if (one.kind, one.measure_key) not in known
    ]  # fmt: skip
    WarningRule.objects.bulk_create(made)
    if made:
        record(by=by, verb="therapy.warning_rules_installed", subject=None, detail={"rules": len(made)})
    return len(made)
