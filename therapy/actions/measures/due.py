"""What falls due: made for everybody at once, by the rhythm of their level."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from clients.choices import ConsentKind, EpisodeStatus
from clients.models import Consent, Episode, Placement
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import settings
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import require, require_valid
from therapy.choices.measures import OPEN, AssignmentStatus, Occasion, ResponseStatus
from therapy.models.measures import MeasureAssignment, MeasureResponse, MeasureRule
from therapy.policies.measures import may_give
from therapy.questionnaires import available, find
from therapy.rules.measures import Due, Given, Rhythm, Stay, falls_due, why_not_given

ENDED_SHOWN_DAYS = 400
"""How long after a stay its questionnaires are still looked for: longer than the longest rhythm after treatment."""
DURING = (Occasion.INTAKE, Occasion.EVERY, Occasion.FOLLOW_UP)


@transaction.atomic
def assign_due(*, by: Actor, at: dt.datetime, episode_ids: Collection[uuid.UUID] | None = None) -> int:
    """Make what falls due by the rhythm, and close what was not given in time; say how many were made.

    For all stays, or for some. Statements do not grow with the stays; running it again makes nothing twice, and a run cut short
    is made up by the next.
    """
    sites = list(_sites(episode_ids))
    made = sum(_assign_at(by, site, at, episode_ids) for site in sites)
    for site in sites:
        _expire_at(by, site, at, episode_ids)
    return made


@transaction.atomic
def ask_now(
    *,
    by: Actor,
    episode: Episode,
    key: str,
    at: dt.datetime,
    occasion: str = Occasion.BY_HAND,
    due_on: dt.date | None = None,
) -> MeasureAssignment:
    """Ask for one questionnaire in a stay, today or by a day; while one of its kind is open, that one is given back."""
    require(may_give(by, episode.site_id))
    standing = MeasureAssignment.objects.filter(episode=episode, key=key).open().first()
    if standing is not None:
        return standing
    require_valid(why_not_given(find(key), by_client=False), "key")
    due_on = due_on or clock.local_date(at, episode.site.time_zone)
    # Asked for twice on one day (the first was answered meanwhile): it is the same wish.
    wished = MeasureAssignment(
        episode=episode, key=key, occasion=occasion, due_on=due_on, asked_by_id=by.staff_id, created_at=at
    )
    MeasureAssignment.objects.bulk_create([wished], ignore_conflicts=True)
    row = (
        MeasureAssignment.objects.filter(episode=episode, key=key).open().first()
        or MeasureAssignment.objects.filter(episode=episode, key=key, occasion=occasion, due_on=due_on).get()
    )
    if row.pk == wished.pk:
        record(
            by=by, verb="therapy.measure_asked", subject=row, clients=[episode.client_id], site_id=episode.site_id,
            detail={"key": key, "occasion": str(occasion)},
        )  # fmt: skip
    return row


def _sites(episode_ids: Collection[uuid.UUID] | None) -> QuerySet[Site]:
    if episode_ids is None:
        return Site.objects.all()
    return Site.objects.filter(pk__in=Episode.objects.filter(pk__in=episode_ids).values("site"))


def _assign_at(by: Actor, site: Site, at: dt.datetime, episode_ids: Collection[uuid.UUID] | None) -> int:
    today = clock.local_date(at, site.time_zone)
    stays = list(_stays(site, today, episode_ids))
    rhythms = _rhythms(today) if stays else {}
    if not rhythms:
        return 0
    ahead = dt.timedelta(days=settings.value("measures.ahead_days", on=today, site_id=site.pk))
    usable = {each.key for each in available("en")} | {each.key for each in available("es")}
    given = _given([stay.pk for stay in stays], site)
    rows = [
        MeasureAssignment(
            episode_id=stay.pk, key=due.key, occasion=due.occasion, due_on=due.on, rule_id=rule_id, created_at=at
        )
        for stay in stays
        for rule_id, due in _of_stay(stay, rhythms, usable, given, today + ahead)
    ]
    if not rows:
        return 0
    MeasureAssignment.objects.bulk_create(rows, ignore_conflicts=True)
    new = set(MeasureAssignment.objects.filter(pk__in=[row.pk for row in rows]).values_list("episode_id", flat=True))
    if new:
        record(
            by=by, verb="therapy.measures_due", subject=None, site_id=site.pk,
            clients=[stay.client_id for stay in stays if stay.pk in new], detail={"stays": len(new)},
        )  # fmt: skip
    return len(rows)


def _stays(site: Site, today: dt.date, episode_ids: Collection[uuid.UUID] | None) -> QuerySet[Any]:
    placed = Placement.objects.filter(episode=OuterRef("pk"), starts_on__lte=today).order_by("-starts_on")
    agreed = Consent.objects.standing(today).filter(client=OuterRef("client"), kind=ConsentKind.ALUMNI)
    recent = Q(status=EpisodeStatus.DISCHARGED, discharged_on__gte=today - dt.timedelta(days=ENDED_SHOWN_DAYS))
    rows = Episode.objects.filter(Q(status=EpisodeStatus.ADMITTED, admitted_on__lte=today) | recent, site=site)
    if episode_ids is not None:
        rows = rows.filter(pk__in=episode_ids)
    return rows.annotate(level_now=Subquery(placed.values("level")[:1]), contact_after=Exists(agreed)).only(
        "pk", "client_id", "admitted_on", "discharged_on"
    )


def _rhythms(today: dt.date) -> dict[uuid.UUID, list[tuple[uuid.UUID, Rhythm]]]:
    newest = (
        MeasureRule.objects.filter(valid_from__lte=today)
        .order_by("level_id", "key", "-valid_from", "-created_at")
        .distinct("level", "key")
    )
    found: dict[uuid.UUID, list[tuple[uuid.UUID, Rhythm]]] = defaultdict(list)
    for row in newest:
        rhythm = Rhythm(row.key, row.valid_from, row.at_intake, row.every_days, row.at_discharge, tuple(row.after_days))
        found[row.level_id].append((row.pk, rhythm))
    return found


def _given(episode_ids: Sequence[uuid.UUID], site: Site) -> dict[tuple[uuid.UUID, str], Given]:
    occasions: dict[tuple[uuid.UUID, str], set[tuple[str, dt.date]]] = defaultdict(set)
    is_open: set[tuple[uuid.UUID, str]] = set()
    last: dict[tuple[uuid.UUID, str], dt.date] = {}
    asked = MeasureAssignment.objects.filter(episode__in=episode_ids)
    for episode_id, key, occasion, due_on, status, settled in asked.values_list(
        "episode_id", "key", "occasion", "due_on", "status", "settled_at"
    ):
        place = (episode_id, key)
        occasions[place].add((occasion, due_on))
        if status in OPEN:
            is_open.add(place)
        elif settled:
            last[place] = max(last.get(place, dt.date.min), clock.local_date(settled, site.time_zone))
    answered = MeasureResponse.objects.valid().filter(episode__in=episode_ids, status=ResponseStatus.COMPLETE)
    for episode_id, key, completed in answered.values_list("episode_id", "key", "completed_at"):
        place = (episode_id, key)
        if completed:
            last[place] = max(last.get(place, dt.date.min), clock.local_date(completed, site.time_zone))
    places = {*occasions, *last}
    return {place: Given(frozenset(occasions.get(place, ())), place in is_open, last.get(place)) for place in places}


def _of_stay(
    stay: Any,
    rhythms: dict[uuid.UUID, list[tuple[uuid.UUID, Rhythm]]],
    usable: Collection[str],
    given: dict[tuple[uuid.UUID, str], Given],
    until: dt.date,
) -> Iterable[tuple[uuid.UUID, Due]]:
    dates = Stay(stay.admitted_on, stay.discharged_on, stay.contact_after)
    for rule_id, rhythm in rhythms.get(stay.level_now, ()):
        if rhythm.key not in usable:
            continue
        due = falls_due(rhythm, dates, given.get((stay.pk, rhythm.key), Given()), until)
        if due is not None:
            yield rule_id, due


def _expire_at(by: Actor, site: Site, at: dt.datetime, episode_ids: Collection[uuid.UUID] | None) -> None:
    """Close what waited too long, and what belonged to a stay that is over; answers begun are kept as not complete."""
    today = clock.local_date(at, site.time_zone)
    days = dt.timedelta(days=settings.value("measures.expire_days", on=today, site_id=site.pk))
    over = Q(occasion__in=DURING) & ~Q(episode__status=EpisodeStatus.ADMITTED)
    rows = MeasureAssignment.objects.open().filter(Q(due_on__lt=today - days) | over, episode__site=site)
    drafts = MeasureResponse.objects.filter(
        assignment=None, completed_at__isnull=True, saved_at__lt=at - days, episode__site=site
    )
    if episode_ids is not None:
        rows, drafts = rows.filter(episode__in=episode_ids), drafts.filter(episode__in=episode_ids)
    drafts.update(status=ResponseStatus.INCOMPLETE, completed_at=at)
    held = rows.select_for_update(of=("self",), skip_locked=True).order_by("pk")
    found = list(held.values_list("pk", "episode__client_id"))
    if found:
        _close(by, site, at, found)


def _close(by: Actor, site: Site, at: dt.datetime, found: Sequence[tuple[uuid.UUID, uuid.UUID]]) -> None:
    ids = [pk for pk, _ in found]
    MeasureAssignment.objects.filter(pk__in=ids).update(status=AssignmentStatus.EXPIRED, settled_at=at)
    drafts = MeasureResponse.objects.filter(assignment__in=ids, completed_at__isnull=True)
    drafts.update(status=ResponseStatus.INCOMPLETE, completed_at=at)
    record(
        by=by, verb="therapy.measures_expired", subject=None, site_id=site.pk, clients={client for _, client in found},
        detail={"items": len(ids)},
    )  # fmt: skip
