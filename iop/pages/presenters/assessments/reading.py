"""A whole assessment for reading, signing and paper: questions with their answers, signatures, addenda."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.documents.models import Signature
from iop.pages.presenters.assessments.form import sections_of, steps
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.when import day_words_long, instant_words
from therapy import policies
from therapy.assessment_contents import ASSESSMENT_KIND, seen
from therapy.assessment_form import ASKED_ANEW, Kind, Question, Section, form_of
from therapy.choices import AssessmentSource, LeftOut, NoteStatus
from therapy.models import AssessmentSection, BiopsychosocialAssessment
from therapy.rules.assessments import alarms, is_needed, why_not_reviewed, why_unfinished

TONES = {NoteStatus.DRAFT: "note", NoteStatus.AWAITING_COSIGNATURE: "wait", NoteStatus.SIGNED: "lock"}


def whole_page(row: BiopsychosocialAssessment, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Give everything of an assessment, and what may be done with it now; a fixed number of statements."""
    sections = sections_of(row)
    zone = ZoneInfo(row.episode.site.time_zone)
    is_draft = row.status == NoteStatus.DRAFT
    return {
        "assessment": row,
        "state": NoteStatus(row.status).label,
        "tone": TONES[NoteStatus(row.status)],
        "is_draft": is_draft,
        "is_adopted": row.source != AssessmentSource.OWN,
        "source": AssessmentSource(row.source).label,
        "made": _made(row),
        "author": row.author.name,
        "begun": instant_words(row.created_at, zone),
        "steps": steps(row, sections) if is_draft else [],
        "parts": [_part(section, sections.get(section.key)) for section in form_of(row.definition).sections],
        "signatures": _signatures(row, zone),
        "addenda": [_addendum(each, zone) for each in row.addenda.select_related("author")],
        "answers_to_it": [_answer(each, zone) for each in row.cosignatures.select_related("by")],
        "may_cosign": policies.may_cosign_assessment(actor, row) is None,
        "may_add": policies.may_add_to_assessment(actor, row) is None,
        "pdf_url": reverse("assessment_pdf", args=[row.pk]),
        **(_last_look(row, actor, sections) if is_draft else {}),
    }


def paper(row: BiopsychosocialAssessment, chart: Chart, clinic: Mapping[str, Any], at: dt.datetime) -> dict[str, Any]:
    """Give the plain data of the assessment's PDF."""
    sections = sections_of(row)
    zone = ZoneInfo(row.episode.site.time_zone)
    facts = [
        [_("Client"), chart.name],
        [_("Born"), day_words_long(chart.client.date_of_birth)],
        [_("Record"), chart.client.record_number],
        [_("Status"), str(NoteStatus(row.status).label)],
    ]
    if made := _made(row):
        facts.append([_("Adopted"), made])
    return {
        **clinic,
        "title": _("Biopsychosocial assessment"),
        "facts": facts,
        "review": [_("What was reviewed"), row.review_note] if row.review_note else [],
        "parts": [
            {"title": str(part["title"]), "rows": [[str(each["label"]), _plain(each)] for each in part["answers"]]}
            for part in (_part(section, sections.get(section.key)) for section in form_of(row.definition).sections)
        ],
        "signatures": [f"{each['meaning']}: {each['name']}, {each['when']}" for each in _signatures(row, zone)],
        "addenda": [
            [f"{each['by']}, {each['when']} ({each['reason']})", each["text"]]
            for each in (_addendum(each, zone) for each in row.addenda.select_related("author"))
        ],
        "words": {"signatures": _("Signatures"), "addenda": _("Addenda")},
        "footer": _(
            "For use within this program. Federal rules (42 CFR part 2) forbid further use or disclosure unless the client's"
            " written consent or the rules themselves allow it."
        ),
        "reference": _("Printed %(when)s · %(id)s") % {"when": instant_words(at, zone), "id": row.pk},
    }


def _plain(answer: Mapping[str, Any]) -> str:
    if answer["table"]:
        return "\n".join(f"{label}: {says}" for label, says in answer["table"])
    return str(answer["text"])


def _last_look(
    row: BiopsychosocialAssessment, actor: Actor, sections: Mapping[str, AssessmentSection]
) -> dict[str, Any]:
    ordered: Sequence[AssessmentSection] = [sections[key] for key in sorted(sections)]
    needed = set(ASKED_ANEW) if row.source == AssessmentSource.OUTSIDE else None
    states = {key: (each.answers, each.left) for key, each in sections.items()}
    may_not = policies.may_change_assessment(actor, row)
    unfinished = why_unfinished(form_of(row.definition), states, needed)
    return {
        "may_write": may_not is None,
        "unfinished": may_not or unfinished or why_not_reviewed(row.source, row.review_note),
        "read": seen(row, ordered),
        "signs_as": f"{actor.display_name}, {actor.credential}" if actor.credential else actor.display_name,
        "review_url": reverse("assessment_review", args=[row.pk]),
    }


def _made(row: BiopsychosocialAssessment) -> str:
    if row.made_on is None:
        return ""
    day = day_words_long(row.made_on)
    return f"{row.made_by}, {day}" if row.made_by else day


def _part(section: Section, kept: AssessmentSection | None) -> dict[str, Any]:
    answers, left = (kept.answers, kept.left) if kept else ({}, {})
    shown = [_shown(each, answers, left) for each in section.questions]
    return {
        "key": section.key,
        "title": section.title,
        "answers": [each for each in shown if each is not None],
        "in_danger": bool(alarms(section, answers)),
    }


def _shown(each: Question, answers: Mapping[str, Any], left: Mapping[str, str]) -> dict[str, Any] | None:
    """An answer, the reason why there is none, or nothing for a question that was never needed."""
    found: dict[str, Any] = {"label": each.label, "text": "", "table": [], "is_missing": False, "is_alarm": False}
    if each.key in answers:
        value = answers[each.key]
        if each.kind == Kind.TABLE:
            labels = dict(each.rows)
            found["table"] = [(str(labels.get(row, row)), _cells(each, cells)) for row, cells in value.items()]
        else:
            found["text"] = _said(each, value)
        found["is_alarm"] = str(value) in each.alarms
        return found
    if each.key in left:
        return found | {"text": LeftOut(left[each.key]).label, "is_left": True}
    return found | {"is_missing": True, "text": _("No answer yet")} if is_needed(each, answers) else None


def _cells(each: Question, cells: Mapping[str, Any]) -> str:
    said = [f"{column.label}: {_said(column, cells[column.key])}" for column in each.columns if column.key in cells]
    return " · ".join(said)


def _said(each: Question, value: Any) -> str:
    if each.kind == Kind.MULTI:
        return ", ".join(str(each.label_of(one)) for one in value)
    if each.kind == Kind.CHOICE:
        return str(each.label_of(value))
    if each.kind == Kind.DATE:
        return day_words_long(dt.date.fromisoformat(value))
    return str(value)


def _signatures(row: BiopsychosocialAssessment, zone: ZoneInfo) -> list[dict[str, str]]:
    found = Signature.objects.filter(subject_kind=ASSESSMENT_KIND, subject_id=row.pk)
    return [
        {
            "meaning": each.get_meaning_display(),
            "name": f"{each.signer_name}, {each.credential}" if each.credential else each.signer_name,
            "when": instant_words(each.signed_at, zone),
            "digest": each.digest,
        }
        for each in found
    ]


def _addendum(each: Any, zone: ZoneInfo) -> dict[str, str]:
    return {
        "text": each.text,
        "reason": each.reason,
        "by": f"{each.author.name}, {each.credential}" if each.credential else each.author.name,
        "when": instant_words(each.signed_at, zone),
        "digest": each.digest,
    }


def _answer(each: Any, zone: ZoneInfo) -> dict[str, str]:
    return {
        "name": each.by.name,
        "decision": each.get_decision_display(),
        "comment": each.comment,
        "when": instant_words(each.at, zone),
    }
