"""Consents, licences, registers, emergencies and the state's data that are owed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from clients.choices import ConsentStatus
from clients.models import (
    AccessRequest,
    AmendmentRequest,
    Breach,
    Consent,
    EmergencyAccess,
    Grievance,
    Incident,
    RestrictionRequest,
)
from iop.clinic.models import SiteRole, StaffCredential
from iop.reports.readiness.shapes import Owed, Scope
from iop.reports.state_data.choices import RecordStatus
from iop.reports.state_data.reading import read

DAY = dt.timedelta(days=1)
SOON = 30
HALF_A_YEAR = dt.timedelta(days=183)


def consents(scope: Scope) -> Iterator[Owed]:
    """People in treatment without a standing consent of a required kind: since it ended, else since admission."""
    signed = _consents(scope)
    for stay in scope.stays:
        today = scope.today(stay.site_id)
        for kind in scope.settings[stay.site_id]["consents.required"]:
            ends = [each["ends"] for each in signed[stay.client_id] if each["kind"] == kind]
            if any(end is None or end >= today for end in ends) or stay.admitted_on is None:
                continue
            since = max((end for end in ends if end), default=stay.admitted_on)
            yield Owed(
                "consents", stay.site_id, since, ("clients.consents_of", stay.client_id), stay.client_id,
                scope.owners.get(stay.pk),
            )  # fmt: skip


def consents_ending(scope: Scope) -> Iterator[Owed]:
    """Consents of people in treatment that end soon."""
    signed = _consents(scope)
    for stay in scope.stays:
        today = scope.today(stay.site_id)
        for each in signed[stay.client_id]:
            if each["ends"] and today <= each["ends"] <= today + SOON * DAY and not each["stopped"]:
                yield Owed(
                    "consents_ending", stay.site_id, each["ends"], ("clients.consent", each["pk"]), stay.client_id,
                    scope.owners.get(stay.pk),
                )  # fmt: skip


def _consents(scope: Scope) -> dict[uuid.UUID, list[dict[str, Any]]]:
    """Give the signed consents of people in treatment with the day each ends or ended; one statement."""
    rows = Consent.objects.filter(client__in=[stay.client_id for stay in scope.stays], status=ConsentStatus.SIGNED)
    found: dict[uuid.UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.values("pk", "client", "kind", "site", "expires_on", "stopped_at", "expired_event_at"):
        over = min((at for at in (row["stopped_at"], row["expired_event_at"]) if at), default=None)
        ends = [each for each in (row["expires_on"], over.date() - DAY if over else None) if each]
        found[row["client"]].append(
            {"pk": row["pk"], "kind": row["kind"], "ends": min(ends) if ends else None, "stopped": over is not None}
        )
    return found


def licences(scope: Scope) -> Iterator[Owed]:
    """Licences of colleagues that have ended without a newer one of their kind, or end soon."""
    on = scope.first_today
    roles = SiteRole.objects.on(on).filter(site__in=scope.sites, staff__left_on__isnull=True).order_by("site__name")
    at: dict[uuid.UUID, uuid.UUID] = {}
    for staff, site in roles.values_list("staff", "site"):
        at.setdefault(staff, site)
    rows = StaffCredential.objects.filter(staff__in=at, kind__expires=True, expires_on__isnull=False)
    newest: dict[tuple[uuid.UUID, uuid.UUID], dt.date] = {}
    for staff, kind, ends in rows.values_list("staff", "kind", "expires_on"):
        if ends is not None:
            newest[staff, kind] = max(ends, newest.get((staff, kind), ends))
    for (staff, _kind), ends in newest.items():
        site = at[staff]
        if ends <= scope.today(site) + scope.number(site, "credentials.warn_days") * DAY:
            yield Owed("licences", site, ends, ("clinic.staffmember", staff), None, staff)


def incidents(scope: Scope) -> Iterator[Owed]:
    """Incident reports beyond their clock."""
    yield from _register("incidents", scope, Incident, "clients.incident")


def grievances(scope: Scope) -> Iterator[Owed]:
    """Grievances beyond their clock."""
    yield from _register("grievances", scope, Grievance, "clients.grievance")


def breaches(scope: Scope) -> Iterator[Owed]:
    """Breaches whose next notice or decision is past its day (45 CFR 164.404-408)."""
    yield from _register("breaches", scope, Breach, "clients.breach")


def requests(scope: Scope) -> Iterator[Owed]:
    """Requests for a copy, an amendment or a restriction beyond their clock."""
    yield from _register("requests", scope, AccessRequest, "clients.accessrequest")
    yield from _register("requests", scope, RestrictionRequest, "clients.restrictionrequest")
    yield from _register("requests", scope, AmendmentRequest, "clients.amendmentrequest")


def _register(kind: str, scope: Scope, model: Any, place: str) -> Iterator[Owed]:
    rows = model.objects.filter(site__in=scope.sites, due_on__isnull=False)
    for pk, site, client, due in rows.values_list("pk", "site", "client", "due_on"):
        if due < scope.today(site):
            yield Owed(kind, site, due, (place, pk), client)


def emergencies(scope: Scope) -> Iterator[Owed]:
    """Charts opened in an emergency that nobody has reviewed."""
    rows = EmergencyAccess.objects.waiting().filter(site__in=scope.sites, ends_at__lte=scope.at)
    for pk, site, client, at in rows.values_list("pk", "site", "client", "ends_at"):
        yield Owed("emergencies", site, scope.day(at, site), ("clients.emergencyaccess", pk), client)


def state_data(scope: Scope) -> Iterator[Owed]:
    """Admissions and discharges not told to a state that wants them."""
    wanted = [pk for pk in scope.sites if scope.settings[pk]["state_data.wanted"]]
    if not wanted:
        return
    on = scope.first_today
    for item in read(wanted, on - HALF_A_YEAR, on):
        event = item.event
        due = event.on + scope.number(event.episode.site_id, "state_data.due_days") * DAY
        if item.status != RecordStatus.HANDED_IN and due < scope.today(event.episode.site_id):
            place = (f"reports.state_data.{event.kind}", event.episode.pk)
            if event.placement_id:
                place = ("reports.state_data.placement", event.placement_id)
            yield Owed("state_data", event.episode.site_id, due, place, event.episode.client_id)
