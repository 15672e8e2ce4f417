"""What somebody must not be given: recorded, and marked when it was entered in error."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from clients.models import Client
from iop.access.actors import Actor
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say
from therapy.actions.lines import line
from therapy.actions.medications.holding import hold_client, mark_error, today_at, told
from therapy.choices.medications import AllergyKind, AllergySeverity
from therapy.models.medications import Allergy
from therapy.policies.medications import may_keep_medications


@transaction.atomic
def add_allergy(
    *, by: Actor, client: Client, site_id: uuid.UUID, substance: str, at: dt.datetime, kind: str = AllergyKind.MEDICATION,
    reaction: str = "", severity: str = AllergySeverity.UNKNOWN,
) -> Allergy:  # fmt: skip
    """Record an allergy or intolerance, with what it does. Raises ``Conflict`` for one that is recorded already."""
    require(may_keep_medications(by, site_id))
    if kind not in AllergyKind.values or severity not in AllergySeverity.values:
        raise Invalid(say("Choose one from the list."), field="kind" if kind not in AllergyKind.values else "severity")
    hold_client(client.pk)
    name = line(substance, "substance", 120, say("Say what they are allergic to."))
    if Allergy.objects.right().filter(client=client, substance__iexact=name).exists():
        raise Conflict(say("This allergy is recorded already."), code="standing", field="substance")
    made = Allergy.objects.create(
        client=client, site_id=site_id, kind=kind, substance=name, reaction=line(reaction, "reaction", 200),
        severity=severity, recorded_on=today_at(site_id, at), recorded_by_id=by.staff_id,
    )  # fmt: skip
    told(by, "therapy.allergy_added", made, client.pk, site_id, severity=str(severity))
    return made


@transaction.atomic
def mark_allergy_error(*, by: Actor, allergy: Allergy, reason: str, at: dt.datetime) -> Allergy:
    """Mark an allergy that they never had."""
    row = Allergy.objects.select_for_update(of=("self",)).get(pk=allergy.pk)
    require(may_keep_medications(by, row.site_id))
    mark_error(row, by, reason, at)
    told(by, "therapy.allergy_in_error", row, row.client_id, row.site_id)
    return row
