"""One course of care: inquiry, admission, discharge."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import F

from clients import policies, rules
from clients.actions.holds import hold_after_discharge
from clients.actions.placements import end_placements
from clients.actions.teams import end_care_team
from clients.choices import DischargeKind, EpisodeStatus
from clients.models import Client, Episode, EpisodeStatusChange, Placement
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require, require_valid
from iop.core.words import say

LABELS = dict(EpisodeStatus.choices)
UNDER_WAY = (EpisodeStatus.INQUIRY, EpisodeStatus.ADMITTED)


@transaction.atomic
def open_episode(*, by: Actor, client: Client, site_id: uuid.UUID, at: dt.datetime, referred_by: str = "") -> Episode:
    """Open a new inquiry for somebody who comes back: the chart stays, the course of care is new."""
    require(policies.may_register(by, site_id))
    Client.objects.select_for_update().get(pk=client.pk)
    if Episode.objects.filter(client=client, status__in=UNDER_WAY).exists():
        raise Conflict(say("They already have an inquiry or a stay under way."), code="episode_under_way")
    site = Site.objects.get(pk=site_id)
    episode = new_inquiry(by=by, client=client, site=site, at=at, referred_by=referred_by)
    record(by=by, verb="clients.episode_opened", subject=episode, clients=[client.pk], site_id=site_id)
    return episode


@transaction.atomic
def admit(*, by: Actor, episode: Episode, on: dt.date, at: dt.datetime, reason: str = "") -> Episode:
    """Admit on a clinic date, once placed in a level of care; ``target_weeks`` run from then.

    ``reason`` says why they were admitted although something was still missing; it stays in the history.
    """
    row = _locked(episode)
    require(policies.may_admit(by, row))
    _may_become(row, EpisodeStatus.ADMITTED)
    placed = Placement.objects.on(on).filter(episode=row).exists()
    today = clock.local_date(at, row.site.time_zone)
    require_valid(rules.why_not_admit(on, opened_on=row.opened_on, today=today, placed=placed), "on")
    if Episode.objects.admitted().filter(client=row.client_id).exists():
        raise Conflict(say("They are already in treatment."), code="already_admitted")
    row.admitted_on = on
    _move(row, EpisodeStatus.ADMITTED, by, at, reason)
    record(by=by, verb="clients.admitted", subject=row, clients=[row.client_id], site_id=row.site_id, detail={"on": on})
    return row


@transaction.atomic
def close_episode(*, by: Actor, episode: Episode, on: dt.date, kind: str, reason: str, at: dt.datetime) -> Episode:
    """Discharge, or close an inquiry that did not lead to admission (``kind`` is then not used).

    ``on`` is the last day in treatment. Placements and care team end with it. Enrolment and appointments above this app
    are ended by ``iop.workflows.discharge``.
    """
    row = _locked(episode)
    require(policies.may_close(by, row))
    then = EpisodeStatus.NOT_ADMITTED if row.status == EpisodeStatus.INQUIRY else EpisodeStatus.DISCHARGED
    _may_become(row, then)
    if not reason.strip():
        raise Invalid(say("Say why, in a sentence the next colleague will understand."), field="reason")
    if then == EpisodeStatus.DISCHARGED:
        _set_discharge(row, on, kind, reason, clock.local_date(at, row.site.time_zone))
    end_placements(row, on, at)
    end_care_team(row, on)
    _move(row, then, by, at, reason)
    hold_after_discharge(by=by, episode=row, at=at)
    record(
        by=by, verb="clients.episode_closed", subject=row, clients=[row.client_id], site_id=row.site_id,
        detail={"on": on, "status": str(then), "kind": str(row.discharge_kind)},
    )  # fmt: skip
    return row


def new_inquiry(*, by: Actor, client: Client, site: Site, at: dt.datetime, referred_by: str) -> Episode:
    """Write an inquiry and the first line of its history; inside an action's transaction."""
    episode = Episode.objects.create(
        client=client, site=site, opened_on=clock.local_date(at, site.time_zone),
        referred_by=rules.plain_line(referred_by)[:200],
    )  # fmt: skip
    EpisodeStatusChange.objects.create(episode=episode, status=EpisodeStatus.INQUIRY, at=at, by_id=by.staff_id or by.id)
    return episode


def _set_discharge(row: Episode, on: dt.date, kind: str, reason: str, today: dt.date) -> None:
    if kind not in DischargeKind.values:
        raise Invalid(say("Choose how treatment ended."), field="kind")
    require_valid(rules.why_not_discharge(on, admitted_on=row.admitted_on or on, today=today), "on")
    row.discharged_on = on
    row.discharge_kind = kind
    row.discharge_reason = rules.plain_text(reason)


def _move(row: Episode, to: EpisodeStatus, by: Actor, at: dt.datetime, reason: str = "") -> None:
    EpisodeStatusChange.objects.create(
        episode=row, status=to, at=at, by_id=by.staff_id or by.id, reason=rules.plain_text(reason)
    )
    row.status = to
    row.version = F("version") + 1
    row.save(update_fields=["status", "admitted_on", "discharged_on", "discharge_kind", "discharge_reason", "version"])
    row.refresh_from_db(fields=["version"])


def _locked(episode: Episode) -> Episode:
    return Episode.objects.select_for_update(of=("self",)).select_related("site", "client").get(pk=episode.pk)


def _may_become(row: Episode, to: EpisodeStatus) -> None:
    reason = rules.why_not_move(row.status, to, LABELS)
    if reason:
        raise Conflict(reason, code="not_that_way")
