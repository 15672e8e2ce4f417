"""Offering family sessions: what came of it is kept, so that a review can say why not; never required."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction

from clients.choices import CareRole, EpisodeStatus
from clients.models import CareTeamMembership, Episode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import settings as clinic_settings
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Conflict, require, require_valid
from iop.core.words import say
from iop.work.actions import NewItem, close_for, close_item, open_items
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from scheduling import policies
from scheduling.family_choices import EVERY_DAYS
from scheduling.family_offers import due_days
from scheduling.models import FamilyOffer
from scheduling.rules.family import why_not_offer, why_not_on

SUBJECT = "scheduling.family_of"
"""What is due of a client's family care, as work items name it: the id is the client's."""
ROLES = (CareRole.THERAPIST, CareRole.PRIMARY_COUNSELOR, CareRole.CASE_MANAGER)
NOBODY_ROLE = "clinical_director"
EVENING = dt.time(17)
A_WEEK = dt.timedelta(days=7)
LEFT = "No longer in treatment."


@transaction.atomic
def offer_family(
    *,
    by: Actor,
    episode: Episode,
    outcome: str,
    offered_on: dt.date,
    at: dt.datetime,
    reason: str = "",
    words: str = "",
    again_on: dt.date | None = None,
) -> FamilyOffer:
    """Keep that a family session was offered on a day and what came of it, with the reason where there is none.

    ``again_on`` is the day agreed to ask again; else the clinic's rhythm holds. Raises ``Invalid`` beside its field.
    """
    row = Episode.objects.select_for_update(of=("self",), no_key=True).select_related("site").get(pk=episode.pk)
    require(policies.may_keep_family(by, row.site_id))
    if row.status != EpisodeStatus.ADMITTED or row.admitted_on is None:
        raise Conflict(say("Family sessions are offered while somebody is in treatment."), code="not_in_treatment")
    require_valid(why_not_offer(outcome, reason, words), "reason" if outcome else "outcome")
    today = clock.local_date(at, row.site.time_zone)
    require_valid(
        why_not_on(offered_on, again_on, since=row.admitted_on, today=today), "again_on" if again_on else "offered_on"
    )
    kept = FamilyOffer.objects.create(
        episode=row, offered_on=offered_on, outcome=outcome, reason=reason, words=" ".join(words.split())[:500],
        again_on=again_on, at=at, by_id=by.staff_id or by.id,
    )  # fmt: skip
    close_for(by=by, subject=(SUBJECT, row.client_id), kind=WorkKind.FAMILY_DUE, at=at)
    record(
        by=by, verb="scheduling.family_offered", subject=kept, clients=[row.client_id], site_id=row.site_id,
        detail={"outcome": outcome, "reason": reason, "offered_on": offered_on, "again_on": again_on},
    )  # fmt: skip
    return kept


def owe_family_offers(*, by: Actor, at: dt.datetime) -> int:
    """Open a piece of work for everybody to whom a family session is to be offered (again); say how many were new.

    What was offered or booked meanwhile is closed.
    """
    return sum(_owe_at(by, site, at) for site in Site.objects.filter(is_active=True).order_by("pk"))


@transaction.atomic
def _owe_at(by: Actor, site: Site, at: dt.datetime) -> int:
    today = clock.local_date(at, site.time_zone)
    every = int(clinic_settings.value(EVERY_DAYS, on=today, site_id=site.pk))
    stays = dict(Episode.objects.admitted().filter(site=site).order_by().values_list("pk", "client_id"))
    due = {episode: day for episode, day in due_days(stays, every, at).items() if day <= today}
    wanted = {_key(episode, day): (episode, day) for episode, day in due.items()}
    _settle(by, site, wanted, set(stays.values()), at)
    team = _team(due, today)
    return open_items(
        by=by,
        items=[_item(site, key, stays[episode], day, team.get(episode)) for key, (episode, day) in wanted.items()],
    )


def _key(episode: uuid.UUID, day: dt.date) -> str:
    return f"family:{episode}:{day.isoformat()}"


def _settle(by: Actor, site: Site, wanted: Iterable[str], in_care: Collection[uuid.UUID], at: dt.datetime) -> None:
    standing = WorkItem.objects.open().filter(site=site, subject_kind=SUBJECT, kind=WorkKind.FAMILY_DUE)
    for item in standing.exclude(dedupe_key__in=list(wanted)).order_by("pk"):
        left = item.client_id not in in_care
        close_item(by=by, item_id=item.pk, dropped=left, outcome=LEFT if left else "", at=at)


def _team(episodes: Iterable[uuid.UUID], today: dt.date) -> Mapping[uuid.UUID, uuid.UUID]:
    """Whose it is: the first of ``ROLES`` on the care team that is taken."""
    rows = CareTeamMembership.objects.on(today).filter(episode__in=list(episodes), role__in=ROLES)
    found: dict[uuid.UUID, tuple[int, uuid.UUID]] = {}
    for episode, role, staff in rows.order_by("starts_on").values_list("episode_id", "role", "staff_id"):
        place = ROLES.index(CareRole(role))
        if episode not in found or place < found[episode][0]:
            found[episode] = (place, staff)
    return {episode: staff for episode, (_place, staff) in found.items()}


def _item(site: Site, key: str, client_id: uuid.UUID, day: dt.date, who: uuid.UUID | None) -> NewItem:
    return NewItem(
        kind=WorkKind.FAMILY_DUE, site_id=site.pk, subject=(SUBJECT, client_id), client_id=client_id, dedupe_key=key,
        summary=say("Offer a family session, or say why not: it is due again."),
        due_at=clock.at_local(day + A_WEEK, EVENING, site.time_zone), assignee_id=who, role_key="" if who else NOBODY_ROLE,
    )  # fmt: skip
