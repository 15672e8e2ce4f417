"""What left about a client: the accounting of disclosures (42 CFR 2.25; 45 CFR 164.528)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from clients.choices import Ground, Notice, SentKind
from clients.models import Disclosure
from iop.core import clock
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.parts.common import PAGE, page_words, to_two
from iop.pages.presenters.privacy.words import GROUND_TONE, ground_words, information_words, purpose_words, source_of
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import instant_words
from iop.workflows.accounting import SIX_YEARS, THREE_YEARS, Wanted, disclosures

ICONS: dict[str, str] = {
    SentKind.LETTER: "envelope",
    SentKind.PRINT: "printer",
    SentKind.COPY: "file-earmark-text",
    SentKind.EXPORT: "download",
    SentKind.MESSAGE: "chat-dots",
    SentKind.API: "key",
    SentKind.SPOKEN: "telephone",
    SentKind.PORTAL: "person-circle",
    SentKind.CLAIM: "tag",
}


@dataclass(frozen=True)
class LeftWish:
    """Which disclosures are asked for, in codes and dates."""

    wanted: Wanted
    years: str
    first: str
    last: str
    page: int

    def query(self, page: int = 1) -> str:
        """Write it as the end of an address."""
        codes = {
            "ground": self.wanted.ground, "years": self.years if self.years != "3" else "", "from": self.first,
            "to": self.last, "page": str(page) if page > 1 else "",
        }  # fmt: skip
        return f"?{urlencode({name: value for name, value in codes.items() if value})}"


def left_wish(asked: Mapping[str, str], today: dt.date) -> LeftWish:
    """Read the filters from the address: three years unless six or days of one's own are asked for."""
    years = "6" if asked.get("years") == "6" else "3"
    first, last = _date(asked.get("from", "")), _date(asked.get("to", ""))
    since = first or today - (SIX_YEARS if years == "6" else THREE_YEARS)
    ground, page = asked.get("ground", ""), asked.get("page", "")
    return LeftWish(
        wanted=Wanted(since, last, ground if ground in Ground.values else ""),
        years=years,
        first=first.isoformat() if first else "",
        last=last.isoformat() if last else "",
        page=int(page) if page.isdecimal() and 0 < len(page) < 5 and int(page) else 1,
    )


def read_left(chart: Chart, wish: LeftWish) -> dict[str, Any]:
    """Read one page of what left: two statements, whatever the number."""
    rows = disclosures(chart.client, chart.zone, wish.wanted)
    total = rows.count()
    start = (wish.page - 1) * PAGE
    zone = ZoneInfo(chart.zone)
    shown = [left_row(row, zone, chart.client.pk) for row in rows[start : start + PAGE]]
    return {
        "rows": shown,
        "total": total,
        "wish": wish,
        "says": page_words(start, len(shown), total),
        "earlier": wish.query(wish.page - 1) if wish.page > 1 else "",
        "later": wish.query(wish.page + 1) if start + len(shown) < total else "",
        "grounds": [(ground.value, ground.label) for ground in Ground if ground != Ground.OWN_USE],
        "any_filter": bool(wish.wanted.ground or wish.first or wish.last or wish.years != "3"),
        "is_filtered": bool(wish.wanted.ground or wish.first or wish.last),
    }


def left_row(row: Disclosure, zone: ZoneInfo, client_id: uuid.UUID) -> dict[str, Any]:
    """Say one disclosure in words: when, to whom, what, why, on which ground."""
    return {
        "key": f"d-{row.pk}",
        "when": instant_words(row.at, zone),
        "day": row.at.astimezone(zone).date().isoformat(),
        "name": row.recipient_name,
        "address": row.recipient_address,
        "as": str(SentKind(row.sent_as).label),
        "icon": ICONS[row.sent_as],
        "information": information_words(row.information),
        "description": row.description,
        "purpose": ", ".join(purpose_words([row.purpose])),
        "purpose_note": row.purpose_note,
        "ground": ground_words(row.ground),
        "tone": GROUND_TONE.get(row.ground, "quiet"),
        "source": source_of(row.ground),
        "consent_id": row.consent_id,
        "consent": _consent_words(row, zone),
        "order": row.order.court if row.order else "",
        "order_url": to("court_order")(row.order_id) if row.order_id else "",
        "agreement_url": to("agreement")(row.agreement_id) if row.agreement_id else "",
        "notice": str(Notice(row.notice).label) if row.notice != Notice.NONE else "",
        "with_copy": row.with_consent_copy,
        "by": row.by_name,
        "nature": row.nature,
        "affiliation": row.affiliation if row.affiliation != row.recipient_address else "",
        "digest": row.digest,
        "reviewed": hasattr(row, "review"),
        "letter_url": to_two("client_letter", client_id, row.letter.pk) if hasattr(row, "letter") else "",
    }


def _consent_words(row: Disclosure, zone: ZoneInfo) -> str:
    if row.consent is None or row.consent.signed_at is None:
        return ""
    signed = clock.local_date(row.consent.signed_at, zone)
    return _("%(kind)s, signed %(day)s") % {"kind": row.consent.get_kind_display(), "day": signed.isoformat()}


def _date(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
