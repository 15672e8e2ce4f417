"""Diagnoses: made with a code valid that day, put in order, ended, and marked when they stood in error."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import Case, F, When

from clients import diagnosis_codes, placing_rules, policies, rules
from clients.models import Client, Diagnosis, DiagnosisCode
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale, require, require_valid
from iop.core.words import day_words, say, sentence

NOTE_LENGTH = 500
REASON_LENGTH = 300
OUT_OF_THE_WAY = 10_000
"""Ranks move through here, because two standing diagnoses may not share one even for a moment."""


@transaction.atomic
def diagnose(
    *,
    by: Actor,
    client: Client,
    site_id: uuid.UUID,
    code: str,
    at: dt.datetime,
    on: dt.date | None = None,
    specifiers: Collection[str] = (),
    rank: int | None = None,
    note: str = "",
) -> Diagnosis:
    """Make a diagnosis from a day on, today when none is named; without a ``rank`` it comes last.

    Rank 1 is the principal diagnosis; the others move down for it. Raises ``Invalid`` for a code that was not valid that day.
    """
    require(policies.may_diagnose(by, site_id))
    today = clock.local_date(at, Site.objects.get(pk=site_id).time_zone)
    day = on or today
    if day > today:
        raise Invalid(say("A diagnosis cannot begin in the future."), field="on")
    known = _code_on(code, day)
    require_valid(placing_rules.why_not_specifiers(known.code, specifiers), "specifiers")
    standing = _standing(client)
    if any(each.code.code == known.code for each in standing):
        raise Conflict(say("This diagnosis stands already."), code="standing", field="code")
    place = _place(rank, len(standing) + 1)
    _make_room(standing, place)
    made = Diagnosis.objects.create(
        client=client, site_id=site_id, code=known, specifiers=sorted(set(specifiers)), rank=place, starts_on=day,
        diagnosed_by_id=_person(by), note=rules.plain_line(note)[:NOTE_LENGTH],
    )  # fmt: skip
    _record(by, "clients.diagnosed", made, rank=place)
    return made


@transaction.atomic
def change_specifiers(
    *, by: Actor, diagnosis: Diagnosis, version: int, specifiers: Collection[str], at: dt.datetime, note: str = ""
) -> Diagnosis:
    """Say anew how severe it is or how far behind; the code stays. Where the code must change, end it and make a new one."""
    row = _open(by, diagnosis, version)
    require_valid(placing_rules.why_not_specifiers(row.code.code, specifiers), "specifiers")
    row.specifiers = sorted(set(specifiers))
    row.note = rules.plain_line(note)[:NOTE_LENGTH]
    _save(row, "specifiers", "note")
    _record(by, "clients.diagnosis_specified", row, specifiers=row.specifiers, at=at)
    return row


@transaction.atomic
def change_rank(*, by: Actor, diagnosis: Diagnosis, version: int, rank: int, at: dt.datetime) -> Diagnosis:
    """Put a standing diagnosis at a place in the order (1 is the principal one); the others close up around it."""
    row = _open(by, diagnosis, version)
    others = [each for each in _standing(row.client) if each.pk != row.pk]
    place = _place(rank, len(others) + 1)
    _order([*others[: place - 1], row, *others[place - 1 :]])
    Diagnosis.objects.filter(pk=row.pk).update(version=F("version") + 1)
    row.refresh_from_db()
    _record(by, "clients.diagnosis_ranked", row, rank=place, at=at)
    return row


@transaction.atomic
def end_diagnosis(*, by: Actor, diagnosis: Diagnosis, version: int, on: dt.date, at: dt.datetime) -> Diagnosis:
    """End a diagnosis with a day, the last on which it held; those below it move up."""
    row = _open(by, diagnosis, version)
    if on < row.starts_on:
        words = say("It was made on {date}; it cannot end earlier.")
        raise Invalid(sentence(words, date=day_words(row.starts_on)), field="on")
    if on > clock.local_date(at, row.site.time_zone):
        raise Invalid(say("A diagnosis cannot end in the future."), field="on")
    row.ends_on = on
    _save(row, "ends_on")
    _order(_standing(row.client))
    _record(by, "clients.diagnosis_ended", row, on=on)
    return row


@transaction.atomic
def mark_error(*, by: Actor, diagnosis: Diagnosis, version: int, reason: str, at: dt.datetime) -> Diagnosis:
    """Mark a diagnosis that was never theirs. It is kept, crossed out, with who said so and why."""
    row = _open(by, diagnosis, version, standing=False)
    said = rules.plain_line(reason)
    if not said:
        raise Invalid(say("Say why it stood in error."), field="reason")
    row.entered_in_error_at, row.entered_in_error_by_id = at, _person(by)
    row.error_reason = said[:REASON_LENGTH]
    _save(row, "entered_in_error_at", "entered_in_error_by", "error_reason")
    _order(_standing(row.client))
    _record(by, "clients.diagnosis_in_error", row, at=at)
    return row


def _code_on(code: str, day: dt.date) -> DiagnosisCode:
    known = diagnosis_codes.find(code, day)
    problem = placing_rules.why_not_code(
        diagnosis_codes.with_point(code)[:10], is_known=known is not None,
        is_billable=known is not None and known.is_billable, on=day,
    )  # fmt: skip
    if problem or known is None:
        raise Invalid(problem or "", field="code")
    return known


def _standing(client: Client) -> list[Diagnosis]:
    # The client's row is held too: of two first diagnoses one must wait for the other.
    Client.objects.select_for_update().get(pk=client.pk)
    rows = Diagnosis.objects.filter(client=client, ends_on__isnull=True, entered_in_error_at__isnull=True)
    return list(rows.select_for_update(of=("self",)).select_related("code").order_by("rank"))


def _place(rank: int | None, last: int) -> int:
    if rank is not None and rank < 1:
        raise Invalid(say("The first place is 1."), field="rank")
    return min(rank or last, last)


def _make_room(standing: Sequence[Diagnosis], place: int) -> None:
    below = [each.pk for each in standing if each.rank >= place]
    _through({pk: index for index, pk in enumerate(below, start=place + 1)})


def _order(rows: Sequence[Diagnosis]) -> None:
    _through({row.pk: index for index, row in enumerate(rows, start=1) if row.rank != index})


def _through(ranks: dict[uuid.UUID, int]) -> None:
    if not ranks:
        return
    rows = Diagnosis.objects.filter(pk__in=list(ranks))
    rows.update(rank=F("rank") + OUT_OF_THE_WAY)
    rows.update(rank=Case(*(When(pk=pk, then=rank) for pk, rank in ranks.items())))


def _open(by: Actor, diagnosis: Diagnosis, version: int, *, standing: bool = True) -> Diagnosis:
    Client.objects.select_for_update().get(pk=diagnosis.client_id)
    row = (
        Diagnosis.objects.select_for_update(of=("self",)).select_related("code", "site", "client").get(pk=diagnosis.pk)
    )
    require(policies.may_diagnose(by, row.site_id))
    if row.entered_in_error_at is not None:
        raise Conflict(say("This diagnosis is marked as entered in error."), code="in_error")
    if standing and row.ends_on is not None:
        raise Conflict(say("This diagnosis has ended already."), code="ended")
    if row.version != version:
        raise Stale(say("A colleague changed this diagnosis meanwhile. Read it again first."))
    return row


def _save(row: Diagnosis, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version"])


def _record(by: Actor, verb: str, row: Diagnosis, **detail: object) -> None:
    # Which diagnosis it is stays in the chart: the audit record says that one was made, and by whom.
    record(by=by, verb=verb, subject=row, clients=[row.client_id], site_id=row.site_id, detail=detail)


def _person(by: Actor) -> uuid.UUID:
    if by.staff_id is None:
        raise NotAllowed(say("Only a person can make a diagnosis."))
    return by.staff_id
