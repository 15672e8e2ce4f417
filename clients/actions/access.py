"""Guarding a chart more closely, and opening one past the usual bounds when somebody's life may depend on it."""

from __future__ import annotations

import datetime as dt
import uuid
from http import HTTPStatus
from typing import Any, cast

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Upper

from clients import policies_charts as policies
from clients import rules
from clients.models import Client, EmergencyAccess
from clients.privacy_desk import desk, last_site
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.models import AuditEvent
from iop.audit.recorder import record
from iop.clinic import settings
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Refusal, require
from iop.core.words import say
from iop.work.actions import close_for, open_item
from iop.work.choices import WorkKind

SHORTEST_REASON = 10
"""A reason of a word is none: the reviewer has to understand it."""
REVIEW_WITHIN = dt.timedelta(days=3)
"""Long enough for a weekend, short enough to remember."""
SEARCHES_AN_HOUR = 20
SEARCHED = "clients.emergency_searched"


class TooMany(Refusal):
    """Asked too often: the door closes for a while."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "too_many"


@transaction.atomic
def restrict(*, by: Actor, client: Client, reason: str, at: dt.datetime) -> Client:
    """Let only the care team, those who watch restricted charts, and emergencies reach a chart. ``reason`` is kept with it."""
    row = _locked(client)
    require(policies.may_restrict(by, row))
    if row.is_restricted:
        raise Conflict(say("This chart is restricted already."), code="already_restricted")
    row.is_restricted = True
    row.restricted_reason = _reason(reason)[:300]
    return _guarded(row, by, "clients.restricted", at)


@transaction.atomic
def lift(*, by: Actor, client: Client, reason: str, at: dt.datetime) -> Client:
    """End a restriction; the chart is reached as any other from then on. Why is in the audit record's neighbour: the reason."""
    row = _locked(client)
    require(policies.may_restrict(by, row))
    if not row.is_restricted:
        raise Conflict(say("This chart is not restricted."), code="not_restricted")
    row.is_restricted = False
    # The words stay: they say why it was restricted, and why no longer.
    row.restricted_reason = f"{row.restricted_reason} → {_reason(reason)}"[:300]
    return _guarded(row, by, "clients.restriction_lifted", at)


@transaction.atomic
def break_glass(*, by: Actor, client: Client, reason: str, at: dt.datetime) -> EmergencyAccess:
    """Open a chart past site, caseload or restriction for as long as the clinic has set (60 minutes).

    Raises ``NotAllowed``, ``Invalid`` for a reason nobody could review, ``Conflict`` when the chart is open to them anyway.
    A live access is given back as it is. Whoever answers for privacy reviews it afterwards.
    """
    require(policies.may_break_glass(by))
    kept = _reason(reason)
    row = _locked(client)
    live = EmergencyAccess.objects.live(at).filter(client=row, staff=by.staff_id).first()
    if live:
        return live
    if Client.objects.visible_to(by, at=at).filter(pk=row.pk).exists():
        raise Conflict(say("You can open this chart as it is: no emergency access is needed."), code="open_anyway")
    site = Site.objects.get(pk=last_site(row))
    today = clock.local_date(at, site.time_zone)
    minutes = int(settings.value("access.emergency_minutes", on=today, site_id=site.pk))
    access = EmergencyAccess.objects.create(
        client=row, site=site, staff_id=cast(uuid.UUID, by.staff_id), reason=kept[:500], starts_at=at,
        ends_at=at + dt.timedelta(minutes=minutes),
    )  # fmt: skip
    record(
        by=by, verb="clients.emergency_opened", subject=access, clients=[row.pk], site_id=site.pk,
        detail={"minutes": minutes, "restricted": row.is_restricted},
    )  # fmt: skip
    open_item(
        by=by, kind=WorkKind.REVIEW_ACCESS, site_id=site.pk, subject=("clients.emergencyaccess", access.pk),
        summary=say("Somebody opened a chart in an emergency: look at why."), due_at=at + REVIEW_WITHIN,
        dedupe_key=f"review_access:{access.pk}", role_key=desk(site.pk, Permission.PRIVACY_MANAGE, today),
    )  # fmt: skip
    return access


@transaction.atomic
def give_back(*, by: Actor, access: EmergencyAccess, at: dt.datetime) -> EmergencyAccess:
    """End one's own emergency access before its time. One that is over stays as it was."""
    row = EmergencyAccess.objects.select_for_update().get(pk=access.pk)
    require(policies.may_give_back(by, row))
    if row.ends_at <= at:
        return row
    row.ends_at = max(at, row.starts_at + dt.timedelta(seconds=1))
    row.save(update_fields=["ends_at"])
    record(by=by, verb="clients.emergency_given_back", subject=row, clients=[row.client_id], site_id=row.site_id)
    return row


@transaction.atomic
def review_access(
    *, by: Actor, access: EmergencyAccess, was_right: bool, note: str, at: dt.datetime
) -> EmergencyAccess:
    """Say whether an emergency access was right, once, and by somebody else than who had it."""
    row = EmergencyAccess.objects.select_for_update().get(pk=access.pk)
    require(policies.may_review_access(by, row))
    if row.reviewed_at:
        raise Conflict(say("Somebody has reviewed this already."), code="reviewed")
    words = rules.plain_text(note)
    if not was_right and not words:
        raise Invalid(say("Say what was not right, and what follows from it."), field="note")
    row.reviewed_at, row.reviewed_by_id, row.was_right, row.review_note = at, by.staff_id, was_right, words
    row.save(update_fields=["reviewed_at", "reviewed_by", "was_right", "review_note"])
    record(
        by=by, verb="clients.emergency_reviewed", subject=row, clients=[row.client_id], site_id=row.site_id,
        detail={"was_right": was_right},
    )  # fmt: skip
    close_for(by=by, subject=("clients.emergencyaccess", row.pk), kind=WorkKind.REVIEW_ACCESS, at=at)
    return row


@transaction.atomic
def find_in_emergency(
    *,
    by: Actor,
    at: dt.datetime,
    record_number: str = "",
    first_name: str = "",
    last_name: str = "",
    date_of_birth: dt.date | None = None,
) -> Client | None:
    """Find the one chart meant, anywhere in the clinic: by its exact record number, or by exact name and birth date.

    Nothing is guessed: no list, no near names, and two people of one name and birth date are none. Every search is on
    record, found or not; more than ``SEARCHES_AN_HOUR`` raise ``TooMany``.
    """  # fmt: skip
    require(policies.may_break_glass(by))
    searched = AuditEvent.objects.filter(actor_id=by.staff_id, verb=SEARCHED, at__gte=at - dt.timedelta(hours=1))
    if searched.count() >= SEARCHES_AN_HOUR:
        raise TooMany(say("You have searched many times within the hour. Call the colleague on call, who can help."))
    found = _meant(
        record_number.strip().upper(), rules.plain_line(first_name), rules.plain_line(last_name), date_of_birth
    )
    record(
        by=by, verb=SEARCHED, subject=found, clients=[found.pk] if found else [],
        detail={"found": found is not None, "by": "number" if record_number.strip() else "name"},
    )  # fmt: skip
    return found


def _meant(number: str, first: str, last: str, born: dt.date | None) -> Client | None:
    if number:
        asked = Q(record_number__in=[number, f"R-{number}"])
    elif first and last and born:
        called = Q(first_upper=first.upper()) | Q(called_upper=first.upper())
        asked = called & Q(last_upper=last.upper(), date_of_birth=born)
    else:
        raise Invalid(say("Give the record number, or first name, last name and date of birth."), field="record_number")
    rows = Client.objects.annotate(
        first_upper=Upper("legal_first_name"), last_upper=Upper("legal_last_name"), called_upper=Upper("preferred_name")
    )
    # A chart that another absorbed is that one; both may match, and mean the same.
    keys: set[Any] = set(rows.filter(asked, merged_into__isnull=True).values_list("pk", flat=True)[:2])
    keys |= set(rows.filter(asked, merged_into__isnull=False).values_list("merged_into", flat=True)[:2])
    return Client.objects.get(pk=keys.pop()) if len(keys) == 1 else None


def _guarded(row: Client, by: Actor, verb: str, at: dt.datetime) -> Client:
    row.version = F("version") + 1
    row.save(update_fields=["is_restricted", "restricted_reason", "version"])
    row.refresh_from_db(fields=["version"])
    record(by=by, verb=verb, subject=row, clients=[row.pk], detail={"at": at})
    return row


def _locked(client: Client) -> Client:
    row = Client.objects.select_for_update().get(pk=client.pk)
    return Client.objects.select_for_update().get(pk=row.merged_into_id) if row.merged_into_id else row


def _reason(typed: str) -> str:
    words = rules.plain_line(typed)
    if len(words) < SHORTEST_REASON:
        raise Invalid(say("Say why, in a sentence that a reviewer will understand."), field="reason")
    return words
