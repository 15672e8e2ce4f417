"""Groups of families as a relative may know of them: which are open to them, and in which they have a place."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q, QuerySet

from clients.choices import EpisodeStatus
from clients.models import Episode, RelatedPerson
from family.sharing import shares
from iop.core import clock
from sessions_app.group_choices import OPEN_MEMBER, TAKES_RELATIVES, GroupKind
from sessions_app.models import OpenGroup, OpenGroupMember

OF_FAMILIES = frozenset({GroupKind.FAMILY_EDUCATION, GroupKind.MULTI_FAMILY})


def open_to(person: RelatedPerson, at: dt.datetime) -> QuerySet[OpenGroup]:
    """Give the groups of families at the sites where clients who share with this person are or were in care.

    None when nobody shares anything with them now: a list of groups at a clinic says where somebody is.
    """
    clients = [share.client.pk for share in shares(person, at)]
    stays = Episode.objects.filter(client__in=clients, status__in=[EpisodeStatus.ADMITTED, EpisodeStatus.DISCHARGED])
    today = clock.local_date(at, "UTC")
    rows = OpenGroup.objects.filter(site__in=stays.order_by().values("site"), site__is_active=True)
    rows = rows.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), kind__in=OF_FAMILIES, audience__in=TAKES_RELATIVES
    )
    return rows.select_related("site")


def places_of(person: RelatedPerson) -> QuerySet[OpenGroupMember]:
    """Give the groups in which this person has a place or waits for one. It is theirs, whatever is shared with them."""
    rows = OpenGroupMember.objects.filter(person=person, status__in=OPEN_MEMBER)
    return rows.select_related("group__site").order_by(F("group__name"), "pk")
