"""Safety and relapse-prevention plans as their pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clients.choices import CRISIS_LINE, ConsentStatus
from clients.models import Consent, Episode
from iop.pages.own_plan_forms import LANGUAGES, fields_of
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.own_plans.asking import plan_in_use
from iop.pages.presenters.schedule.when import day_words_long, instant_words
from therapy.actions.aftercare import progress
from therapy.actions.own_plans.drafts import contents_of
from therapy.choices.notes import NoteStatus
from therapy.choices.own_plans import MadeHow, OwnPlanKind, SeenBy
from therapy.models import DischargeSummary, OwnPlan, OwnPlanVersion
from therapy.own_plan_form import form_of
from therapy.own_plan_form.shapes import told
from therapy.policies.own_plans import may_open_aftercare, may_write_own_plan
from therapy.rules.own_plans import as_line, changed_sections

MOST_VERSIONS = 50


def overview(chart: Chart) -> dict[str, Any]:
    """Give the four plans of a chart with how far each is; a fixed number of statements."""
    stays = [stay.episode for stay in chart.stays if stay.episode.admitted_on]
    steps = progress([stay.pk for stay in stays])
    rows = DischargeSummary.objects.visible_to(chart.actor, at=chart.at).filter(episode__in=stays)
    summaries = {row.episode_id: row for row in rows}
    return {
        "plans": [_card(chart, kind) for kind in OwnPlanKind],
        "stays": [_stay(chart, stay, steps, summaries) for stay in stays],
        "may_write": may_write_own_plan(chart.actor, chart.client) is None,
        "due_url": reverse("summaries_due"),
    }


def read_plan(chart: Chart, kind: str) -> dict[str, Any]:
    """Give a plan for reading: its newest kept version, what is being written, and the versions before."""
    plan = plan_in_use(chart, kind)
    versions = list(plan.versions.select_related("kept_by")[:MOST_VERSIONS]) if plan else []
    return {
        **_frame(chart, kind, plan),
        "version": _version(versions[0], chart) if versions else None,
        "older": [_older(chart, kind, row) for row in versions[1:]],
        "what_changed": _changes(versions[0], versions[1]) if len(versions) > 1 else [],
        "draft": _draft(plan, chart) if plan and plan.draft is not None else None,
        "is_closed": plan is None and _is_kept_from(chart, kind),
        "consents": _consents(chart) if kind == OwnPlanKind.RELAPSE else [],
        "consents_url": reverse("client_consents", args=[chart.client.pk]),
    }


def read_version(chart: Chart, kind: str, version: OwnPlanVersion) -> dict[str, Any]:
    """Give an older version for reading."""
    return {**_frame(chart, kind, version.plan), "version": _version(version, chart), "is_older": True}


def writing(chart: Chart, plan: OwnPlan, typed: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Give the form of a plan, for colleagues."""
    language = (get_language() or "en")[:2]
    return {
        **_frame(chart, plan.kind, plan),
        **form_page(plan, language, typed),
        "form_url": reverse("own_plan_write", args=[chart.client.pk, plan.kind]),
        "hand_over_url": reverse("own_plan_hand_over", args=[plan.pk]),
        "language": chart.client.language[:2],
        "draft": _draft(plan, chart) if plan.draft is not None else None,
    }


def form_page(plan: OwnPlan, language: str, typed: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Give a plan's questions with what stands under them, in one language."""
    form = form_of(plan.kind)
    return {
        "plan": plan,
        "sections": fields_of(form, contents_of(plan) if typed is None else typed, language),
        "seen_by": plan.seen_by,
        "asks_seen_by": plan.kind == OwnPlanKind.RELAPSE,
        "seen_options": SeenBy.choices,
        "plan_title": form.title(language),
        "plan_note": form.note(language),
        "languages": LANGUAGES,
        "crisis_line": CRISIS_LINE,
    }


def _frame(chart: Chart, kind: str, plan: OwnPlan | None) -> dict[str, Any]:
    args = [chart.client.pk, kind]
    return {
        "kind": kind,
        "called": OwnPlanKind(kind).label,
        "plan": plan,
        "may_write": may_write_own_plan(chart.actor, chart.client) is None,
        "page_url": reverse("own_plan", args=args),
        "write_url": reverse("own_plan_write", args=args),
        "pdf_url": reverse("own_plan_pdf", args=args),
        "languages": LANGUAGES,
        "is_safety": kind == OwnPlanKind.SAFETY,
        "crisis_line": CRISIS_LINE,
    }


def _version(row: OwnPlanVersion, chart: Chart) -> dict[str, Any]:
    form, language = form_of(row.plan.kind), (get_language() or "en")[:2]
    zone = ZoneInfo(chart.zone)
    return {
        "number": row.number,
        "kept": _("%(who)s, %(when)s") % {"who": row.kept_by.name, "when": instant_words(row.kept_at, zone)},
        "how": MadeHow(row.how).label,
        "seen_by": SeenBy(row.seen_by).label if row.plan.kind == OwnPlanKind.RELAPSE else "",
        "review_on": day_words_long(row.review_on),
        "is_due": row.review_on <= chart.today,
        "sections": [
            {
                "title": section.title(language),
                "always": [told(words, language) for words in section.always],
                "lines": [_line(entry) for entry in row.contents.get(section.key, [])],
            }
            for section in form.sections
            if row.contents.get(section.key) or section.always
        ],
        "note": form.note(language),
    }


def _line(entry: Mapping[str, str]) -> dict[str, str]:
    phone = entry.get("phone", "")
    rest = {name: value for name, value in entry.items() if name != "phone"}
    digits = "".join(sign for sign in phone if sign.isdecimal() or sign == "+")
    return {"text": as_line(rest), "phone": phone, "tel": digits if len(digits) >= 3 else ""}


def _older(chart: Chart, kind: str, row: OwnPlanVersion) -> dict[str, Any]:
    return {
        "url": reverse("own_plan_version", args=[chart.client.pk, kind, row.pk]),
        "number": row.number,
        "kept": instant_words(row.kept_at, ZoneInfo(chart.zone)),
        "who": row.kept_by.name,
    }


def _changes(newer: OwnPlanVersion, older: OwnPlanVersion) -> list[str]:
    language = (get_language() or "en")[:2]
    form = form_of(newer.plan.kind)
    return [section.title(language) for section in changed_sections(form, older.contents, newer.contents)]


def _draft(plan: OwnPlan, chart: Chart) -> dict[str, Any]:
    when = instant_words(plan.draft_saved_at, ZoneInfo(chart.zone)) if plan.draft_saved_at else ""
    return {"who": plan.draft_by.name if plan.draft_by else "", "when": when, "version": plan.version}


def _is_kept_from(chart: Chart, kind: str) -> bool:
    return OwnPlan.objects.filter(client=chart.client.pk, kind=kind, kept_at__isnull=False).exists()


def _consents(chart: Chart) -> list[str]:
    rows = Consent.objects.filter(
        client=chart.client.pk, status=ConsentStatus.SIGNED, stopped_at__isnull=True, party__isnull=False
    )
    return sorted({name for name in rows.values_list("party__name", flat=True) if name})


def _card(chart: Chart, kind: OwnPlanKind) -> dict[str, Any]:
    plan = plan_in_use(chart, kind)
    kept = plan is not None and plan.kept_at is not None
    due = kept and plan is not None and plan.review_on is not None and plan.review_on <= chart.today
    return {
        "called": kind.label,
        "url": reverse("own_plan", args=[chart.client.pk, kind.value]),
        "write_url": reverse("own_plan_write", args=[chart.client.pk, kind.value]),
        "tone": "warn" if due else "good" if kept else "note",
        "state": _("to go through again") if due else _("kept") if kept else _("not made yet"),
        "kept": instant_words(plan.kept_at, ZoneInfo(chart.zone)) if plan and plan.kept_at else "",
        "review_on": day_words_long(plan.review_on) if plan and plan.review_on else "",
        "is_kept": kept,
        "has_draft": plan is not None and plan.draft is not None,
        "is_closed": plan is None and _is_kept_from(chart, kind.value),
    }


def _stay(
    chart: Chart, stay: Episode, steps: Mapping[Any, tuple[int, int]], summaries: Mapping[Any, DischargeSummary]
) -> dict[str, Any]:
    done, total = steps.get(stay.pk, (0, 0))
    summary = summaries.get(stay.pk)
    return {
        "from": day_words_long(stay.admitted_on) if stay.admitted_on else "",
        "until": day_words_long(stay.discharged_on) if stay.discharged_on else "",
        "aftercare_url": reverse("aftercare", args=[stay.pk]),
        "has_aftercare": bool(total),
        "progress": _("%(done)s of %(all)s") % {"done": done, "all": total},
        "is_settled": bool(total) and done == total,
        "summary_url": reverse("discharge_summary", args=[stay.pk]),
        "summary_state": NoteStatus(summary.status).label if summary else _("not begun"),
        "summary_tone": {"draft": "note", "awaiting": "wait", "signed": "lock"}[summary.status] if summary else "note",
        "may_write": may_open_aftercare(chart.actor, stay.site_id) is None,
    }
