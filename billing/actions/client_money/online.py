"""Paying online: begun by the client, finished by the provider's signed message, however often it comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from billing.actions.client_money.keeping import hold
from billing.actions.client_money.payments import MOST_CENTS, take
from billing.choices.client_money import OnlineStatus, PayWay
from billing.client_money import owed
from billing.models import OnlinePayment
from billing.payments.providers import Ask, Heard, descriptor, provider
from billing.policies.client_money import may_pay_online
from clients.models import Client
from iop.access.actors import SYSTEM, Actor
from iop.audit.recorder import record
from iop.clinic.models import Organization, Site
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require
from iop.core.money import dollars
from iop.core.words import say, sentence

NOT_OFFERED = say("Paying online is not offered here. Please call us.")
NOT_KNOWN = say("We do not know this payment.")
OTHER_AMOUNT = say("The amount is not the one that was asked for.")
LEAST_CENTS = 100


@transaction.atomic
def begin_online(
    *, by: Actor, client: Client, site: Site, cents: int, key: str, back_url: str, at: dt.datetime
) -> OnlinePayment:
    """Open a payment with the provider for a part or all of what the client owes. The same ``key`` opens one."""
    require(may_pay_online(by, client))
    taker = provider()
    if taker is None:
        raise Conflict(NOT_OFFERED, code="not_offered")
    held, _ids = hold(client.pk)
    due = owed(held.pk)
    if not min(LEAST_CENTS, due) <= cents <= min(due, MOST_CENTS) or cents <= 0:
        words = say("You can pay between $1.00 and ${due}.")
        raise Invalid(sentence(words, due=dollars(max(0, due))), field="cents")
    name = Organization.objects.values_list("neutral_name", flat=True).first() or ""
    begun = taker.begin(Ask(f"{held.pk}:{key}", cents, descriptor(name), back_url))
    row, is_new = OnlinePayment.objects.get_or_create(
        provider=taker.code, reference=begun.reference,
        defaults={"client": held, "site": site, "url": begun.url, "cents": cents, "began_at": at},
    )  # fmt: skip
    if row.cents != cents:
        raise Conflict(say("This form was sent already. Please begin again."), code="key_used")
    if is_new:
        record(
            by=by, verb="billing.online_begun", subject=row, site_id=site.pk, clients=[held.pk], detail={"cents": cents}
        )
    return row


def hear(*, body: bytes, headers: Mapping[str, str], at: dt.datetime) -> OnlinePayment:
    """Take a message of the provider: signed, or not believed. Raises ``NotAllowed``, ``Conflict``."""
    taker = provider()
    if taker is None:
        raise Conflict(NOT_OFFERED, code="not_offered")
    return finish(provider_code=taker.code, heard=taker.heard(body, headers), at=at)


@transaction.atomic
def finish(*, provider_code: str, heard: Heard, at: dt.datetime) -> OnlinePayment:
    """Write down what became of a payment. The same message again changes nothing; money that came is always taken.

    A payment that is said to have failed may still be paid: then a later message says so under the same name, and the provider's
    money is matched by hand, because what has ended here stays as it ended.
    """
    known = (
        OnlinePayment.objects.select_related("site").filter(provider=provider_code, reference=heard.reference).first()
    )
    if known is None:
        raise Conflict(NOT_KNOWN, code="unknown_payment")
    hold(known.client_id)
    row = OnlinePayment.objects.select_for_update().get(pk=known.pk)
    if row.status != OnlineStatus.BEGUN:
        return row
    if heard.is_paid and heard.cents != row.cents:
        raise Conflict(OTHER_AMOUNT, code="other_amount")
    if heard.is_paid:
        row.payment = take(
            by=SYSTEM, client_id=row.client_id, site_id=row.site_id, way=PayWay.ONLINE, cents=row.cents,
            received_on=clock.local_date(at, known.site.time_zone), key=f"{provider_code}:{row.reference}", at=at,
            reference="",
        )  # fmt: skip
    row.status = OnlineStatus.PAID if heard.is_paid else OnlineStatus.FAILED
    row.ended_at = at
    row.save(update_fields=["status", "ended_at", "payment"])
    record(
        by=SYSTEM, verb="billing.online_ended", subject=row, site_id=row.site_id, clients=[row.client_id],
        detail={"status": str(row.status)},
    )  # fmt: skip
    return row
