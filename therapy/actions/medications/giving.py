"""What is given here: long-acting injections and naloxone kits, each with date and lot. Nothing else is administered."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from clients.models import Episode
from iop.access.actors import Actor
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import day_words, say, sentence
from iop.work.actions import close_for
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from therapy.actions.lines import line
from therapy.actions.medications.holding import MEDICATION_KIND, held_medication, mark_error, today_at, told
from therapy.choices.medications import InjectionSite, NaloxoneOutcome, NaloxoneProduct, NaloxoneWhy
from therapy.models.medications import InjectionGiven, Medication, NaloxoneOffer
from therapy.policies import signer
from therapy.policies.medications import may_give_injections, may_keep_medications
from therapy.rules import medications as rules

MOST_KITS = 20


@transaction.atomic
def give_injection(
    *, by: Actor, medication: Medication, lot: str, expires_on: dt.date, body_site: str, at: dt.datetime,
    given_on: dt.date | None = None, dose: str = "", next_due_on: dt.date | None = None, note: str = "",
) -> InjectionGiven:  # fmt: skip
    """Record a long-acting injection given here, today unless said; the next is due by the medication's interval.

    Raises ``Invalid`` for a lot out of date or a day on which the medication did not run, ``Conflict`` for a second one that day.
    """
    row = held_medication(medication.pk)
    require(may_give_injections(by, row.site_id))
    today = today_at(row.site_id, at)
    day = given_on or today
    problem = rules.why_not_given(
        day, today=today, started=row.starts_on, ended=row.ends_on, expires_on=expires_on, route=row.route
    )
    if problem:
        raise Invalid(problem[0], field=problem[1])
    if body_site not in InjectionSite.values:
        raise Invalid(say("Say where it was given."), field="body_site")
    if InjectionGiven.objects.right().filter(medication=row, given_on=day).exists():
        raise Conflict(sentence(say("One is recorded for {date} already."), date=day_words(day)), code="given")
    made = InjectionGiven.objects.create(
        medication=row, given_on=day, dose=line(dose, "dose", 80) or row.dose, expires_on=expires_on, body_site=body_site,
        lot=line(lot, "lot", 40, say("Give the lot number on the package.")), given_by_id=signer(by),
        next_due_on=_next(row, day, next_due_on), note=line(note, "note", 300),
    )  # fmt: skip
    close_for(by=by, subject=(MEDICATION_KIND, row.pk), kind=WorkKind.INJECTION_DUE, at=at)
    told(by, "therapy.injection_given", made, row.client_id, row.site_id, on=day, next_due_on=made.next_due_on)
    return made


@transaction.atomic
def mark_injection_error(*, by: Actor, injection: InjectionGiven, reason: str, at: dt.datetime) -> InjectionGiven:
    """Mark an injection that was not given so."""
    row = InjectionGiven.objects.select_for_update(of=("self",)).select_related("medication").get(pk=injection.pk)
    require(may_give_injections(by, row.medication.site_id))
    mark_error(row, by, reason, at)
    told(by, "therapy.injection_in_error", row, row.medication.client_id, row.medication.site_id)
    return row


@transaction.atomic
def give_naloxone(
    *, by: Actor, episode: Episode, kits: int, product: str, lot: str, expires_on: dt.date, at: dt.datetime,
    why: str = NaloxoneWhy.ASKED, on: dt.date | None = None, was_trained: bool = False, note: str = "",
) -> NaloxoneOffer:  # fmt: skip
    """Record naloxone kits given, with their lot; work that asked to offer naloxone is done with that.

    Raises ``Invalid`` for kits out of date or a day in the future.
    """
    site_id = _may(by, episode)
    day = _day(on, site_id, at)
    if not 1 <= kits <= MOST_KITS:
        raise Invalid(sentence(say("Give between 1 and {most} kits."), most=MOST_KITS), field="kits")
    if product not in NaloxoneProduct.values:
        raise Invalid(say("Say which kind."), field="product")
    if expires_on < day:
        words = say("These kits were good until {date}. Give others.")
        raise Invalid(sentence(words, date=day_words(expires_on)), field="expires_on")
    number = line(lot, "lot", 40, say("Give the lot number on the package."))
    return _offered(
        by, episode, at, on=day, outcome=NaloxoneOutcome.GIVEN, why=why, kits=kits, product=product, lot=number,
        expires_on=expires_on, was_trained=was_trained, note=line(note, "note", 300),
    )  # fmt: skip


@transaction.atomic
def note_naloxone(
    *, by: Actor, episode: Episode, outcome: str, at: dt.datetime, why: str = NaloxoneWhy.ASKED,
    on: dt.date | None = None, was_trained: bool = False, note: str = "",
) -> NaloxoneOffer:  # fmt: skip
    """Record that naloxone was offered and none was given: they have one, or decline for now. They may always ask again."""
    site_id = _may(by, episode)
    if outcome not in (NaloxoneOutcome.HAS_ONE, NaloxoneOutcome.DECLINED):
        raise Invalid(say("Say what came of the offer."), field="outcome")
    return _offered(
        by, episode, at, on=_day(on, site_id, at), outcome=outcome, why=why, was_trained=was_trained,
        note=line(note, "note", 300),
    )  # fmt: skip


@transaction.atomic
def mark_naloxone_error(*, by: Actor, offer: NaloxoneOffer, reason: str, at: dt.datetime) -> NaloxoneOffer:
    """Mark an offer of naloxone that was not made so."""
    row = NaloxoneOffer.objects.select_for_update(of=("self",)).select_related("episode").get(pk=offer.pk)
    require(may_keep_medications(by, row.episode.site_id))
    mark_error(row, by, reason, at)
    told(by, "therapy.naloxone_in_error", row, row.episode.client_id, row.episode.site_id)
    return row


def _next(row: Medication, day: dt.date, asked: dt.date | None) -> dt.date | None:
    if asked is not None and asked <= day:
        raise Invalid(say("The next one is due after this one."), field="next_due_on")
    if asked is None and row.every_days:
        return day + dt.timedelta(days=row.every_days)
    return asked


def _may(by: Actor, episode: Episode) -> uuid.UUID:
    require(may_keep_medications(by, episode.site_id))
    signer(by)
    return episode.site_id


def _day(on: dt.date | None, site_id: uuid.UUID, at: dt.datetime) -> dt.date:
    today = today_at(site_id, at)
    if on is not None and on > today:
        raise Invalid(say("It cannot have been given in the future."), field="on")
    return on or today


def _offered(by: Actor, episode: Episode, at: dt.datetime, **fields: object) -> NaloxoneOffer:
    if fields["why"] not in NaloxoneWhy.values:
        raise Invalid(say("Say why it was offered."), field="why")
    made = NaloxoneOffer.objects.create(**{"episode": episode, "by_id": signer(by), **fields})
    asked = WorkItem.objects.open().filter(kind=WorkKind.OFFER_NALOXONE, client_id=episode.client_id)
    for subject in set(asked.values_list("subject_kind", "subject_id")):
        close_for(by=by, subject=subject, kind=WorkKind.OFFER_NALOXONE, at=at)
    told(
        by,
        "therapy.naloxone_offered",
        made,
        episode.client_id,
        episode.site_id,
        outcome=str(made.outcome),
        kits=made.kits,
    )
    return made
