"""The accounting of disclosures, and the client's own copy of it (42 CFR 2.25; 45 CFR 164.528)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from clients import gate
from clients.choices import GROUND_SOURCE, Ground, Information, Purpose, SentKind
from clients.models import Client, Disclosure, Episode
from iop.access.actors import Actor
from iop.clinic.models import Site
from iop.core import clock
from iop.documents import pdf
from iop.workflows.letterheads import letterhead

THREE_YEARS = dt.timedelta(days=3 * 365 + 1)
"""What 42 CFR 2.25 asks to account for."""
SIX_YEARS = dt.timedelta(days=6 * 365 + 2)
"""What 45 CFR 164.528 asks to account for."""
LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Wanted:
    """Which disclosures: from a first day, through a last one when there is one, on one ground when it is named."""

    first: dt.date
    last: dt.date | None = None
    ground: str = ""


def disclosures(client: Client, zone: str, wanted: Wanted) -> QuerySet[Disclosure]:
    """Give what left about a client, the newest first; one statement, with what each rests on.

    What left about a chart that was joined into this one left about the same person.
    """
    rows = Disclosure.objects.filter(
        Q(client=client) | Q(client__merged_into=client), at__gte=clock.day_bounds(wanted.first, zone)[0]
    )
    if wanted.last:
        rows = rows.filter(at__lt=clock.day_bounds(wanted.last, zone)[1])
    if wanted.ground:
        rows = rows.filter(ground=wanted.ground)
    return rows.select_related("consent", "order", "review", "letter").order_by("-at", "-gate_order")


@transaction.atomic
def hand_out(*, by: Actor, client: Client, episode: Episode, wanted: Wanted, at: dt.datetime) -> bytes:
    """Make the accounting as a paper for the client, in their language, and write down that they received it.

    The paper tells of everything that left before it, so not of itself. Raises ``NotDisclosable`` without the right.
    """
    basis = gate.basis_for(
        by=by, client=client, to=gate.Recipient.client(), purpose=Purpose.REQUEST, information=[Information.PRESENCE], at=at,
        ground=Ground.OWN_ACCESS,
    )  # fmt: skip
    rows = list(disclosures(client, episode.site.time_zone, wanted))
    language = client.language if client.language in LANGUAGES else "en"
    with override(language):
        content = pdf.render("accounting", _paper(client, episode.site, rows, wanted, at), language=language)
        title = _("Accounting of disclosures")
    gate.release(
        by=by, client=client, basis=basis, sent_as=SentKind.COPY, records=[("clients.disclosure", row.pk) for row in rows],
        content=content, at=at, description=title,
    )  # fmt: skip
    return content


def _paper(client: Client, site: Site, rows: Iterable[Disclosure], wanted: Wanted, at: dt.datetime) -> dict[str, Any]:
    zone = ZoneInfo(site.time_zone)
    today = clock.local_date(at, zone)
    entries = [_entry(row, zone) for row in rows]
    return {
        **letterhead(site),
        "title": _("Accounting of disclosures"),
        "facts": [
            [_("For"), f"{client.legal_first_name} {client.legal_last_name}"],
            [_("Record number"), client.record_number],
            [_("From"), _day(wanted.first)],
            [_("Through"), _day(wanted.last or today)],
            [_("Made on"), _day(today)],
        ],
        "intro": _(
            "This lists what we told others about you in this time: when, to whom, what, why, and on which legal ground. You may "
            "ask us about any line, and take a consent back in writing at any time."
        ),
        "none": "" if entries else _("Nothing about you left our clinic in this time."),
        "columns": [_("When"), _("To whom"), _("What"), _("Why and on which ground")],
        "rows": entries,
    }


def _entry(row: Disclosure, zone: ZoneInfo) -> list[str]:
    local = row.at.astimezone(zone)
    what = ", ".join(str(each.label) for each in Information if each.value in row.information)
    ground = f"{Ground(row.ground).label} ({GROUND_SOURCE[row.ground]})"
    return [
        f"{date_format(local, 'DATE_FORMAT')}\n{local:%H:%M}",
        "\n".join(part for part in (row.recipient_name, row.recipient_address) if part),
        f"{SentKind(row.sent_as).label}: {what}" + (f"\n{row.description}" if row.description else ""),
        "\n".join(part for part in (str(Purpose(row.purpose).label), ground, row.nature) if part),
    ]


def _day(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")
