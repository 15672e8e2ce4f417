"""Consents about to end: on the work list 30, 14 and 7 days before, each once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from clients import consent_rules
from clients.choices import CareRole, ConsentStatus
from clients.consents import SOON
from clients.models import CareTeamMembership, Consent
from iop.access.actors import Actor
from iop.core import clock
from iop.core.words import count_words, day_words, sentence
from iop.work.actions import NewItem, drop_for, open_items
from iop.work.choices import WorkKind
from iop.work.models import WorkItem

SUBJECT = "clients.consent"
FALLBACK_ROLE = "case_manager"


@transaction.atomic
def watch_consents(*, by: Actor, at: dt.datetime) -> int:
    """Open work for each consent that ends within 30, 14 and 7 days, and take away what is no longer needed.

    The counselor gets it, else the site's case managers. A newer warning takes the place of the one before. One closed by
    hand does not come back; running it twice changes nothing. Says how many items were new.
    """
    ending = list(_ending(at))
    items = [item for row in ending if (item := _item(row, at)) is not None]
    _drop_settled(by, {item.dedupe_key for item in items}, at)
    known = set(
        WorkItem.objects.filter(dedupe_key__in=[item.dedupe_key for item in items]).values_list("dedupe_key", flat=True)
    )
    return open_items(by=by, items=[item for item in items if item.dedupe_key not in known])


def _ending(at: dt.datetime) -> QuerySet[Consent]:
    later = Consent.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gt=OuterRef("expires_on")), client=OuterRef("client"), kind=OuterRef("kind"),
        party__isnull=True, recipient_class=OuterRef("recipient_class"), channel=OuterRef("channel"),
        status=ConsentStatus.SIGNED, stopped_at__isnull=True, expired_event_at__isnull=True,
    )  # fmt: skip
    later_named = Consent.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gt=OuterRef("expires_on")), client=OuterRef("client"), kind=OuterRef("kind"),
        party=OuterRef("party"), status=ConsentStatus.SIGNED, stopped_at__isnull=True, expired_event_at__isnull=True,
    )  # fmt: skip
    counselor = CareTeamMembership.objects.filter(
        episode__client=OuterRef("client"), role=CareRole.PRIMARY_COUNSELOR, staff__user__is_active=True
    ).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=at.date()), starts_on__lte=at.date())
    return (
        Consent.objects.standing(at.date() - dt.timedelta(days=1))
        .filter(expires_on__lte=at.date() + dt.timedelta(days=SOON + 1))
        .filter(~Exists(later_named), ~Q(party__isnull=True) | ~Exists(later))
        .select_related("site")
        .annotate(counselor_id=Subquery(counselor.order_by("-starts_on").values("staff_id")[:1]))
        .order_by("expires_on", "pk")
    )


def _item(row: Consent, at: dt.datetime) -> NewItem | None:
    on = clock.local_date(at, row.site.time_zone)
    last = row.expires_on or dt.date.max
    stage = consent_rules.warning_stage(last, on)
    if stage is None:
        return None
    counselor: uuid.UUID | None = row.counselor_id  # type: ignore[attr-defined]
    left = (last - on).days
    words = count_words(
        "A consent ends in {left} day, on {day}: ask whether it should go on.",
        "A consent ends in {left} days, on {day}: ask whether it should go on.",
        left,
    )
    return NewItem(
        kind=WorkKind.CONSENT_EXPIRING, site_id=row.site_id, subject=(SUBJECT, row.pk),
        summary=sentence(words, left=left, day=day_words(last)), due_at=clock.day_bounds(last, row.site.time_zone)[1],
        dedupe_key=f"consent:{row.pk}:{last}:{stage}", client_id=row.client_id, assignee_id=counselor,
        role_key="" if counselor else FALLBACK_ROLE,
    )  # fmt: skip


def _drop_settled(by: Actor, standing: Iterable[str], at: dt.datetime) -> None:
    over = WorkItem.objects.open().filter(kind=WorkKind.CONSENT_EXPIRING).exclude(dedupe_key__in=list(standing))
    for consent_id in set(over.values_list("subject_id", flat=True)):
        drop_for(by=by, subject=(SUBJECT, consent_id), kind=WorkKind.CONSENT_EXPIRING, at=at)
