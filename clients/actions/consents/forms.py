"""The forms, by version and language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from clients import consent_policies, rules
from clients.choices import ConsentKind
from clients.consent_rules import what_form_lacks
from clients.consent_texts import LANGUAGES, starting_form
from clients.models import ConsentTemplate
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Invalid, Stale, require
from iop.core.words import say

BEGAN = dt.date(2026, 2, 16)
"""From when the forms of the starting set hold: the compliance date of the 2024 rule."""


@transaction.atomic
def install_forms(*, by: Actor, at: dt.datetime) -> int:
    """Make the first version of every form that is missing, in both languages; say how many. Running it twice adds nothing."""
    require(consent_policies.may_change_forms(by))
    known = set(ConsentTemplate.objects.values_list("kind", "language").distinct())
    rows = [
        _first(kind, language, by)
        for kind in ConsentKind.values
        for language in LANGUAGES
        if (kind, language) not in known
    ]
    made = ConsentTemplate.objects.bulk_create(rows)
    if made:
        record(by=by, verb="clients.consent_forms_installed", subject=None, detail={"forms": len(made), "at": at})
    return len(made)


@transaction.atomic
def new_template_version(
    *,
    by: Actor,
    template: ConsentTemplate,
    title: str,
    sections: Sequence[Mapping[str, str]],
    valid_from: dt.date,
    at: dt.datetime,
) -> ConsentTemplate:
    """Put a new version of a form in place of ``template``; drafts of the old one can no longer be signed.

    Raises ``Invalid`` when a statement that the regulation asks for is gone, ``Stale`` when another version came meanwhile.
    """
    require(consent_policies.may_change_forms(by))
    old = ConsentTemplate.objects.select_for_update().get(pk=template.pk)
    if old.superseded_at is not None:
        raise Stale(say("Somebody has made a newer version of this form meanwhile. Look at that one first."))
    kept = _checked(old.kind, title, sections)
    old.superseded_at = at
    old.save(update_fields=["superseded_at"])
    row = ConsentTemplate(
        kind=old.kind, language=old.language, number=old.number + 1, valid_from=valid_from, made_by=by.staff_id or by.id,
        **kept,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        raise Invalid(say("The form lacks a statement that the regulation asks for."), field="sections") from clash
    record(
        by=by, verb="clients.consent_form_changed", subject=row,
        detail={"kind": row.kind, "language": row.language, "number": row.number, "at": at},
    )  # fmt: skip
    return row


def live_form(kind: str, language: str) -> ConsentTemplate:
    """Give the form that holds now, in English where there is none in the language. Raises ``Invalid`` without any."""
    rows = {
        row.language: row
        for row in ConsentTemplate.objects.filter(kind=kind, language__in=[language, "en"], superseded_at__isnull=True)
    }
    found = rows.get(language) or rows.get("en")
    if found is None:
        raise Invalid(
            say("There is no form of this kind yet. Install the forms in the clinic's settings."), field="kind"
        )
    return found


def _first(kind: str, language: str, by: Actor) -> ConsentTemplate:
    title, sections = starting_form(kind, language)
    return ConsentTemplate(
        kind=kind, language=language, number=1, title=title, sections=sections, valid_from=BEGAN,
        made_by=by.staff_id or by.id,
    )  # fmt: skip


def _checked(kind: str, title: str, sections: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    kept = [
        {"key": part["key"], "heading": rules.plain_line(part["heading"]), "text": rules.plain_text(part["text"])}
        for part in sections
    ]
    lacks = what_form_lacks(kind, title, kept)
    if lacks:
        raise Invalid(lacks[0], field="sections")
    if any(line.startswith("## ") for part in kept for line in part["text"].split("\n")):
        raise Invalid(say("A line of the text may not begin with “## ”: that marks a heading."), field="sections")
    return {"title": rules.plain_line(title)[:200], "sections": kept}
