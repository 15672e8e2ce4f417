"""When a row last changed: the audit record knows, for every row that people change."""

from __future__ import annotations

from functools import reduce
from typing import Any

from django.db.models import Case, DateTimeField, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Greatest

from iop.audit.models import AuditEvent, AuditSubject

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


def by_taking_away(*verbs: str) -> Any:
    """When something of a client's was last taken away, of which no row is left: the audit record knows; or when it was made.

    Few have had anything taken away: they are looked up first, so that the others cost nothing.
    """
    gone = AuditSubject.objects.filter(event__verb__in=verbs).order_by()
    newest = gone.filter(client_id=OuterRef("pk")).values("client_id").annotate(last=Max("event__at")).values("last")
    return Case(
        When(pk__in=gone.values("client_id"), then=Subquery(newest, output_field=DateTimeField())), default=F("created_at")
    )  # fmt: skip


def latest(*each: Any) -> Any:
    """The last of several."""
    return Greatest(*each)
