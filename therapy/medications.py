"""What somebody takes at an instant, for those who must know it: drug tests, the list's page, sums of a stay."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from iop.core import clock
from therapy.models.medications import Medication


@dataclass(frozen=True)
class ActiveMedication:
    """One medication that is taken. ``ingredient`` is of ``therapy.choices.medications.Ingredient``."""

    id: uuid.UUID
    name: str
    ingredient: str
    label: str
    is_moud: bool = False
    is_maud: bool = False


def active(client_id: uuid.UUID, at: dt.datetime) -> list[ActiveMedication]:
    """List what a client takes at ``at``, the day being that of the clinic's wall clock. One statement."""
    return active_for([client_id], at).get(client_id, [])


def active_for(client_ids: Collection[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, list[ActiveMedication]]:
    """List what each of several clients takes at ``at``, by client. One statement, whatever their number."""
    utc = at.astimezone(dt.UTC).date()
    one = dt.timedelta(days=1)
    # The wall clocks of the world are within a day of UTC: each row is held against its own site's afterwards.
    rows = Medication.objects.right().overlapping(utc - one, utc + one).filter(client_id__in=client_ids)
    found: dict[uuid.UUID, list[ActiveMedication]] = {}
    for row in rows.select_related("site").order_by("name", "id"):
        today = clock.local_date(at, row.site.time_zone)
        if row.starts_on <= today and (row.ends_on is None or row.ends_on >= today):
            found.setdefault(row.client_id, []).append(_as_active(row))
    return found


def _as_active(row: Medication) -> ActiveMedication:
    return ActiveMedication(row.pk, row.name, row.ingredient, row.label, row.is_moud, row.is_maud)
