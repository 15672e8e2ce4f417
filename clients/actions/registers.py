"""Keeping the registers: reporting, what becomes known, decisions with their reason, and deadlines on the work list."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from clients import policies_charts as policies
from clients import register_rules, rules
from clients.choices import Information, Purpose
from clients.models import Client
from clients.models.registers import CHANGES, REGISTERS, Entry
from clients.privacy_desk import desks
from clients.register_choices import (
    NEEDS_REASON,
    CopyForm,
    EntryStatus,
    Factor,
    Harm,
    IncidentKind,
    RefusedBecause,
    Register,
)
from clients.register_clocks import clocks_of, numbers
from iop.access.actors import SYSTEM, Actor
from iop.access.choices import Permission
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core import clock
from iop.core.basis import Basis
from iop.core.errors import Conflict, Invalid, Stale, require
from iop.core.words import Sentence, say
from iop.work.actions import NewItem, drop_for, open_items
from iop.work.choices import WorkKind
from iop.work.models import WorkItem

S = EntryStatus
ABOUT_A_CLIENT = frozenset({Register.RESTRICTION, Register.AMENDMENT, Register.ACCESS})
REPORTED: dict[str, frozenset[str]] = {
    Register.INCIDENT: frozenset({"kind", "harm", "happened_on", "done_at_once"}),
    Register.BREACH: frozenset({"happened_on", "affected"}),
    Register.GRIEVANCE: frozenset({"from_name", "is_privacy"}),
    Register.RESTRICTION: frozenset({"purposes", "information", "paid_in_full", "required_by_law"}),
    Register.AMENDMENT: frozenset(),
    Register.ACCESS: frozenset({"form"}),
}
"""What may be said of an entry when it is reported, beside the words."""
FACTORS = ("what", "who", "seen", "mended")
KEPT: dict[str, frozenset[str]] = {
    Register.INCIDENT: frozenset({"kind", "harm", "done_at_once"}),
    Register.BREACH: frozenset(
        {"affected", "told_people_on", "told_hhs_on", "told_media_on", *(f"factor_{key}" for key in FACTORS),
         *(f"factor_{key}_words" for key in FACTORS)}
    ),
    Register.GRIEVANCE: frozenset({"is_privacy"}),
    Register.RESTRICTION: frozenset({"required_by_law", "information"}),
    Register.AMENDMENT: frozenset({"disagreement"}),
    Register.ACCESS: frozenset({"form"}),
}  # fmt: skip
"""What may become known later; what was reported stays as it was."""
CODES: dict[str, type] = {
    "kind": IncidentKind, "harm": Harm, "form": CopyForm, "refused_because": RefusedBecause,
    **{f"factor_{key}": Factor for key in FACTORS},
}  # fmt: skip


@transaction.atomic
def report(
    *,
    by: Actor,
    register: str,
    site_id: uuid.UUID,
    text: str,
    at: dt.datetime,
    client: Client | None = None,
    received_on: dt.date | None = None,
    **fields: Any,
) -> Entry:
    """Write a new entry. ``received_on`` is the day we learned of it (of a breach: its discovery); today when left out.

    ``fields`` are those of ``REPORTED``. Raises ``NotAllowed``, ``Invalid`` beside the field.
    """  # fmt: skip
    require(policies.may_report(by, site_id))
    today = clock.local_date(at, Site.objects.get(pk=site_id).time_zone)
    learned = received_on or today
    if learned > today:
        raise Invalid(say("This day lies in the future."), field="received_on")
    if register in ABOUT_A_CLIENT and client is None:
        raise Invalid(say("Say whose request it is: give the record number."), field="record_number")
    words = rules.plain_text(text)
    if not words:
        raise Invalid(say("Say what happened or what is asked, in plain words."), field="text")
    model: Any = REGISTERS[register]
    entry: Any = model(
        site_id=site_id, reported_by_id=by.staff_id, received_on=learned, text=words, client=client,
        **checked(fields, REPORTED[register], learned),
    )  # fmt: skip
    entry.due_on = register_rules.next_due(clocks_of(entry, numbers(today, site_id)))
    entry.save(force_insert=True)
    _note(entry, S.RECEIVED, by, at, "")
    _record(by, "clients.register_reported", entry, {"due_on": entry.due_on})
    return entry


@transaction.atomic
def amend(*, by: Actor, entry: Entry, version: int, changes: Mapping[str, Any], at: dt.datetime) -> Entry:
    """Write what has become known: factors, people affected, who was told when. Raises ``Stale``, ``Invalid``."""
    row = _locked(entry, version, by)
    today = _today(row, at)
    for name, value in checked(changes, KEPT[row.register], today).items():
        setattr(row, name, value)
    _save(row, by, at)
    _record(by, "clients.register_amended", row, {"fields": sorted(changes)})
    return row


@transaction.atomic
def move(
    *, by: Actor, entry: Entry, version: int, to: str, at: dt.datetime, reason: str = "", **fields: Any
) -> Entry:  # fmt: skip
    """Take an entry on: acknowledge, decide, answer, end. A decision says why, in words that can be shown.

    ``fields``: ``refused_because`` for a refusal, ``how`` for the end of a restriction. Raises ``Conflict`` against the
    register's table and against what the law decides (``clients.register_rules``).
    """
    row = _locked(entry, version, by)
    why_not = register_rules.why_not_move(row.register, row.status, to)
    if why_not:
        raise Conflict(why_not, code="not_that_way")
    words = rules.plain_text(reason)
    if to in NEEDS_REASON and not words:
        raise Invalid(say("Say why, in words that can be shown to the client or an auditor."), field="reason")
    today = _today(row, at)
    _decide(row, to, today, fields)
    if to in NEEDS_REASON:
        row.decision, row.decided_on, row.decided_by_id = words, today, by.staff_id
    if to == S.BREACH:
        # Reviewed again after "no breach": the clocks of a breach run from its discovery, as ever.
        row.decided_on = today
    row.status = to
    _note(row, to, by, at, words)
    _save(row, by, at)
    _record(by, "clients.register_moved", row, {"status": str(to)})
    return row


@transaction.atomic
def extend(*, by: Actor, entry: Entry, version: int, reason: str, at: dt.datetime) -> Entry:
    """Take thirty days more, once and before the deadline, with a reason that the client gets in writing."""
    row = _locked(entry, version, by)
    if not row.is_open or row.due_on is None:
        raise Conflict(say("Nothing runs here any more."), code="closed")
    why_not = register_rules.why_not_extend(
        row.register, extended=bool(getattr(row, "extended_on", None)), due_on=row.due_on, today=_today(row, at),
        reason=reason,
    )  # fmt: skip
    if why_not:
        raise Conflict(why_not, code="no_extension") if reason.strip() else Invalid(why_not, field="reason")
    row.extended_on, row.extension_reason = _today(row, at), rules.plain_line(reason)[:500]
    _save(row, by, at)
    _record(by, "clients.register_extended", row, {"due_on": row.due_on})
    return row


@transaction.atomic
def warn_of_deadlines(*, at: dt.datetime) -> int:
    """Put entries whose deadline is near on the work list of whoever keeps the register, once for each deadline."""
    latest = at.astimezone(dt.UTC).date() + dt.timedelta(days=1)
    own = numbers(latest)
    horizon = latest + dt.timedelta(days=own["registers.warn_days"])
    found = [row for model in REGISTERS.values() for row in model.objects.open().filter(due_on__lte=horizon)]
    known = set(
        WorkItem.objects.filter(dedupe_key__in=[_key(row) for row in found]).values_list("dedupe_key", flat=True)
    )
    new = [row for row in found if _key(row) not in known]
    roles = desks({row.site_id for row in new}, Permission.REGISTER_KEEP, latest)
    zones = dict(Site.objects.filter(pk__in=list(roles)).values_list("pk", "time_zone"))
    items = [_item(row, roles[row.site_id], zones[row.site_id]) for row in new]
    return open_items(by=SYSTEM, items=items)


def _item(row: Any, role: str, zone: str) -> NewItem:
    return NewItem(
        kind=WorkKind.REGISTER_DEADLINE, site_id=row.site_id, subject=(row._meta.label_lower, row.pk),
        summary=DEADLINES[row.register], due_at=clock.day_bounds(row.due_on, zone)[1], dedupe_key=_key(row),
        role_key=role, client_id=row.client_id,
    )  # fmt: skip


DEADLINES: dict[str, Sentence] = {
    Register.INCIDENT: say("Incident: look into it before its deadline."),
    Register.BREACH: say("Breach: somebody has to be told before the deadline."),
    Register.GRIEVANCE: say("Grievance: an answer is owed before the deadline."),
    Register.RESTRICTION: say("Wish to restrict: answer before the deadline."),
    Register.AMENDMENT: say("Wish to amend the record: act before the deadline."),
    Register.ACCESS: say("Request for a copy of the record: act before the deadline."),
}


def _decide(row: Any, to: str, today: dt.date, fields: Mapping[str, Any]) -> None:
    # What the law says of this step, register by register; the constraints say it once more.
    if row.register == Register.BREACH:
        _decide_breach(row, to)
    elif row.register == Register.RESTRICTION:
        _decide_restriction(row, to, today, str(fields.get("how", "")))
    elif row.register == Register.GRIEVANCE:
        row.acknowledged_on = row.acknowledged_on or (today if to in (S.ACKNOWLEDGED, S.ANSWERED) else None)
        row.answered_on = today if to == S.ANSWERED else row.answered_on
    elif to == S.REFUSED:
        because = str(fields.get("refused_because", ""))
        if because not in RefusedBecause.values:
            raise Invalid(say("Choose on which ground it is refused."), field="refused_because")
        row.refused_because = because
    elif row.register == Register.ACCESS and to == S.DONE:
        row.given_on = today


def _decide_breach(row: Any, to: str) -> None:
    if to == S.NO_BREACH:
        why_not = register_rules.why_not_low(
            {key: getattr(row, f"factor_{key}") for key in FACTORS},
            {key: getattr(row, f"factor_{key}_words") for key in FACTORS},
        )
        if why_not:
            raise Conflict(why_not, code="presumed_breach")
    if to == S.DONE and any(clock.runs for clock in clocks_of(row, {})):
        raise Conflict(say("Write down first when everybody who must be told was told."), code="not_told")


def _decide_restriction(row: Any, to: str, today: dt.date, how: str) -> None:
    wish = {"paid_in_full": row.paid_in_full, "purposes": row.purposes, "required_by_law": row.required_by_law}
    if to == S.AGREED:
        row.starts_on = today
    if to == S.REFUSED and (why_not := register_rules.why_not_refuse(**wish)):
        raise Conflict(why_not, code="must_agree")
    if to == S.ENDED:
        if why_not := register_rules.why_not_end(how=how, must=register_rules.must_agree(**wish)):
            raise Conflict(why_not, code="must_stay") if how else Invalid(why_not, field="how")
        row.ends_on, row.ended_how = max(today, row.starts_on), how


def checked(values: Mapping[str, Any], allowed: Iterable[str], today: dt.date) -> dict[str, Any]:
    """Give values as an entry keeps them, or raise ``Invalid`` beside the field; a name that is not ``allowed`` is our own mistake."""
    unknown = set(values) - set(allowed)
    if unknown:
        raise TypeError(f"not kept here: {sorted(unknown)}")
    return {name: _one(name, value, today) for name, value in values.items()}


def _one(name: str, value: Any, today: dt.date) -> Any:
    if name in CODES:
        if value and value not in CODES[name].values:  # type: ignore[attr-defined]
            raise Invalid(say("Choose from the list."), field=name)
        return value or ""
    if name.endswith("_on"):
        if value and value > today:
            raise Invalid(say("This day lies in the future."), field=name)
        return value or None
    if name == "affected":
        if not value or value < 1:
            raise Invalid(say("At least one person is affected."), field=name)
        return value
    if name in ("purposes", "information"):
        return _listed(name, value)
    return rules.plain_text(value) if isinstance(value, str) else value


def _listed(name: str, value: Iterable[str]) -> list[str]:
    known = Purpose.values if name == "purposes" else Information.values
    kept = [item for item in known if item in set(value)]
    if name == "purposes" and not kept:
        raise Invalid(say("Say for which purpose it is not to be told."), field=name)
    return kept


def _locked(entry: Entry, version: int, by: Actor) -> Any:
    row: Any = REGISTERS[entry.register].objects.select_for_update().get(pk=entry.pk)
    require(policies.may_keep(by, row))
    if row.version != version:
        raise Stale(say("Somebody else changed this entry meanwhile. Nothing was overwritten: look at it again."))
    return row


def _save(row: Any, by: Actor, at: dt.datetime) -> None:
    before = row.due_on
    row.due_on = register_rules.next_due(clocks_of(row, numbers(_today(row, at), row.site_id)))
    if not row.is_open:
        row.due_on = None
    row.version = F("version") + 1
    row.save()
    row.refresh_from_db(fields=["version"])
    if row.due_on != before:
        drop_for(by=by, subject=(row._meta.label_lower, row.pk), kind=WorkKind.REGISTER_DEADLINE, at=at)


def _note(row: Any, status: str, by: Actor, at: dt.datetime, reason: str) -> None:
    CHANGES[row.register].objects.create(entry=row, status=status, at=at, by_id=by.staff_id or by.id, reason=reason)


def _record(by: Actor, verb: str, row: Any, detail: Mapping[str, Any]) -> None:
    record(
        by=by, verb=verb, subject=row, clients=[row.client_id] if row.client_id else [], site_id=row.site_id,
        detail={"register": str(row.register), **detail},
    )  # fmt: skip


def _key(row: Any) -> str:
    return f"register:{row.register}:{row.pk}:{row.due_on}"


def _today(row: Any, at: dt.datetime) -> dt.date:
    return clock.local_date(at, row.site.time_zone)


def note_download(*, by: Actor, register: str, rows: int, basis: Basis) -> None:
    """Record that somebody took a register away as a file, on which ground."""
    require(policies.may_download_register(by))
    record(
        by=by, verb="clients.list_downloaded", subject=None,
        detail={"list": f"register_{register}", "rows": rows, "ground": basis.ground, "purpose": basis.purpose},
    )  # fmt: skip


def note_reading(*, by: Actor, entry: Entry) -> None:
    """Record that somebody opened an entry."""
    require(policies.may_see_registers(by))
    _record(by, "clients.register_read", entry, {})
