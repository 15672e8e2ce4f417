"""Going through the list with the client: what it was compared with, what differed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from clients.models import Episode
from iop.access.actors import Actor
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say
from iop.work.actions import close_for
from iop.work.choices import WorkKind
from therapy.actions.lines import line
from therapy.actions.medications.holding import LIST_KIND, hold_client, today_at, told
from therapy.choices.medications import LearnedFrom
from therapy.models.medications import Allergy, Medication, Reconciliation
from therapy.policies import signer
from therapy.policies.medications import may_keep_medications


@transaction.atomic
def reconcile(
    *, by: Actor, episode: Episode, compared_with: Collection[str], at: dt.datetime, differed: bool = False, note: str = "",
    no_known_allergies: bool = False,
) -> Reconciliation:  # fmt: skip
    """Record that the list was gone through, with what it was compared and what differed; changes are made on the list itself.

    Raises ``Invalid`` without anything it was compared with, ``Conflict`` for "no allergies" while one stands on the list.
    """
    require(may_keep_medications(by, episode.site_id))
    hold_client(episode.client_id)
    sources = [each for each in LearnedFrom.values if each in set(compared_with)]
    if not sources:
        raise Invalid(say("Say with what the list was compared."), field="compared_with")
    words = line(note, "note", 500, say("Say what differed, and what was done about it.") if differed else None)
    if no_known_allergies and Allergy.objects.right().filter(client=episode.client_id).exists():
        raise Conflict(say("An allergy stands on the list. Mark it first if it is wrong."), field="no_known_allergies")
    today = today_at(episode.site_id, at)
    made = Reconciliation.objects.create(
        episode=episode, at=at, by_id=signer(by), compared_with=sources, differed=differed, note=words,
        no_known_allergies=no_known_allergies,
        listed=Medication.objects.right().on(today).filter(client=episode.client_id).count(),
    )  # fmt: skip
    close_for(by=by, subject=(LIST_KIND, episode.client_id), kind=WorkKind.RECONCILE_MEDICATIONS, at=at)
    told(
        by,
        "therapy.medications_reconciled",
        made,
        episode.client_id,
        episode.site_id,
        listed=made.listed,
        differed=differed,
    )
    return made
