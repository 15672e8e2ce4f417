"""No messages for a while, or ever again: a text to somebody who died reaches their family."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from clients import policies_charts as policies
from clients import rules
from clients.actions.portal.accounts import end_access_after_death
from clients.choices import DischargeKind, MessageHoldKind
from clients.models import Client, Episode, MessageHold
from clients.privacy_desk import last_site
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say
from iop.notifications.actions import withdraw_to

AFTER: dict[str, MessageHoldKind] = {
    DischargeKind.DECEASED: MessageHoldKind.DECEASED,
    DischargeKind.INCARCERATED: MessageHoldKind.INCARCERATED,
}
"""Discharges after which somebody gets no messages."""


@transaction.atomic
def hold_messages(
    *,
    by: Actor,
    client: Client,
    kind: str,
    starts_on: dt.date,
    at: dt.datetime,
    ends_on: dt.date | None = None,
    note: str = "",
) -> MessageHold:
    """Send a client nothing from a day on, to ``ends_on`` or until the hold is ended; what waits to be sent is taken back.

    Raises ``Invalid`` beside the field, ``Conflict`` when such a hold stands on one of these days.
    """  # fmt: skip
    Client.objects.select_for_update().get(pk=client.pk)
    require(policies.may_hold_messages(by, client))
    if kind not in MessageHoldKind.values:
        raise Invalid(say("Choose why messages are held back."), field="kind")
    if ends_on and ends_on < starts_on:
        raise Invalid(say("The last day lies before the first."), field="ends_on")
    if kind == MessageHoldKind.DECEASED and ends_on:
        raise Invalid(say("Somebody who died gets no messages again: leave the last day empty."), field="ends_on")
    return _keep(by, client, kind, starts_on, ends_on, note, at)


@transaction.atomic
def end_hold(*, by: Actor, hold: MessageHold, on: dt.date, at: dt.datetime) -> MessageHold:
    """Let messages go out again after ``on``, the hold's last day; what was taken back stays so."""
    row = MessageHold.objects.select_for_update().select_related("client").get(pk=hold.pk)
    require(policies.may_hold_messages(by, row.client))
    if row.kind == MessageHoldKind.DECEASED:
        raise Conflict(
            say("A hold for somebody who died does not end. Recorded by mistake? Ask the privacy officer."),
            code="deceased",
        )
    if on < row.starts_on:
        raise Invalid(say("The last day lies before the first."), field="on")
    if row.ends_on and row.ends_on <= on:
        raise Conflict(say("This hold has ended by then already."), code="ended")
    row.ends_on = on
    row.save(update_fields=["ends_on"])
    record(by=by, verb="clients.message_hold_ended", subject=row, clients=[row.client_id], detail={"on": on, "at": at})
    return row


def hold_after_discharge(*, by: Actor, episode: Episode, at: dt.datetime) -> MessageHold | None:
    """Hold messages back when treatment ended because somebody died or is incarcerated; inside the discharge."""
    kind = AFTER.get(episode.discharge_kind)
    if kind is None or episode.discharged_on is None:
        return None
    standing = MessageHold.objects.filter(client=episode.client_id, kind=kind).overlapping(
        episode.discharged_on, dt.date.max
    )
    if standing.exists():
        return standing.first()
    return _keep(by, episode.client, kind, episode.discharged_on, None, "", at)


def _keep(
    by: Actor, client: Client, kind: str, starts_on: dt.date, ends_on: dt.date | None, note: str, at: dt.datetime
) -> MessageHold:
    try:
        with transaction.atomic():
            row = MessageHold.objects.create(
                client=client, kind=kind, starts_on=starts_on, ends_on=ends_on, note=rules.plain_line(note)[:200],
                recorded_by=by.staff_id or by.id,
            )  # fmt: skip
    except IntegrityError as clash:
        raise Conflict(say("Messages are held back for this reason on these days already."), code="held") from clash
    today = clock.local_date(at, Site.objects.get(pk=last_site(client)).time_zone)
    if kind == MessageHoldKind.DECEASED:
        end_access_after_death(by=by, client=client, at=at)
    # One that begins later is asked at delivery; what is due before it may still go.
    taken = withdraw_to(by=by, recipient=("client", client.pk)) if starts_on <= today else 0
    record(
        by=by, verb="clients.message_hold_set", subject=row, clients=[client.pk],
        detail={"kind": str(kind), "starts_on": starts_on, "ends_on": ends_on, "withdrawn": taken},
    )  # fmt: skip
    return row
