"""What a client chose to be reminded of, and how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from clients import policies
from clients.models import Client
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Invalid, require, require_valid
from iop.core.words import say
from iop.notifications.choices import DELIVERED_CHANNELS
from iop.notifications.models import ClientReminderChoice
from iop.notifications.reminders import FOR_CLIENTS
from iop.notifications.reminders.rules import AS_USUAL, NONE, Wanted, why_not_leads


@transaction.atomic
def choose_reminders(*, by: Actor, client: Client, wanted: Mapping[str, Wanted], at: dt.datetime) -> list[str]:
    """Note what a client chose, kind by kind; what stands already is left alone. Says which kinds were written.

    A choice permits no channel: that is asked for with the ways to reach them. Raises ``Invalid``.
    """
    require(policies.may_edit(by, client))
    for kind, each in wanted.items():
        _check(kind, each)
    said = choices_of(client)
    changed = [kind for kind, each in wanted.items() if said.get(kind, AS_USUAL) != _tidy(each)]
    ClientReminderChoice.objects.bulk_create(
        ClientReminderChoice(
            client_id=client.pk, kind=kind, way=wanted[kind].way, leads=list(_tidy(wanted[kind]).leads), since=at,
            recorded_by=by.staff_id or by.id,
        )
        for kind in changed
    )  # fmt: skip
    if changed:
        record(
            by=by, verb="clients.reminders_chosen", subject=client, clients=[client.pk],
            detail={kind: wanted[kind].way or "usual" for kind in changed},
        )  # fmt: skip
    return changed


def choices_of(client: Client) -> dict[str, Wanted]:
    """Give what a client chose; kinds without a choice are left out. One statement."""
    rows = ClientReminderChoice.objects.filter(client_id=client.pk).order_by("kind", "-since", "-id").distinct("kind")
    return {row.kind: Wanted(row.way, tuple(row.leads)) for row in rows}


def _tidy(wanted: Wanted) -> Wanted:
    return Wanted(wanted.way, tuple(sorted(set(wanted.leads), reverse=True)) if wanted.way != NONE else ())


def _check(kind: str, wanted: Wanted) -> None:
    if kind not in FOR_CLIENTS or wanted.way not in ("", NONE, *DELIVERED_CHANNELS):
        raise Invalid(say("Choose from the list."), field=f"way_{kind}")
    require_valid(why_not_leads(wanted.leads), f"leads_{kind}")
