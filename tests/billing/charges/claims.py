"""A charge on a claim that stands, as a row."""

import itertools

from billing.models import Claim, ClaimLine
from tests.factories import billing as rows
from tests.factories.clients import AT

_count = itertools.count(1)


def on_a_claim(charge) -> ClaimLine:
    number = next(_count)
    identity = charge.site.billing_identities.first() or rows.make_identity(charge.site)
    claim = Claim.objects.create(
        control_number=f"T{number:06d}", client=charge.client, episode=charge.episode, site=charge.site, identity=identity,
        coverage=charge.coverage, payer=charge.payer, form=charge.form, starts_on=charge.on, ends_on=charge.on,
        cents=charge.cents, made_at=AT,
    )  # fmt: skip
    return ClaimLine.objects.create(
        claim=claim, position=1, charge=charge, payer=charge.payer, control_number=f"T{number:06d}-1"
    )
