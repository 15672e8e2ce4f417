"""Ids of the small clinic for addresses about reminders: what is sent when."""

from __future__ import annotations

from typing import Any

from clients.models import Client
from iop.clinic.models import Site
from iop.notifications.reminders import ReminderKind


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: a kind of reminder that every clinic has."""
    return {"reminder_kind": ReminderKind.SESSION.value}
