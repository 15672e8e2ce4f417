"""A superbill: what a client needs to ask their own insurance for money back (codes, diagnoses, prices, who and where)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from billing.models import BillingIdentity, Charge, ClinicianNumber
from clients.models import Client
from iop.core.money import dollars


def content(client_id: uuid.UUID, first: dt.date, last: dt.date) -> dict[str, Any]:
    """Give a client's standing charges from one day to another as the data of a paper (``superbill.typ``).

    In the language in force. Four statements, whatever the number of charges. Whoever hands it out asks the gate.
    """
    client = Client.objects.get(pk=client_id)
    rows = list(
        Charge.objects.standing().filter(client=client, on__gte=first, on__lte=last)
        .select_related("rendered_by", "payer").order_by("on", "code")
    )  # fmt: skip
    identity = _identity(rows, last)
    numbers = dict(
        ClinicianNumber.objects.filter(staff__in={row.rendered_by_id for row in rows}).values_list("staff_id", "npi")
    )
    columns = [_("Date"), _("Code"), _("Place"), _("Diagnoses"), _("Units"), _("Price"), _("Clinician and NPI")]
    return {
        "title": _("Superbill"), "clinic": identity.legal_name if identity else "",
        "clinic_lines": _lines(identity), "columns": columns,
        "facts": [
            [_("For"), f"{client.legal_first_name} {client.legal_last_name}"],
            [_("Born"), date_format(client.date_of_birth, "DATE_FORMAT")],
            [_("Days"), f"{date_format(first, 'DATE_FORMAT')} – {date_format(last, 'DATE_FORMAT')}"],
            [_("Total"), f"$ {dollars(sum(row.cents for row in rows))}"],
        ],
        "rows": [_row(row, numbers) for row in rows],
        "intro": _("These are the services you received, as an insurance asks for them. It is not a bill."),
        "none": "" if rows else _("Nothing was charged in these days."),
        "charge_ids": [str(row.pk) for row in rows],
    }  # fmt: skip


def _identity(rows: list[Charge], last: dt.date) -> BillingIdentity | None:
    if not rows:
        return None
    return BillingIdentity.objects.on(min(last, rows[-1].on)).filter(site=rows[-1].site_id).first()


def _lines(identity: BillingIdentity | None) -> list[str]:
    if identity is None:
        return []
    phone = identity.contact_phone
    return [
        f"{identity.street}, {identity.city}, {identity.state} {identity.zip[:5]}-{identity.zip[5:]}",
        f"{phone[:3]}-{phone[3:6]}-{phone[6:]}", f"NPI {identity.npi}", f"EIN {identity.ein[:2]}-{identity.ein[2:]}",
    ]  # fmt: skip


def _row(row: Charge, numbers: dict[uuid.UUID, str]) -> list[str]:
    who = row.rendered_by
    return [
        f"{row.on:%m/%d/%Y}", " ".join((row.code, *row.modifiers)), row.place_of_service, ", ".join(row.diagnoses),
        str(row.units), f"$ {dollars(row.cents)}", f"{who.name} {numbers.get(who.pk, '')}".strip() if who else "",
    ]  # fmt: skip
