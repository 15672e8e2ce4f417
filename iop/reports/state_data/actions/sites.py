"""How a site stands with its state."""

from __future__ import annotations

import uuid

from django.db import transaction

from clients.choices import PartyKind
from clients.models import RecipientParty
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Invalid, require
from iop.core.words import say
from iop.reports.state_data.models import StateSite
from iop.reports.state_data.policies import may_keep

PROVIDER_LETTERS = 15


@transaction.atomic
def keep_site(
    *, by: Actor, site_id: uuid.UUID, party: RecipientParty, authority: str, provider_number: str, layout: str = ""
) -> StateSite:
    """Keep to which authority a site hands in, by which law, and under which number. Raises ``NotAllowed``, ``Invalid``."""
    require(may_keep(by, site_id))
    if party.kind != PartyKind.AUTHORITY or not party.is_active:
        raise Invalid(
            say("The state’s data go to a public authority that is kept among the recipients."), field="party"
        )
    if not authority.strip():
        raise Invalid(say("Name the law or licence under which the state asks for it."), field="authority")
    if not provider_number.isalnum() or len(provider_number) > PROVIDER_LETTERS:
        raise Invalid(
            say("The state’s number of the provider has up to 15 letters and digits."), field="provider_number"
        )
    row = StateSite.objects.select_for_update().filter(site=site_id).first() or StateSite(site_id=site_id, version=0)
    row.party, row.authority, row.provider_number = party, authority.strip()[:300], provider_number
    row.layout = layout or row.layout
    row.version += 1
    row.save()
    record(by=by, verb="reports.state_site_kept", subject=row, site_id=site_id, detail={"party": party.pk})
    return row
