"""Work that authorizations make: those nearly used up, reviews by their date, denials with a deadline, a level nobody authorized.

What is wanted is worked out anew each time; what is open and no longer wanted closes itself.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.db import transaction

from billing.authorizations import gives, used
from billing.choices.authorizations import AuthStatus, Standing
from billing.models import Authorization
from billing.outlook import Outlook, of_stays
from billing.rules import authorizations as rules
from clients.choices import EpisodeStatus
from clients.models import Episode, LevelOfCare
from iop.access.actors import Actor
from iop.clinic import settings
from iop.clinic.models import Site
from iop.core import clock
from iop.core.words import Sentence, day_words, say, sentence
from iop.work.actions import NewItem, close_item, open_items
from iop.work.choices import WorkKind
from iop.work.models import WorkItem

KIND = "billing.authorization"
STAY = "billing.stay_authorizations"
ROLE = "biller"
KINDS = (WorkKind.AUTHORIZATION_LOW, WorkKind.AUTHORIZATION_REVIEW, WorkKind.AUTHORIZATION_APPEAL)
END_OF_DAY = dt.time(17)
SETTLED = say("Settled meanwhile.")


def watch_authorizations(*, by: Actor, at: dt.datetime) -> int:
    """Open what is wanted at every site and close what was mended; say how many items were new. May run twice."""
    return sum(watch_site(by=by, site=site, at=at) for site in Site.objects.filter(is_active=True).order_by("pk"))


@transaction.atomic
def watch_site(*, by: Actor, site: Site, at: dt.datetime) -> int:
    """The same for one site. Fixed statements."""
    on = clock.local_date(at, site.time_zone)
    limits = settings.values(["billing.units_alert", "billing.days_alert"], on=on, site_id=site.pk)
    rows = list(
        Authorization.objects.filter(episode__site=site).exclude(status=AuthStatus.CANCELLED)
        .exclude(episode__status=EpisodeStatus.DISCHARGED, ends_on__lt=on - dt.timedelta(days=400))
        .select_related("episode", "owner")
    )  # fmt: skip
    stays = list(Episode.objects.filter(site=site, status=EpisodeStatus.ADMITTED))
    found = list(_wanted(site, on, rows, stays, limits["billing.units_alert"], limits["billing.days_alert"]))
    close_others(by=by, site=site, keys={item.dedupe_key for item in found}, at=at)
    return open_items(by=by, items=found)


def close_others(*, by: Actor, site: Site, keys: set[str], at: dt.datetime) -> None:
    """Drop open items of these kinds at the site that nothing wants any more."""
    rows = WorkItem.objects.open().filter(kind__in=KINDS, site=site).exclude(dedupe_key__in=keys)
    for item_id in list(rows.order_by("pk").values_list("pk", flat=True)):
        close_item(by=by, item_id=item_id, dropped=True, outcome=str(SETTLED), at=at)


def _wanted(
    site: Site, on: dt.date, rows: Sequence[Authorization], stays: Sequence[Episode], units: int, days: int
) -> Iterator[NewItem]:
    ahead = of_stays(stays, on)
    taken = used([row.pk for row in rows])
    by_stay: dict[uuid.UUID, list[Authorization]] = defaultdict(list)
    for row in rows:
        by_stay[row.episode_id].append(row)
        if row.status == AuthStatus.DENIED:
            yield from _denied(site, on, row)
        elif row.episode_id in ahead:
            yield from _review(site, on, row, days)
    for stay in stays:
        mine = by_stay[stay.pk]
        yield from _low(site, on, mine, taken, units, days)
        yield from _levels(site, on, stay, mine, ahead[stay.pk])


def _denied(site: Site, on: dt.date, row: Authorization) -> Iterator[NewItem]:
    """A denial is answered in time: by a call between clinicians while that is possible, then by an appeal."""
    if row.peer_to_peer_by and row.peer_to_peer_by >= on:
        words, by_on, step = say("Denied: call the payer's clinician by {day}."), row.peer_to_peer_by, "call"
    elif row.appeal_by and row.appeal_by >= on:
        words, by_on, step = say("Denied: appeal by {day}, or write down why not."), row.appeal_by, "appeal"
    else:
        return
    yield _item(
        site, row, WorkKind.AUTHORIZATION_APPEAL, f"{step}:{by_on}", sentence(words, day=day_words(by_on)), by_on
    )


def _review(site: Site, on: dt.date, row: Authorization, days: int) -> Iterator[NewItem]:
    due = row.next_review_on
    if due is None or due > on + dt.timedelta(days=days) or row.ends_on < on:
        return
    words = sentence(say("Concurrent review with the payer, due {day}."), day=day_words(due))
    yield _item(site, row, WorkKind.AUTHORIZATION_REVIEW, f"review:{due}", words, due)


def _low(
    site: Site, on: dt.date, rows: Sequence[Authorization], taken: dict[uuid.UUID, Decimal], units: int, days: int
) -> Iterator[NewItem]:
    """Of a stay the authorization that ends last: what follows another one is no alarm."""
    giving = [row for row in rows if gives(row)]
    if not giving or any(row.status == AuthStatus.REQUESTED for row in rows):
        return  # More was asked for already.
    row = max(giving, key=lambda each: (each.ends_on, each.starts_on))
    left = row.units - taken[row.pk]
    state = rules.standing(AuthStatus.APPROVED, left, row.starts_on, row.ends_on, on, units, days)
    if state in (Standing.LOW, Standing.USED_UP, Standing.OVER):
        words = sentence(
            say("Ask the payer for more: {left}."), left=rules.left_words(left, row.units, row.unit, row.ends_on)
        )
        yield _item(site, row, WorkKind.AUTHORIZATION_LOW, "low", words, min(row.ends_on, on + dt.timedelta(days=days)))


def _levels(
    site: Site, on: dt.date, stay: Episode, rows: Sequence[Authorization], ahead: Outlook
) -> Iterator[NewItem]:  # fmt: skip
    """The payer wants authorization, and none that stands or was asked for is for a level the client is in or comes into."""
    standing = [row for row in rows if row.status == AuthStatus.REQUESTED or gives(row)]
    for level, from_on in ahead.levels if ahead.needs else ():
        if not any(row.level_id == level.pk and row.ends_on >= max(on, from_on) for row in standing):
            if any(row.level_id == level.pk and gives(row) for row in standing):
                continue  # It runs out: that is the other alarm's.
            yield level_item(site, stay, level, max(on, from_on))


def level_item(site: Site, stay: Episode, level: LevelOfCare, by_on: dt.date) -> NewItem:
    """The work of asking for a level: from the day a change of level is decided until the payer was asked."""
    return NewItem(
        kind=WorkKind.AUTHORIZATION_LOW, site_id=site.pk, subject=(STAY, stay.client_id),
        summary=sentence(say("Ask the payer for a new authorization: for {level}."), level=level.short_name),
        due_at=clock.at_local(by_on, END_OF_DAY, site.time_zone), dedupe_key=f"authorization-level:{stay.pk}:{level.pk}",
        role_key=ROLE, client_id=stay.client_id,
    )  # fmt: skip


def _item(site: Site, row: Authorization, kind: WorkKind, key: str, words: Sentence, by_on: dt.date) -> NewItem:
    owner = row.owner if row.owner and (row.owner.left_on is None or row.owner.left_on > by_on) else None
    return NewItem(
        kind=kind, site_id=site.pk, subject=(KIND, row.pk), summary=words,
        due_at=clock.at_local(by_on, END_OF_DAY, site.time_zone), dedupe_key=f"authorization-{key}:{row.pk}",
        assignee_id=owner.pk if owner else None, role_key=ROLE, client_id=row.episode.client_id,
    )  # fmt: skip
