"""What belongs to somebody from outside, and what belongs to somebody else, for tests that try every door of the portal."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from billing.models import ClientPayment, ClientStatement, Estimate
from clients.models import (
    AmendmentRequest,
    Client,
    ClientDocument,
    Consent,
    Letter,
    PortalAccount,
    RecordExport,
    Relationship,
    Thread,
    ThreadFile,
)
from family.models import RelativeNote
from sessions_app.models import Attendance, GroupMaterial, OpenGroup, ScheduleAsk, ShortTermGoal, TrackAgreement
from tests.factories.portal import portal_addresses
from therapy.models import Homework, JournalEntry, MeasureAssignment, MeasureResponse, TreatmentPlan

WORDS = {
    "my_ask": {"kind": "session"},
    "my_journal_do": {"which": "share"},
    "my_plan_own": {"kind": "safety"},
    "my_record_ask": {"kind": "correction"},
}
"""Places of addresses that are a word out of a list, no row of anybody's."""
OF_CLIENTS: dict[str, tuple[type, str]] = {
    "goal_id": (ShortTermGoal, "client"),
    "attendance_id": (Attendance, "client"),
    "thing_id": (Attendance, "client"),
    "schedule_ask_id": (ScheduleAsk, "client"),
    "agreement_id": (TrackAgreement, "track__enrolments__client"),
    "consent_id": (Consent, "client"),
    "document_id": (ClientDocument, "client"),
    "letter_id": (Letter, "client"),
    "export_id": (RecordExport, "client"),
    "wish_id": (AmendmentRequest, "client"),
    "plan_id": (TreatmentPlan, "episode__client"),
    "homework_id": (Homework, "episode__client"),
    "entry_id": (JournalEntry, "client"),
    "assignment_id": (MeasureAssignment, "episode__client"),
    "response_id": (MeasureResponse, "episode__client"),
    "thread_id": (Thread, "client"),
    "thread_file_id": (ThreadFile, "message__thread__client"),
    "statement_id": (ClientStatement, "client"),
    "payment_id": (ClientPayment, "client"),
    "estimate_id": (Estimate, "client"),
}
"""Whose row a place of an address names: the model, and the way from it to the client."""
OF_RELATIVES: dict[str, tuple[type, str]] = {
    "share_id": (Relationship, "person"),
    "note_id": (RelativeNote, "person"),
    "material_id": (GroupMaterial, "group__members__person"),
    "open_group_id": (OpenGroup, "members__person"),
}
NO_ROW = {"passkey_id", "handout_id", "reference", "app_id"}
"""What is nobody's own row, or the small clinic has none of; their own tests try somebody else's (tests/portal/door, recovery)."""
NOT_LISTED = {"open_group_id": ~Q(kind__in=["family_education", "multi_family"])}
"""What of somebody else's is not open to everybody of this kind: groups of families may be looked at before one comes."""


def places() -> set[str]:
    """Every place in the portal's addresses that stands for somebody's row."""
    return {
        place for name, (_, held) in portal_addresses().items() for place in held if place not in WORDS.get(name, ())
    }


def own(account: PortalAccount) -> dict[str, Any]:
    """An id of this person's own for each place where they have a row."""
    return _ids(account, lambda way, who, _place: Q(**{way: who}))


def somebody_elses(account: PortalAccount) -> dict[str, Any]:
    """An id of somebody else's for each place where anybody else has a row."""
    return _ids(account, lambda way, who, place: ~Q(**{way: who}) & NOT_LISTED.get(place, Q()))


def address_kwargs(name: str, held: list[str], ids: dict[str, Any]) -> dict[str, Any] | None:
    """Fill an address; nothing where there is no row for one of its places."""
    words = WORDS.get(name, {})
    if any(place not in words and place not in ids for place in held):
        return None
    return {place: words.get(place) or ids[place] for place in held}


def _ids(account, condition) -> dict[str, Any]:
    table, who = (OF_CLIENTS, account.client) if account.client_id else (OF_RELATIVES, account.person)
    found = {}
    for place, (model, way) in table.items():
        rows = model._default_manager.filter(condition(way, who, place)).order_by("pk")
        value = rows.values_list("session_id" if place == "thing_id" else "pk", flat=True).first()
        if value is not None:
            found[place] = value
    return found


def client_of(account: PortalAccount) -> Client:
    """The client behind an account."""
    return Client.objects.get(pk=account.client_id)
