"""Two clients and two relatives of the small clinic, with what is theirs, for tests that try every door."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from clients.models import Client, PortalAccount, Relationship
from family.models import RelativeNote
from sessions_app.models import Attendance, ProgramSession, ScheduleAsk, ShortTermGoal
from tests.factories.portal import portal_addresses

OF_MANY = frozenset({"open_group_id", "material_id", "agreement_id"})
"""Rows of a group, which several people may open."""
NOT_OF_ONE = frozenset({"token", "slug", "kind", "code", "name", "which", "section", "language"}) | OF_MANY
"""Places of addresses that are no id of one person's row: their own tests say what they open."""


def ids_of(account: PortalAccount) -> dict[str, Any]:
    """An id of this person's own rows for each place in the portal's addresses; nothing where they have no such row."""
    found = {}
    for place, rows in _rows(account).items():
        row = rows.order_by("pk").first()
        if row is not None:
            found[place] = row.pk
    return found


def places() -> set[str]:
    """Every place in the portal's addresses that stands for somebody's row."""
    return {place for _, held in portal_addresses().values() for place in held} - NOT_OF_ONE


def _rows(account: PortalAccount) -> dict[str, Any]:
    return {
        "attendance_id": Attendance.objects.filter(client__isnull=False, client=account.client_id),
        "goal_id": ShortTermGoal.objects.filter(client__isnull=False, client=account.client_id),
        "schedule_ask_id": ScheduleAsk.objects.filter(client__isnull=False, client=account.client_id),
        "thing_id": ProgramSession.objects.filter(roster__client__isnull=False, roster__client=account.client_id),
        "share_id": Relationship.objects.filter(person__isnull=False, person=account.person_id),
        "note_id": RelativeNote.objects.filter(person__isnull=False, person=account.person_id),
    }


def two_clients() -> SimpleNamespace:
    """Two clients of the small clinic who sign in from outside."""
    mine, other = PortalAccount.objects.filter(client__isnull=False).order_by("pk")[:2]
    return SimpleNamespace(mine=mine, other=other, client=Client.objects.get(pk=mine.client_id))
