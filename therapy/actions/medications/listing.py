"""The list: a medication added, its dose changed, stopped, or marked as entered in error. What was is never overwritten."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q

from clients.models import Client
from iop.access.actors import Actor
from iop.core.errors import Conflict, Invalid, require, require_valid
from iop.core.words import day_words, say, sentence
from iop.work.actions import drop_for
from iop.work.choices import WorkKind
from therapy.actions.lines import line
from therapy.actions.medications.holding import (
    MEDICATION_KIND,
    held_medication,
    hold_client,
    mark_error,
    today_at,
    told,
)
from therapy.choices.medications import Ingredient, LearnedFrom, Route, StopReason, Treats
from therapy.models.medications import Allergy, Medication
from therapy.policies.medications import may_keep_medications
from therapy.rules import medications as rules


@transaction.atomic
def add_medication(
    *, by: Actor, client: Client, site_id: uuid.UUID, name: str, ingredient: str, dose: str, frequency: str,
    starts_on: dt.date, at: dt.datetime, route: str = Route.ORAL, treats: str = Treats.OTHER, as_needed: bool = False,
    every_days: int | None = None, prescriber: str = "", prescriber_phone: str = "", start_is_about: bool = False,
    learned_from: str = LearnedFrom.CLIENT, note: str = "", ends_on: dt.date | None = None, despite_allergy: bool = False,
) -> Medication:  # fmt: skip
    """Put a medication on the list as it is taken, with the day it began; ``ends_on`` for a course whose end is known.

    ``every_days`` is the interval of a long-acting injection. Raises ``Invalid`` for a stop before the start, ``Conflict`` for
    one that stands already and, unless ``despite_allergy``, for one that touches a recorded allergy.
    """
    require(may_keep_medications(by, site_id))
    hold_client(client.pk)
    made = Medication(
        client=client, site_id=site_id, as_needed=as_needed, every_days=every_days, starts_on=starts_on, ends_on=ends_on,
        start_is_about=start_is_about, recorded_by_id=by.staff_id,
        prescriber=line(prescriber, "prescriber", 120), prescriber_phone=line(prescriber_phone, "prescriber_phone", 40),
        note=line(note, "note", 300), name=line(name, "name", 120, say("Give the name on the package.")),
        ingredient=_one_of(Ingredient, ingredient, "ingredient"), route=_one_of(Route, route, "route"),
        treats=_one_of(Treats, treats, "treats"), learned_from=_one_of(LearnedFrom, learned_from, "learned_from"),
        dose=line(dose, "dose", 80, say("Give the dose as it is written: 8 mg, one tablet.")),
        frequency=line(frequency, "frequency", 120, say("Say how often it is taken.")),
    )  # fmt: skip
    _check(made, today_at(site_id, at), despite_allergy)
    made.save(force_insert=True)
    told(by, "therapy.medication_added", made, client.pk, site_id, is_moud=made.is_moud, is_maud=made.is_maud)
    return made


@transaction.atomic
def change_dose(
    *, by: Actor, medication: Medication, version: int, dose: str, frequency: str, starts_on: dt.date, at: dt.datetime,
    every_days: int | None = None, prescriber: str = "", note: str = "",
) -> Medication:  # fmt: skip
    """End the dose of now with the day before ``starts_on`` and begin another; the old row stays as it was.

    What is left empty stays as before. Raises ``Invalid`` for a day on which the old dose did not run.
    """
    row = held_medication(medication.pk, version)
    require(may_keep_medications(by, row.site_id))
    today = today_at(row.site_id, at)
    require_valid(rules.why_not_change(starts_on, row.starts_on, row.ends_on, today), "starts_on")
    new_dose = line(dose, "dose", 80) or row.dose
    new_frequency = line(frequency, "frequency", 120) or row.frequency
    days = every_days if every_days is not None else row.every_days
    if (new_dose, new_frequency, days) == (row.dose, row.frequency, row.every_days):
        raise Invalid(say("Nothing differs from the dose of now."), field="dose")
    require_valid(rules.why_not_interval(row.route, days), "every_days")
    ends_on = row.ends_on
    _end(row, starts_on - dt.timedelta(days=1), StopReason.DOSE_CHANGED, "")
    made = Medication.objects.create(
        client_id=row.client_id, site_id=row.site_id, name=row.name, ingredient=row.ingredient, treats=row.treats,
        dose=new_dose, route=row.route, frequency=new_frequency, as_needed=row.as_needed, every_days=days,
        prescriber=line(prescriber, "prescriber", 120) or row.prescriber, prescriber_phone=row.prescriber_phone,
        learned_from=row.learned_from, note=line(note, "note", 300), follows=row, starts_on=starts_on, ends_on=ends_on,
        recorded_by_id=by.staff_id,
    )  # fmt: skip
    told(by, "therapy.medication_dose_changed", made, row.client_id, row.site_id, before=row.pk, on=starts_on)
    return made


@transaction.atomic
def stop_medication(
    *, by: Actor, medication: Medication, version: int, on: dt.date, reason: str, at: dt.datetime, note: str = ""
) -> Medication:
    """End a medication with the last day on which it is taken, and why. Raises ``Invalid`` for a day before it was started."""
    row = held_medication(medication.pk, version)
    require(may_keep_medications(by, row.site_id))
    if row.ends_on is not None and row.stop_reason:
        words = say("It was stopped on {date} already.")
        raise Conflict(sentence(words, date=day_words(row.ends_on)), code="stopped")
    require_valid(rules.why_not_stop(on, row.starts_on, today_at(row.site_id, at)), "on")
    why = _one_of(StopReason, reason, "reason")
    if why == StopReason.DOSE_CHANGED:
        raise Invalid(say("To change the dose, enter the new one: the old one ends by itself."), field="reason")
    _end(row, on, why, line(note, "note", 300))
    drop_for(by=by, subject=(MEDICATION_KIND, row.pk), kind=WorkKind.INJECTION_DUE, at=at)
    told(by, "therapy.medication_stopped", row, row.client_id, row.site_id, on=on, reason=str(why))
    return row


@transaction.atomic
def mark_medication_error(
    *, by: Actor, medication: Medication, version: int, reason: str, at: dt.datetime
) -> Medication:
    """Mark a medication that was never taken so. A dose it followed goes on as if nothing had been entered."""
    row = held_medication(medication.pk, version)
    require(may_keep_medications(by, row.site_id))
    if row.followed_by.filter(entered_in_error_at__isnull=True).exists():
        raise Conflict(say("A later dose follows this one. Mark that one first."), code="followed")
    mark_error(row, by, reason, at)
    if row.follows_id:
        _reopen(row)
    drop_for(by=by, subject=(MEDICATION_KIND, row.pk), at=at)
    told(by, "therapy.medication_in_error", row, row.client_id, row.site_id)
    return row


def _check(made: Medication, today: dt.date, despite_allergy: bool) -> None:
    require_valid(rules.why_not_start(made.starts_on, today), "starts_on")
    if made.ends_on is not None:
        require_valid(rules.why_not_stop(made.ends_on, made.starts_on, today), "ends_on")
    require_valid(rules.why_not_treats(made.ingredient, made.treats), "treats")
    require_valid(rules.why_not_interval(made.route, made.every_days), "every_days")
    _refuse_twice(made, today)
    known = list(Allergy.objects.right().filter(client=made.client_id).values_list("substance", flat=True))
    touched = rules.against(made.name, made.ingredient, known)
    if touched and not despite_allergy:
        words = say("An allergy to {substance} is recorded. Speak with the prescriber first, then tick that they know.")
        raise Conflict(sentence(words, substance=touched), code="allergy", field="despite_allergy")


def _refuse_twice(made: Medication, today: dt.date) -> None:
    standing = Medication.objects.going_on(today).filter(
        Q(client=made.client_id), name__iexact=made.name, dose__iexact=made.dose, frequency__iexact=made.frequency
    )
    if (made.ends_on is None or made.ends_on >= today) and standing.exists():
        raise Conflict(say("This medication stands on the list already, at this dose."), code="standing", field="name")


def _end(row: Medication, on: dt.date, reason: str, note: str) -> None:
    row.ends_on, row.stop_reason, row.stop_note = on, reason, note
    row.version += 1
    row.save(update_fields=["ends_on", "stop_reason", "stop_note", "version"])


def _reopen(row: Medication) -> None:
    before = Medication.objects.select_for_update(of=("self",)).get(followed_by=row.pk)
    if before.stop_reason == StopReason.DOSE_CHANGED and before.ends_on == row.starts_on - dt.timedelta(days=1):
        before.ends_on, before.stop_reason = row.ends_on, row.stop_reason
        before.version += 1
        before.save(update_fields=["ends_on", "stop_reason", "version"])


def _one_of(choices: Any, value: str, field: str) -> str:
    if value not in choices.values:
        raise Invalid(say("Choose one from the list."), field=field)
    return str(value)
