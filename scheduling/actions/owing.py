"""Putting what is missing of one-to-one care on somebody's work list, and taking it off once it is booked."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction

from clients.choices import CareRole
from clients.models import CareTeamMembership, Episode
from iop.access.actors import Actor
from iop.clinic.models import Site
from iop.core import clock
from iop.core.words import Sentence, count_words, sentence
from iop.work.actions import NewItem, close_for, close_item, open_items
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from scheduling import expectations
from scheduling.choices import AppointmentKind
from scheduling.meetings import DUE, Case
from scheduling.rules.expectations import Standing, week_first

OWED: Mapping[str, WorkKind] = {
    AppointmentKind.INDIVIDUAL: WorkKind.THERAPY_MISSING,
    AppointmentKind.CHECK_IN: WorkKind.CHECK_IN_DUE,
}
WHOSE: Mapping[str, tuple[CareRole, ...]] = {
    AppointmentKind.INDIVIDUAL: (CareRole.THERAPIST, CareRole.PRIMARY_COUNSELOR),
    AppointmentKind.CHECK_IN: (CareRole.PRIMARY_COUNSELOR, CareRole.CASE_MANAGER, CareRole.THERAPIST),
}
"""Who looks after a kind, the first of the care team's roles that is taken; else the clinical director."""
NOBODY_ROLE = "clinical_director"
EVENING = dt.time(17)
PASSED, LEFT = "Its weeks passed without one.", "No longer in treatment."


def owe_appointments(*, by: Actor, at: dt.datetime) -> int:
    """Open a piece of work for each missing individual session and check-in of the week; say how many were new.

    What has been booked meanwhile is closed, and what nobody booked before its weeks were over is dropped, saying so.
    """
    return sum(_owe_at(by, site, at) for site in Site.objects.filter(is_active=True).order_by("pk"))


def settle_due(by: Actor, case: Case, kind: str, at: dt.datetime) -> None:
    """Close the work that asked for an appointment of this kind when nothing of it is missing any more."""
    if not case.is_owed or case.episode is None or kind not in OWED:
        return
    today = clock.local_date(at, case.site.time_zone)
    week = week_first(today, expectations.weekday_of(today))
    rows = expectations.standing([case.episode.pk], week, at).get(case.episode.pk, [])
    if not any(row.kind == kind and row.missing for row in rows):
        close_for(by=by, subject=(DUE, case.client.pk), kind=OWED[kind], at=at)


@transaction.atomic
def _owe_at(by: Actor, site: Site, at: dt.datetime) -> int:
    today = clock.local_date(at, site.time_zone)
    stays = dict(Episode.objects.admitted().filter(site=site).order_by().values_list("pk", "client_id"))
    week = week_first(today, expectations.weekday_of(today))
    missing = [
        (episode, row)
        for episode, rows in expectations.standing(stays, week, at).items()
        for row in rows
        if row.missing and row.kind in OWED
    ]
    wanted = {_key(episode, row): (episode, row) for episode, row in missing}
    _settle(by, site, wanted, set(stays.values()), at)
    team = _team({episode for episode, _row in missing}, today)
    return open_items(
        by=by,
        items=[_item(site, key, stays[episode], row, team[episode]) for key, (episode, row) in wanted.items()],
    )


def _key(episode: uuid.UUID, row: Standing) -> str:
    return f"due:{row.kind}:{episode}:{row.first.isoformat()}"


def _settle(by: Actor, site: Site, wanted: Iterable[str], in_care: Collection[uuid.UUID], at: dt.datetime) -> None:
    standing = WorkItem.objects.open().filter(site=site, subject_kind=DUE, kind__in=OWED.values())
    for item in standing.exclude(dedupe_key__in=list(wanted)).order_by("pk"):
        why = PASSED if item.due_at < at else LEFT if item.client_id not in in_care else ""
        close_item(by=by, item_id=item.pk, dropped=bool(why), outcome=why, at=at)


def _team(episodes: Iterable[uuid.UUID], today: dt.date) -> Mapping[uuid.UUID, dict[str, uuid.UUID]]:
    rows = CareTeamMembership.objects.on(today).filter(episode__in=list(episodes)).order_by("starts_on")
    found: dict[uuid.UUID, dict[str, uuid.UUID]] = defaultdict(dict)
    for episode, role, staff in rows.values_list("episode_id", "role", "staff_id"):
        found[episode][role] = staff
    return found


def _item(site: Site, key: str, client_id: uuid.UUID, row: Standing, team: Mapping[str, uuid.UUID]) -> NewItem:
    who = next((team[role] for role in WHOSE[row.kind] if role in team), None)
    return NewItem(
        kind=OWED[row.kind], site_id=site.pk, subject=(DUE, client_id), client_id=client_id, dedupe_key=key,
        summary=_words(row), due_at=clock.at_local(row.until, EVENING, site.time_zone), assignee_id=who,
        role_key="" if who else NOBODY_ROLE,
    )  # fmt: skip


def _words(row: Standing) -> Sentence:
    words = (
        count_words(
            "Book an individual session: {n} is missing this week.",
            "Book individual sessions: {n} are missing this week.",
            row.missing,
        )
        if row.kind == AppointmentKind.INDIVIDUAL
        else count_words("Hold a check-in: {n} is due.", "Hold check-ins: {n} are due.", row.missing)
    )
    return sentence(words, n=row.missing)
