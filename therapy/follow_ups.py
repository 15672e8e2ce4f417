"""Stays that ended, as the rules of check-ins after treatment look at them. One statement, many stays."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db.models import Exists, OuterRef

from clients.choices import ConsentKind, EpisodeStatus
from clients.discharge_choices import ContactAfter
from clients.models import Consent, Episode
from therapy.rules.follow_ups import Ended


def ended_stays(episode_ids: Collection[uuid.UUID], today: dt.date) -> dict[uuid.UUID, Ended]:
    """Give for each of these stays that ended whether they agreed to contact, said no to it, or are back; one statement."""
    agreed = Consent.objects.standing(today).filter(client=OuterRef("client"), kind=ConsentKind.ALUMNI)
    again = Episode.objects.filter(client=OuterRef("client"), status=EpisodeStatus.ADMITTED)
    rows = Episode.objects.filter(pk__in=list(episode_ids), status=EpisodeStatus.DISCHARGED).annotate(
        agreed=Exists(agreed), is_back=Exists(again)
    )
    fields = ("pk", "discharged_on", "discharge_kind", "agreed", "discharge_detail__contact_after", "is_back")
    return {
        pk: Ended(on, kind, agreed, said or ContactAfter.NOT_ASKED, is_back)
        for pk, on, kind, agreed, said, is_back in rows.values_list(*fields)
        if on is not None
    }


def ended_stay(episode: Episode, today: dt.date) -> Ended | None:
    """Give the same for one stay; nothing while treatment goes on."""
    return ended_stays([episode.pk], today).get(episode.pk)
