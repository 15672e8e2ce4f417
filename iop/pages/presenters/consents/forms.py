"""The forms by kind and language, and one version as clients read it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from clients import consent_texts
from clients.choices import ConsentKind
from clients.consent_rules import PARAGRAPHS, sections_needed, source_of, what_form_lacks
from clients.models import ConsentTemplate
from iop.access.actors import Actor
from iop.core import clock
from iop.pages.consent_forms import VersionForm
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.consents.tab import LANGUAGE_NAMES
from iop.pages.presenters.schedule.addresses import to


def read_forms() -> dict[str, Any]:
    """List the forms that hold, by kind, each language beside the other. One statement."""
    rows = ConsentTemplate.objects.filter(superseded_at__isnull=True).order_by("language")
    by_kind: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(_listed(row))
    return {
        "rows": [(kind.label, by_kind[kind]) for kind in ConsentKind if kind in by_kind],
        "lacks": any(len(by_kind.get(kind, [])) < len(consent_texts.LANGUAGES) for kind in ConsentKind),
    }


def read_version(row: ConsentTemplate, form: VersionForm) -> dict[str, Any]:
    """Say what a version is, which sections the regulation asks for, and which versions came before."""
    others = ConsentTemplate.objects.filter(kind=row.kind, language=row.language).exclude(pk=row.pk)
    needed = sections_needed(row.kind)
    return {
        "kind": row.get_kind_display(),
        "language": LANGUAGE_NAMES.get(row.language, row.language),
        "code": row.language,
        "number": row.number,
        "is_live": row.superseded_at is None,
        "fields": [
            {
                "label": part["heading"] or part["key"],
                "heading": form[f"heading_{part['key']}"],
                "text": form[f"text_{part['key']}"],
                "source": source_of(part["key"]) if part["key"] in needed and part["key"] in PARAGRAPHS else "",
                "place": f"{{{needed[part['key']]}}}" if needed.get(part["key"]) else "",
            }
            for part in row.sections
        ],
        "others": [_listed(other) for other in others],
    }


def preview(row: ConsentTemplate, form: VersionForm) -> dict[str, Any]:
    """Show the words as typed, else as they hold; places are named in braces. Says what is missing of a typed version."""
    title, sections, lacks = row.title, row.sections, []
    if form.is_bound and form.is_valid():
        title, sections = form.cleaned_data["title"], form.sections()
        lacks = what_form_lacks(row.kind, title, sections)
    shown, parts = consent_texts.as_parts(consent_texts.as_text(title, sections, {}))
    return {"title": shown, "sections": parts, "lacks": lacks, "is_typed": form.is_bound}


def today_of(actor: Actor, at: dt.datetime) -> dt.date:
    """Give the date where this colleague works."""
    return clock.local_date(at, actor.places[0].time_zone if actor.places else "UTC")


def _listed(row: ConsentTemplate) -> dict[str, str]:
    return {
        "url": to("consent_template")(row.pk),
        "language": LANGUAGE_NAMES.get(row.language, row.language),
        "title": row.title,
        "version": _("version %(number)d, from %(day)s") % {"number": row.number, "day": date_words(row.valid_from)},
    }
