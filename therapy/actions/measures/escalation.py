"""Alerts that nobody answers are handed on, so that none is lost; each step once."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import on_call, settings
from iop.core import clock
from iop.work.actions import open_items
from therapy.actions.measures.alerts import ALERT_KIND, item
from therapy.actions.measures.telling import tell_staff
from therapy.actions.owners import DIRECTORS
from therapy.choices.measures import AlertLevel
from therapy.models.measures import MeasureAlert
from therapy.rules.measures import escalates_at

MOST_STEPS = 6
"""After so many messages the work stays open on everybody's list; more messages would only be switched off."""
MINUTES = {AlertLevel.URGENT: "measures.escalate_minutes", AlertLevel.TODAY: "measures.escalate_today_minutes"}


def escalate_unanswered(*, by: Actor, at: dt.datetime) -> int:
    """Hand on every pressing alert that waited longer than the clinic's minutes; say how many.

    First to the colleague on call, then to the clinical directors, then to both again. Each in a transaction of its own: a
    worker killed half-way has done some of them, and the next run does the rest. Routine ones stay on their list.
    """
    waiting = (
        MeasureAlert.objects.unanswered()
        .filter(level__in=list(MINUTES), escalations__lt=MOST_STEPS)
        .order_by("raised_at")
        .values_list("pk", flat=True)
    )
    return sum(_hand_on(by, alert_id, at) for alert_id in list(waiting))


@transaction.atomic
def _hand_on(by: Actor, alert_id: uuid.UUID, at: dt.datetime) -> bool:
    row = (
        MeasureAlert.objects.unanswered()
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("response__episode__site", "response__episode__client")
        .filter(pk=alert_id)
        .first()
    )
    if row is None or at < escalates_at(row.raised_at, row.escalated_at, _minutes(row, at)):
        return False
    called = on_call.now(row.response.episode.site_id, at)
    to = called.staff_id if called and row.escalations % 2 == 0 and called.staff_id != row.assigned_to_id else None
    row.escalations += 1
    row.escalated_at, row.escalated_to_id = at, to
    row.save(update_fields=["escalations", "escalated_at", "escalated_to"])
    open_items(by=by, items=[item(row, at, assignee=to, step=row.escalations)])
    tell_staff(
        by=by, staff_ids=[to] if to else [], role_key="" if to else DIRECTORS, site_id=row.response.episode.site_id,
        about=(ALERT_KIND, row.pk), key=f"step{row.escalations}", at=at,
    )  # fmt: skip
    record(
        by=by, verb="therapy.measure_alert_escalated", subject=row, clients=[row.response.episode.client_id],
        site_id=row.response.episode.site_id, detail={"step": row.escalations, "to": to, "rule": row.rule_key},
    )  # fmt: skip
    return True


def _minutes(row: MeasureAlert, at: dt.datetime) -> int:
    site = row.response.episode.site
    return int(settings.value(MINUTES[AlertLevel(row.level)], on=clock.local_date(at, site.time_zone), site_id=site.pk))
