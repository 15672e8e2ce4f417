"""Where somebody goes after treatment: kept with the discharge, completed later, and asked after."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from django.db import transaction

from clients import discharge_rules, rules
from clients.choices import EpisodeStatus
from clients.discharge_choices import ContactAfter, Kept
from clients.discharge_rules import Leaving
from clients.models import DischargeDetail, Episode
from clients.policies import may_keep_discharge
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.words import say


@transaction.atomic
def keep_discharge(
    *, by: Actor, episode: Episode, leaving: Leaving, at: dt.datetime, version: int | None = None
) -> DischargeDetail:
    """Keep where somebody goes, or change it. ``version`` is that of what was read; none where nothing was kept before.

    Raises ``Invalid`` beside the field, ``Stale`` when a colleague changed it meanwhile, ``Conflict`` before the discharge.
    """
    stay = Episode.objects.select_for_update(of=("self",)).select_related("site").get(pk=episode.pk)
    require(may_keep_discharge(by, stay.site_id))
    return _keep(by, stay, leaving, version)


def keep_with_discharge(*, by: Actor, episode: Episode, leaving: Leaving) -> DischargeDetail:
    """Keep where somebody goes inside the discharge itself; whoever may end the stay may do this."""
    return _keep(by, episode, leaving, None)


def _keep(by: Actor, stay: Episode, leaving: Leaving, version: int | None) -> DischargeDetail:
    if stay.status != EpisodeStatus.DISCHARGED or stay.discharged_on is None:
        raise Conflict(say("Treatment has not ended. Discharge them first."), code="not_discharged")
    kept = discharge_rules.after(stay.discharge_kind, _plain(leaving))
    starts, _ = clock.day_bounds(stay.discharged_on, stay.site.time_zone)
    wrong = discharge_rules.why_not_leaving(kept, kind=stay.discharge_kind, ends_at=starts)
    if wrong:
        raise Invalid(wrong[1], field=wrong[0])
    row = DischargeDetail.objects.select_for_update().filter(episode=stay).first()
    if row is not None and row.version != version:
        raise Stale(say("A colleague changed this meanwhile. Nothing was overwritten."))
    row = _write(row, stay, kept)
    record(
        by=by, verb="clients.discharge_kept", subject=row, clients=[stay.client_id], site_id=stay.site_id,
        detail={
            "destination": str(row.destination), "first": str(row.first_appointment), "contact": str(row.contact_after)
        },
    )  # fmt: skip
    return row


@transaction.atomic
def note_first_appointment(
    *, by: Actor, detail: DischargeDetail, kept: str, at: dt.datetime, words: str = ""
) -> DischargeDetail:
    """Say whether the first appointment elsewhere was kept, once its hour has come. It may be corrected later."""
    row = DischargeDetail.objects.select_for_update(of=("self",)).select_related("episode").get(pk=detail.pk)
    require(may_keep_discharge(by, row.episode.site_id))
    require_valid(discharge_rules.why_not_kept(kept, first_at=row.first_at, at=at, known=tuple(Kept.values)), "kept")
    said = rules.plain_line(words)
    require_valid(rules.why_too_long(said, 300), "words")
    row.first_kept, row.first_kept_words = kept, said
    row.first_asked_at, row.first_asked_by_id = at, by.staff_id
    row.version += 1
    row.save(update_fields=["first_kept", "first_kept_words", "first_asked_at", "first_asked_by", "version"])
    record(
        by=by, verb="clients.first_appointment_asked", subject=row, clients=[row.episode.client_id],
        site_id=row.episode.site_id, detail={"kept": str(kept)},
    )  # fmt: skip
    return row


def decline_contact(*, by: Actor, episode: Episode) -> None:
    """Write down that somebody does not want to hear from us any more; inside an action's transaction."""
    row = DischargeDetail.objects.select_for_update().filter(episode=episode).first()
    if row is None or row.contact_after == ContactAfter.DECLINED:
        return
    row.contact_after = ContactAfter.DECLINED
    row.version += 1
    row.save(update_fields=["contact_after", "version"])
    record(
        by=by, verb="clients.contact_after_declined", subject=row, clients=[episode.client_id], site_id=episode.site_id
    )


def _plain(leaving: Leaving) -> Leaving:
    words, who = rules.plain_line(leaving.destination_words), rules.plain_line(leaving.first_with)
    require_valid(rules.why_too_long(words, 200), "destination_words")
    require_valid(rules.why_too_long(who, 200), "first_with")
    return Leaving(**{**asdict(leaving), "destination_words": words, "first_with": who})


def _write(row: DischargeDetail | None, stay: Episode, kept: Leaving) -> DischargeDetail:
    made = row or DischargeDetail(episode=stay, version=0)
    moved = made.first_at != kept.first_at
    for name, value in asdict(kept).items():
        setattr(made, name, value)
    if moved:
        # Another appointment: whether that one was kept nobody has asked yet.
        made.first_kept, made.first_kept_words, made.first_asked_at, made.first_asked_by = "", "", None, None
    made.version += 1
    made.save()
    return made
