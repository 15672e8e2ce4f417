"""Detox, residential or hospital elsewhere: referred out with a date to ask after them, and back again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from clients import intake_policies, rules, stay_rules
from clients.actions import inquiries
from clients.actions.registration import changed_meanwhile
from clients.choices import EpisodeStatus, StayKind, StayStatus
from clients.models import CareTeamMembership, Client, Episode, Inquiry, OutsideStay
from iop.access.actors import SYSTEM, Actor
from iop.audit.recorder import record
from iop.clinic import settings as clinic_settings
from iop.clinic.models import Site, StaffMember
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed, require, require_current, require_valid
from iop.core.words import say
from iop.work.actions import NewItem, close_for, open_item, open_items
from iop.work.choices import WorkKind
from iop.work.models import WorkItem

SUBJECT = "clients.outsidestay"
LINES = {"facility": 200, "contact_person": 200, "to_ask": 300}
DATES = frozenset({"expected_from", "expected_until", "ask_on"})
EDITABLE = frozenset({*LINES, *DATES, "phone", "note"})
AWAY = (StayStatus.REFERRED, StayStatus.THERE)


@transaction.atomic
def refer_out(
    *,
    by: Actor,
    client: Client,
    site_id: Any,
    kind: str,
    facility: str,
    referred_on: dt.date,
    at: dt.datetime,
    inquiry: Inquiry | None = None,
    **fields: Any,
) -> OutsideStay:
    """Write down that somebody goes to detox, residential or hospital elsewhere. ``fields`` are of ``EDITABLE``.

    Somebody asks after them on ``ask_on``; when not said, on the day they are expected back, or after a few days
    (setting ``intake.stay_ask_days``). Telling the facility anything goes through the gate: this tells nobody.
    """
    require(intake_policies.may_keep_stays(by, site_id))
    site = Site.objects.get(pk=site_id)
    today = clock.local_date(at, site.time_zone)
    if kind not in StayKind.values:
        raise Invalid(say("Choose where they go."), field="kind")
    if referred_on > today:
        raise Invalid(say("The referral cannot lie in the future."), field="referred_on")
    row = OutsideStay(client=client, site=site, inquiry=inquiry, kind=kind, referred_on=referred_on)
    _set(row, {"facility": facility, **fields})
    row.ask_on = row.ask_on or _first_ask(row, site, today)
    row.save(force_insert=True)
    _note(by, "clients.stay_referred", row, {"kind": str(kind), "ask_on": row.ask_on, "at": at})
    return row


@transaction.atomic
def change_stay(
    *, by: Actor, stay: OutsideStay, version: int, changes: Mapping[str, Any], at: dt.datetime
) -> OutsideStay:
    """Change what is known of a stay elsewhere, if nobody else did since ``version`` was read (``Stale``)."""
    row = _held(by, stay, version)
    before = {name: getattr(row, name) for name in changes if name in EDITABLE}
    _set(row, changes)
    _save(row, *changes)
    altered = sorted(name for name, value in before.items() if getattr(row, name) != value)
    if "ask_on" in altered:
        close_for(by=by, subject=(SUBJECT, row.pk), kind=WorkKind.STAY_ASK, at=at)
    _note(by, "clients.stay_changed", row, {"fields": altered, "at": at})
    return row


@transaction.atomic
def note_there(*, by: Actor, stay: OutsideStay, went_on: dt.date, at: dt.datetime) -> OutsideStay:
    """Write down that they arrived."""
    row = _held(by, stay)
    _refuse_day(row, went_on, at, "went_on")
    row.status, row.went_on = StayStatus.THERE, went_on
    _save(row, "status", "went_on")
    _note(by, "clients.stay_there", row, {"went_on": went_on, "at": at})
    return row


@transaction.atomic
def ask_again(
    *, by: Actor, stay: OutsideStay, ask_on: dt.date, at: dt.datetime, to_ask: str = "", note: str = ""
) -> OutsideStay:
    """Write down what was heard, and when somebody asks after them next; what was asked for closes."""
    row = _held(by, stay)
    if ask_on <= clock.local_date(at, row.site.time_zone):
        raise Invalid(say("Choose a later day to ask after them again."), field="ask_on")
    _set(row, {"ask_on": ask_on, "to_ask": to_ask or row.to_ask, "note": _added(row.note, note)})
    _save(row, "ask_on", "to_ask", "note")
    close_for(by=by, subject=(SUBJECT, row.pk), kind=WorkKind.STAY_ASK, at=at)
    _note(by, "clients.stay_asked", row, {"ask_on": ask_on, "at": at})
    return row


@transaction.atomic
def note_back(
    *, by: Actor, stay: OutsideStay, back_on: dt.date, at: dt.datetime, status: str = StayStatus.BACK, note: str = ""
) -> OutsideStay:
    """Write down how a stay elsewhere ended: back with us, gone on elsewhere, or never went.

    Somebody who is back goes on where they were: their open inquiry gets its next step now; somebody in treatment is
    looked at by their counselor.
    """
    row = _held(by, stay)
    if status not in (StayStatus.BACK, StayStatus.ELSEWHERE, StayStatus.CANCELLED):
        raise Invalid(say("Choose how the stay ended."), field="status")
    _refuse_day(row, back_on, at, "back_on")
    row.status, row.back_on, row.note = status, back_on, _added(row.note, note)
    row.ask_on = None
    _save(row, "status", "back_on", "note", "ask_on")
    close_for(by=by, subject=(SUBJECT, row.pk), kind=WorkKind.STAY_ASK, at=at)
    _note(by, "clients.stay_ended", row, {"status": str(status), "back_on": back_on, "at": at})
    if status == StayStatus.BACK:
        _go_on(by, row, at)
    return row


def ask_after_stays(*, at: dt.datetime) -> int:
    """Put everybody who is to be asked after by now on intake's list, once for each date; say how many were new."""
    due = []
    for zone in set(Site.objects.values_list("time_zone", flat=True)):
        today = clock.local_date(at, zone)
        rows = OutsideStay.objects.filter(status__in=AWAY, ask_on__lte=today, site__time_zone=zone)
        due += [_asking(row, at) for row in rows.order_by("pk")]
    # An item that somebody closed without a new date was answered: it is not opened again for the same day.
    known = set(
        WorkItem.objects.filter(dedupe_key__in=[item.dedupe_key for item in due]).values_list("dedupe_key", flat=True)
    )
    return open_items(by=SYSTEM, items=[item for item in due if item.dedupe_key not in known])


def _asking(row: OutsideStay, at: dt.datetime) -> NewItem:
    return NewItem(
        kind=WorkKind.STAY_ASK, site_id=row.site_id, subject=(SUBJECT, row.pk), client_id=row.client_id, due_at=at,
        summary=say("Ask after somebody who is in care elsewhere."), dedupe_key=f"stay-ask:{row.pk}:{row.ask_on}",
        role_key=inquiries.INTAKE_ROLE,
    )  # fmt: skip


def _go_on(by: Actor, row: OutsideStay, at: dt.datetime) -> None:
    found = row.inquiry or Inquiry.objects.open().filter(client=row.client_id).order_by("-received_at").first()
    if found and found.status not in inquiries.INQUIRY_CLOSED:
        inquiries.plan_next(by, inquiries.locked(found), say("Back from care elsewhere: go on with intake"), at, at)
        return
    episode = Episode.objects.filter(client=row.client_id, status=EpisodeStatus.ADMITTED).first()
    if episode:
        _ask_team(by, row, episode, at)


def _ask_team(by: Actor, row: OutsideStay, episode: Episode, at: dt.datetime) -> None:
    today = clock.local_date(at, row.site.time_zone)
    team = CareTeamMembership.objects.on(today).filter(
        episode=episode, role="primary_counselor", staff__in=StaffMember.objects.working(today)
    )
    counselor = team.values_list("staff_id", flat=True).first()
    open_item(
        by=by, kind=WorkKind.TASK, site_id=episode.site_id, subject=("clients.client", row.client_id),
        client_id=row.client_id, due_at=at, dedupe_key=f"stay-back:{row.pk}", assignee_id=counselor,
        summary=say("Back from care elsewhere: look at their level of care and their schedule."),
        role_key="" if counselor else "clinical_director",
    )  # fmt: skip


def _first_ask(row: OutsideStay, site: Site, today: dt.date) -> dt.date:
    days = clinic_settings.value("intake.stay_ask_days", on=today, site_id=site.pk)
    return stay_rules.first_ask(row.expected_until, today, days)


def _held(by: Actor, stay: OutsideStay, version: int | None = None) -> OutsideStay:
    row = OutsideStay.objects.select_for_update(of=("self",)).select_related("site", "inquiry").get(pk=stay.pk)
    require(intake_policies.may_keep_stays(by, row.site_id))
    require_current(row.version, version, changed_meanwhile())
    if row.status not in AWAY:
        raise Conflict(say("This stay elsewhere has ended already."), code="stay_over")
    return row


def _set(row: OutsideStay, values: Mapping[str, Any]) -> None:
    if set(values) - EDITABLE:
        raise NotAllowed(say("These details are not changed here."))
    for name, value in values.items():
        setattr(row, name, _checked(name, value))
    if not row.facility:
        raise Invalid(say("Say where they go."), field="facility")
    reason = stay_rules.why_not_dates(row.expected_from, row.expected_until)
    require_valid(reason, "expected_until")


def _checked(name: str, value: Any) -> Any:
    if name in DATES:
        return value or None
    if name == "note":
        return rules.plain_text(value or "")
    if name == "phone":
        return _phone(value or "")
    kept = rules.plain_line(value or "")
    reason = rules.why_too_long(kept, LINES[name])
    require_valid(reason, name)
    return kept


def _phone(typed: str) -> str:
    number = rules.phone_e164(typed) if typed.strip() else ""
    if number is None:
        raise Invalid(
            say("This does not look like a phone number. Give it with its area code: 617-555-0123."), field="phone"
        )
    return number


def _refuse_day(row: OutsideStay, day: dt.date, at: dt.datetime, field: str) -> None:
    reason = stay_rules.why_not_day(day, row.referred_on, clock.local_date(at, row.site.time_zone))
    require_valid(reason, field)


def _added(before: str, note: str) -> str:
    return "\n".join(part for part in (before, rules.plain_text(note)) if part)


def _save(row: OutsideStay, *names: str) -> None:
    row.version += 1
    row.save(update_fields=[*names, "version"])


def _note(by: Actor, verb: str, row: OutsideStay, detail: dict[str, Any]) -> None:
    record(by=by, verb=verb, subject=row, clients=[row.client_id], site_id=row.site_id, detail=detail)
