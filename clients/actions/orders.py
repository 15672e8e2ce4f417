"""Court orders under subpart E, and the mandates that come with them (42 CFR 2.61–2.67)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction

from clients import party_rules, policies_privacy, rules
from clients.choices import Information, OrderSection, PartyKind
from clients.models import Client, CourtOrder, RecipientParty
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed, Refusal, require, require_valid
from iop.core.words import Sentence, say
from iop.documents.models import StoredFile


@transaction.atomic
def record_order(
    *,
    by: Actor,
    site_id: uuid.UUID,
    came: str,
    section: str,
    court: str,
    party: RecipientParty | None,
    information: Collection[str],
    issued_on: dt.date | None,
    at: dt.datetime,
    client: Client | None = None,
    docket: str = "",
    mandate: str = "",
    mandate_on: dt.date | None = None,
    notice_given: bool = False,
    ends_on: dt.date | None = None,
    paper: StoredFile | None = None,
) -> CourtOrder:
    """Record an order with what came along. ``came`` is ``both``, ``order`` or ``subpoena``.

    A subpoena alone is refused with the words for the phone: there is no order to record, and nothing opens. An order alone
    is kept and opens nothing until ``add_mandate``. Without a ``client`` it concerns the program (2.66, 2.67).
    """
    require(policies_privacy.may_keep_orders(by, site_id))
    site = Site.objects.get(pk=site_id)
    information = [each.value for each in Information if each.value in set(information)]
    reason = party_rules.why_not_recorded(came, information, issued_on, clock.local_date(at, site.time_zone))
    if reason is not None:
        raise (
            Refusal(reason, code="subpoena_alone", field="came")
            if came == "subpoena"
            else Invalid(reason, field="information" if not information else "issued_on")
        )
    assert issued_on is not None
    _refuse_other_client(by, client)
    row = CourtOrder.objects.create(
        site=site, client=client, section=_section(section), court=_line(court, "court", 300, say("Name the court.")),
        docket=_line(docket, "docket", 80), issued_on=issued_on, party=_receiver(party), information=information,
        mandate=_mandate(mandate) if came == "both" else "", mandate_on=mandate_on if came == "both" else None,
        notice_given=notice_given, ends_on=ends_on, paper=paper, recorded_by=by.staff_id or by.id,
    )  # fmt: skip
    record(
        by=by, verb="clients.court_order_recorded", subject=row, clients=[client.pk] if client else [], site_id=site_id,
        detail={"section": section, "information": information, "has_mandate": bool(row.mandate), "at": at},
    )  # fmt: skip
    return row


@transaction.atomic
def add_mandate(
    *,
    by: Actor,
    order: CourtOrder,
    mandate: str,
    mandate_on: dt.date | None,
    at: dt.datetime,
    notice_given: bool = False,
) -> CourtOrder:
    """Add the subpoena or similar mandate to an order that came without one, and whether notice was given as asked."""
    row = CourtOrder.objects.select_for_update().get(pk=order.pk)
    require(policies_privacy.may_keep_orders(by, row.site_id))
    if row.mandate and row.notice_given:
        raise Conflict(say("Mandate and notice are on record already."), code="already_there")
    row.mandate = row.mandate or _mandate(mandate)
    row.mandate_on = row.mandate_on or mandate_on
    row.notice_given = row.notice_given or notice_given
    row.save(update_fields=["mandate", "mandate_on", "notice_given"])
    record(
        by=by, verb="clients.court_order_mandate", subject=row, clients=[row.client_id] if row.client_id else [],
        site_id=row.site_id, detail={"notice_given": row.notice_given, "at": at},
    )  # fmt: skip
    return row


def _refuse_other_client(by: Actor, client: Client | None) -> None:
    if client is not None and not Client.objects.visible_to(by).filter(pk=client.pk).exists():
        raise NotAllowed(say("This client is not in care at your site."))


def _section(section: str) -> str:
    if section not in OrderSection.values:
        raise Invalid(say("Choose the section that the order names."), field="section")
    return section


def _receiver(party: RecipientParty | None) -> RecipientParty:
    if party is None:
        raise Invalid(say("Choose to whom the order lets information go."), field="party")
    if party.kind == PartyKind.RELATIVE:
        raise Invalid(
            say("An order opens a record to a court, an authority or an attorney, not to a relative."), field="party"
        )
    return party


def _mandate(text: str) -> str:
    return _line(text, "mandate", 200, say("Describe the subpoena or similar mandate: kind, number, who signed it."))


def _line(text: str, field: str, limit: int, needed: Sentence | None = None) -> str:
    kept = rules.plain_line(text)
    if not kept and needed is not None:
        raise Invalid(needed, field=field)
    too_long = rules.why_too_long(kept, limit)
    require_valid(too_long, field)
    return kept
