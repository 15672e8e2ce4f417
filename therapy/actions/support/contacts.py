"""The log of contacts for a client's sake: kept as written, marked when it was entered in error."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from clients.models import Episode
from iop.access.actors import Actor
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say
from therapy.actions.lines import line
from therapy.actions.medications.holding import mark_error
from therapy.actions.support.holding import choice, kept_for, past_day, told
from therapy.choices.support import ContactBy, ContactOutcome, ContactWith, Need
from therapy.models.support import CaseContact, Referral
from therapy.policies import signer
from therapy.policies.support import may_keep_support

LONGEST = 480


@transaction.atomic
def log_contact(
    *, by: Actor, episode: Episode, contacted_at: dt.datetime, with_whom: str, how: str, outcome: str, at: dt.datetime,
    minutes: int = 0, about: str = "", summary: str = "", next_step: str = "", referral: Referral | None = None,
) -> CaseContact:  # fmt: skip
    """Write down one contact, or an attempt at one. A talk that took place says what it was about and how long it took.

    What an outsider was told about the client is a disclosure and is written down as one, on its own page.
    """
    stay = kept_for(by, episode)
    past_day(clock.local_date(contacted_at, stay.site.time_zone), stay, at, "contacted_at")
    if contacted_at > at:
        raise Invalid(say("This lies in the future."), field="contacted_at")
    if not 0 <= minutes <= LONGEST:
        raise Invalid(say("Give the minutes it took, up to eight hours."), field="minutes")
    came = choice(ContactOutcome, outcome, "outcome")
    spoke = came == ContactOutcome.REACHED
    if spoke and not minutes:
        raise Invalid(say("Say how many minutes the talk took."), field="minutes")
    if referral is not None and referral.episode.client_id != stay.client_id:
        raise Conflict(say("This referral is another client's."), field="referral")
    made = CaseContact.objects.create(
        episode=stay, at=contacted_at, with_whom=choice(ContactWith, with_whom, "with_whom"),
        how=choice(ContactBy, how, "how"), outcome=came, minutes=minutes,
        about=choice(Need, about, "about") if about else "", referral=referral, by_id=signer(by),
        summary=line(summary, "summary", 1000, say("Say in a sentence what it was about.") if spoke else None),
        next_step=line(next_step, "next_step", 300),
    )  # fmt: skip
    told(by, "therapy.contact_logged", made, stay, with_whom=made.with_whom, outcome=made.outcome, minutes=minutes)
    return made


@transaction.atomic
def mark_contact_error(*, by: Actor, contact: CaseContact, reason: str, at: dt.datetime) -> CaseContact:
    """Mark a contact that did not take place so, or stands in the wrong chart."""
    row = CaseContact.objects.select_for_update(of=("self",)).select_related("episode").get(pk=contact.pk)
    require(may_keep_support(by, row.episode.site_id))
    mark_error(row, by, reason, at)
    told(by, "therapy.contact_in_error", row, row.episode)
    return row
