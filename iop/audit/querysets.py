"""Questions about the audit record."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING, Self

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from iop.audit.models import AuditEvent  # noqa: F401

VERBS_IN_USE = """
WITH RECURSIVE found AS (
    (SELECT verb FROM audit_auditevent ORDER BY verb LIMIT 1)
    UNION ALL
    SELECT (SELECT verb FROM audit_auditevent WHERE verb > found.verb ORDER BY verb LIMIT 1) FROM found WHERE verb IS NOT NULL
)
SELECT verb FROM found WHERE verb IS NOT NULL
"""
"""Hops from verb to verb along the index: a plain DISTINCT would read the whole record."""


class AuditQuerySet(models.QuerySet["AuditEvent"]):
    """The vocabulary of whoever reads the record."""

    def at_sites(self, site_ids: Collection[uuid.UUID]) -> Self:
        """Keep events of these sites, and those that belong to none (signing in, roles)."""
        return self.filter(Q(site_id__in=list(site_ids)) | Q(site_id__isnull=True))

    def touching(self, client_id: uuid.UUID) -> Self:
        """Keep events that touched a client's record."""
        from iop.audit.models import AuditSubject

        return self.filter(Exists(AuditSubject.objects.filter(event=OuterRef("pk"), client_id=client_id)))

    def between(self, start: dt.datetime | None, end: dt.datetime | None) -> Self:
        """Keep events from ``start`` to before ``end``; none is open."""
        rows = self.filter(at__gte=start) if start else self
        return rows.filter(at__lt=end) if end else rows

    def newest_first(self, *, before: tuple[dt.datetime, int] | None = None) -> Self:
        """Order by time, the newest first, going on after the event that stands at ``before``."""
        rows = self.order_by("-at", "-id")
        if before is None:
            return rows
        return rows.filter(Q(at__lt=before[0]) | Q(at=before[0], id__lt=before[1]), at__lte=before[0])


def verbs_in_use() -> list[str]:
    """List every verb on the record, in one quick statement."""
    with connection.cursor() as cursor:
        cursor.execute(VERBS_IN_USE)
        return [row[0] for row in cursor.fetchall()]
