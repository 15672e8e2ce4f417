"""When a row last changed: the audit record knows, for every row that people change."""

from __future__ import annotations

from functools import reduce
from typing import Any

from django.db.models import DateTimeField, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from iop.audit.models import AuditEvent

READINGS = ("_read", "_viewed", "_opened", "_printed", "_downloaded", "_seen")
"""How the names of events end at which nothing was changed. An opened episode is a change, and its row is as old."""


def by_the_record() -> Any:
    """The last event that changed the row, or when it was made."""
    looked = reduce(lambda found, end: found | Q(verb__endswith=end), READINGS, Q())
    events = AuditEvent.objects.filter(subject_id=OuterRef("pk")).exclude(looked)
    last = Subquery(events.order_by("-at").values("at")[:1], output_field=DateTimeField())
    return Greatest(F("created_at"), Coalesce(last, F("created_at")))


def by_history(rows: QuerySet[Any], to: str, at: str = "at", own: str = "pk") -> Any:
    """The newest of a history's rows that point through ``to`` to this one (or to what its ``own`` column names), or when it
    was made."""
    newest = rows.filter(**{to: OuterRef(own)}).order_by().values(to).annotate(last=Max(at)).values("last")
    return Greatest(F("created_at"), Coalesce(Subquery(newest, output_field=DateTimeField()), F("created_at")))


def latest(*each: Any) -> Any:
    """The last of several."""
    return Greatest(*each)
