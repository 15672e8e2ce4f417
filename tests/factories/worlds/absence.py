"""Ids of the small clinic for addresses about missed days: the policy, limits and steps."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet

from clients.models import Client
from iop.clinic.models import Site
from sessions_app.models import AbsenceCase, AbsenceCaseStep, LimitReached

NOWHERE = uuid.UUID(int=7)


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: of somebody whose only site is Boston."""
    stay = {"episode__site": boston, "episode__client__is_restricted": False}
    case = AbsenceCase.objects.open().filter(**stay)
    return {
        "absence_case_id": _first(case),
        "absence_step_id": _first(AbsenceCaseStep.objects.filter(case__in=case, done_at__isnull=True)),
        "absence_limit_id": _first(LimitReached.objects.unsettled().filter(**stay)),
    }


def _first(rows: QuerySet[Any]) -> uuid.UUID:
    row = rows.order_by("pk").first()
    return row.pk if row else NOWHERE
