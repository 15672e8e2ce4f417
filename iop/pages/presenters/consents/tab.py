"""The chart's part about consents: what is missing, begun, in force and over. Two statements, whatever their number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from clients.choices import ConsentKind, ConsentStatus, Information, Purpose
from clients.consent_texts import LANGUAGES
from clients.consents import required_kinds
from clients.models import Consent
from iop.access.choices import Permission
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.consents.common import called, is_live, labels, standing, until_words
from iop.pages.presenters.schedule.addresses import to

LANGUAGE_NAMES = {"en": "English", "es": "Español"}
MOST_PAST = 60


def read_consents(chart: Chart) -> dict[str, Any]:
    """Read what a client agreed to, in groups."""
    rows = list(
        Consent.objects.filter(client__in=chart.ids)
        .select_related("template", "party", "falsehood")
        .order_by("-signed_at", "-created_at")
    )
    live = [row for row in rows if is_live(row, chart.today)]
    drafts = [row for row in rows if row.status == ConsentStatus.DRAFT]
    past = [row for row in rows if row not in live and row not in drafts]
    return {
        "missing": _missing(chart, live, drafts),
        "drafts": [_row(row, chart) for row in drafts],
        "standing": [_row(row, chart) for row in live],
        "past": [_row(row, chart) for row in past[:MOST_PAST]],
        "kinds": [(kind.value, kind.label) for kind in ConsentKind],
        "languages": [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
        "language": chart.client.language if chart.client.language in LANGUAGES else "en",
        "may_keep": chart.can(Permission.CONSENT_KEEP),
    }


def _missing(chart: Chart, live: Sequence[Consent], drafts: Sequence[Consent]) -> list[dict[str, Any]]:
    there = {row.kind for row in live}
    begun = {row.kind: row for row in drafts}
    return [
        {
            "kind": kind,
            "label": ConsentKind(kind).label,
            "draft_url": to("consent")(begun[kind].pk) if kind in begun else "",
        }
        for kind in required_kinds(chart.today, chart.episode.site_id)
        if kind not in there
    ]


def _row(row: Consent, chart: Chart) -> dict[str, Any]:
    tone, words = standing(row, chart.today)
    return {
        "url": to("consent")(row.pk),
        "title": called(row),
        "tone": tone,
        "state": words,
        "until": until_words(row) if row.status == ConsentStatus.SIGNED else "",
        "signed": _("signed %(day)s") % {"day": date_words(row.signed_at.date())} if row.signed_at else "",
        "what": ", ".join(labels(row.information, Information)),
        "why": ", ".join(labels(row.purposes, Purpose)),
        "language": LANGUAGE_NAMES.get(row.template.language, row.template.language),
    }
