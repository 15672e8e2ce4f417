"""One section of an assessment as a form, and the way through all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from clients.choices import ConcernKind
from iop.pages.presenters.clients.concerns import what_to_do_now
from iop.pages.presenters.days.words import clock_of
from therapy.assessment_form import SAFETY, Kind, Question, Section, form_of
from therapy.choices import LeftOut
from therapy.models import AssessmentSection, BiopsychosocialAssessment
from therapy.rules.assessments import alarms, is_needed, progress

NO_ANSWERS: tuple[dict[str, Any], dict[str, str]] = ({}, {})


def steps(
    row: BiopsychosocialAssessment, sections: Mapping[str, AssessmentSection], here: str = ""
) -> list[dict[str, Any]]:
    """Give every section with how far it is, for the way through."""
    return [_step(row, section, sections.get(section.key), here) for section in form_of(row.definition).sections]


def sections_of(row: BiopsychosocialAssessment) -> dict[str, AssessmentSection]:
    """Read what was answered so far, by section; one statement."""
    return {each.key: each for each in row.sections.select_related("saved_by")}


def section_page(
    row: BiopsychosocialAssessment,
    section: Section,
    sections: Mapping[str, AssessmentSection],
    at: dt.datetime,
    *,
    typed: tuple[Mapping[str, Any], Mapping[str, str]] | None = None,
    errors: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Give a section's form with its answers, or with what was typed and why it could not be kept."""
    kept = sections.get(section.key)
    answers, left = typed or ((kept.answers, kept.left) if kept else NO_ANSWERS)
    keys = [each.key for each in form_of(row.definition).sections]
    place = keys.index(section.key)
    zone = row.episode.site.time_zone
    return {
        "assessment": row,
        "title": section.title,
        "intro": section.intro,
        "place": place + 1,
        "places": len(keys),
        "steps": steps(row, sections, section.key),
        "version": kept.version if kept else 0,
        "saved": clock_of(kept.saved_at, ZoneInfo(zone)) if kept and kept.saved_by_id else "",
        "saved_by": kept.saved_by.name if kept and kept.saved_by else "",
        "is_prefilled": kept is not None and kept.saved_by_id is None,
        "questions": [_question(each, section, answers, left, errors or {}) for each in section.questions],
        "errors": [{"name": _id(name), "text": text} for name, text in (errors or {}).items()],
        "url": _url(row, section.key),
        "next_url": _url(row, keys[place + 1]) if place + 1 < len(keys) else reverse("assessment", args=[row.pk]),
        "before_url": _url(row, keys[place - 1]) if place else "",
        "whole_url": reverse("assessment", args=[row.pk]),
        **_danger(row, section, answers, at),
    }


def _danger(
    row: BiopsychosocialAssessment, section: Section, answers: Mapping[str, Any], at: dt.datetime
) -> dict[str, Any]:
    if not any(each.alarms for each in section.questions):
        return {}
    site = row.episode.site
    kinds = dict.fromkeys(kind for each in section.questions for kind in each.alarms.values())
    url = reverse("client_concern", args=[row.episode.client_id])
    return {
        "asks_safety": True,
        "in_danger": alarms(section, answers),
        "now": what_to_do_now(site.pk, at, site.time_zone),
        "raise": [{"url": f"{url}?kind={kind}", "label": ConcernKind(kind).label} for kind in kinds],
    }


def _step(
    row: BiopsychosocialAssessment, section: Section, kept: AssessmentSection | None, here: str
) -> dict[str, Any]:
    far = progress(section, kept.answers, kept.left) if kept else progress(section, {}, {})
    begun = kept is not None
    says = _("done") if far.is_whole else _("%(done)d of %(asked)d") % {"done": far.done, "asked": far.asked}
    return {
        "title": section.title,
        "url": _url(row, section.key),
        "current": section.key == here,
        "is_done": far.is_whole,
        "tone": "good" if far.is_whole else "note" if begun else "quiet",
        "says": says if begun or far.is_whole else _("not begun"),
        "is_danger": section.key == SAFETY and kept is not None and bool(alarms(section, kept.answers)),
    }


def _question(
    each: Question, section: Section, answers: Mapping[str, Any], left: Mapping[str, str], errors: Mapping[str, Any]
) -> dict[str, Any]:
    value = answers.get(each.key)
    offers_left = each.needed or each.needed_if is not None
    reasons = [LeftOut.DECLINED] if section.must_ask else list(LeftOut)
    return {
        **_field(each, each.key, value, errors),
        "hint": each.hint,
        "is_optional": not offers_left,
        "is_only_if": each.needed_if is not None,
        "is_open": is_needed(each, answers) and each.key not in answers and each.key not in left,
        "left_name": f"left.{each.key}" if offers_left else "",
        "left_id": _id(f"left.{each.key}"),
        "left": [
            {"value": str(reason), "label": reason.label, "checked": left.get(each.key) == reason} for reason in reasons
        ],
    }


def _field(each: Question, name: str, value: Any, errors: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": str(each.kind),
        "name": name,
        "id": _id(name),
        "label": each.label,
        "value": "" if value is None else value,
        "least": each.least,
        "most": each.most,
        "error": errors.get(name, ""),
    }
    if each.kind == Kind.TABLE:
        cells = value if isinstance(value, Mapping) else {}
        found["rows"] = [_row(each, row, label, name, cells.get(row, {}), errors) for row, label in each.rows]
    else:
        found["options"] = [_option(each, key, label, name, value) for key, label in each.options]
    return found


def _row(
    each: Question, row: str, label: Any, name: str, cells: Mapping[str, Any], errors: Mapping[str, Any]
) -> dict[str, Any]:
    fields = [_field(column, f"{name}.{row}.{column.key}", cells.get(column.key), errors) for column in each.columns]
    said = [_short(column, cells[column.key]) for column in each.columns if cells.get(column.key) not in (None, "", [])]
    return {
        "label": label,
        "fields": fields,
        "says": " · ".join(said),
        "is_open": any(field["error"] for field in fields),
    }


def _short(column: Question, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(column.label_of(each)) for each in value)
    if column.kind == Kind.CHOICE:
        return str(column.label_of(str(value)))
    return f"{column.label}: {value}"


def _option(each: Question, key: str, label: Any, name: str, value: Any) -> dict[str, Any]:
    many = each.kind == Kind.MULTI
    return {
        "value": key,
        "label": label,
        "name": f"{name}.{key}" if many else name,
        "id": _id(f"{name}.{key}"),
        "checked": key in value if many and isinstance(value, list) else key == value,
        "alarm": each.alarms.get(key, ""),
    }


def _id(name: str) -> str:
    return "q-" + name.replace(".", "-").replace("_", "-")


def _url(row: BiopsychosocialAssessment, key: str) -> str:
    return reverse("assessment_section", args=[row.pk, key])
