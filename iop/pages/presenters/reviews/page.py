"""One review as it is written and read: why it is due, what is known, what the rules propose, what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.choices import Ground, VarianceReason
from clients.evidence import Fact
from clients.gate.policies import may_disclose
from clients.models import LevelOfCare
from iop.access.choices import Permission
from iop.clinic.models import StaffMember
from iop.core.words import Sentence
from iop.pages import places
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.reviews.words import TONES, causes_of, due_words, figures_of, proposals_of, week_words
from iop.pages.presenters.schedule.when import instant_words
from therapy import review_contents, review_proposals
from therapy.choices.reviews import CHANGES_LEVEL, OPEN, ClientAgrees, ReviewDecision
from therapy.models import LevelReview
from therapy.policies import reviews as rights
from therapy.review_contents import Section
from therapy.reviews import SET_ASIDE, why_not_act_on

BELOW: Mapping[str, str] = {"barriers": "barriers", "next": "next_steps", "client": "client_view"}
"""Sections whose words stand in the decision itself, by its field."""
TEXTS: dict[str, Sentence] = {
    "reason": gettext_lazy("Reason"),
    "barriers": gettext_lazy("What stands in the way"),
    "next_steps": gettext_lazy("Next steps"),
    "plan_changes": gettext_lazy("What changes in the plan"),
    "client_view": gettext_lazy("The client's view"),
    "client_dissent": gettext_lazy("What they do not agree with"),
}


def read_review(row: LevelReview, chart: Chart) -> dict[str, Any]:
    """Give a review with everything that may be done with it now; a fixed number of statements."""
    shown = {**_head(row, chart), **_answers(row, chart), **_rights(row, chart)}
    if row.signed_at is not None:
        return {**shown, **_signed(row, chart)}
    if row.status not in OPEN:
        return {**shown, "is_over": True}
    return {**shown, **_open(row, chart)}


def _head(row: LevelReview, chart: Chart) -> dict[str, Any]:
    tone, due = due_words(row.due_on, chart.today)
    zone = ZoneInfo(chart.zone)
    return {
        "review": row,
        "state": row.get_status_display(),
        "state_tone": TONES[row.status],
        "due": date_words(row.due_on),
        "due_tone": tone,
        "due_state": due if row.status in OPEN else "",
        "causes": causes_of(row, chart.actor, row.episode.site_id),
        "since": date_words(row.since) if row.since else "",
        "saved": instant_words(row.saved_at, zone) if row.saved_at else "",
        "signed": instant_words(row.signed_at, zone) if row.signed_at else "",
        "previous_url": reverse("level_review", args=[row.previous_id]) if row.previous_id else "",
        "urls": {name: reverse(f"level_review_{name}", args=[row.pk]) for name in URLS},
    }


URLS = ("sign", "hand_over", "answer", "disagree", "set_aside", "drop")


def _rights(row: LevelReview, chart: Chart) -> dict[str, Any]:
    actor = chart.actor
    return {
        "may_write": rights.may_write(actor, row) is None,
        "draft_shown": rights.may_write(actor, row) is not None and bool(row.reason or row.decision),
        "may_decide": rights.may_decide(actor, row) is None,
        "why_not_decide": rights.may_decide(actor, row),
        "may_cosign": rights.may_cosign(actor, row) is None,
        "may_disagree": rights.may_disagree(actor, row) is None,
    }


def _open(row: LevelReview, chart: Chart) -> dict[str, Any]:
    known = review_proposals.of_stay(row.episode, chart.at)
    week_tone, weeks = week_words(known.figures)
    found = review_contents.gathered(row.episode, chart.at, chart.actor, first=row.since or known.figures.since)
    here = known.figures.level
    return {
        "level": here.name if here else _("no level of care"),
        "weeks": weeks,
        "week_tone": week_tone,
        "figures": figures_of(known.figures),
        "proposals": proposals_of(known.proposals),
        "sections": [_section(each, row.remarks) for each in found],
        "missing": sum(1 for each in found if each.missing),
        "decisions": ReviewDecision.choices,
        "agrees": ClientAgrees.choices,
        "variances": VarianceReason.choices,
        "levels": [(level.key, level.name, level.is_off_site) for level in LevelOfCare.objects.filter(is_active=True)],
        "deciders": _deciders(chart, row),
    }


def _section(each: Section, remarks: Mapping[str, str]) -> dict[str, Any]:
    number = str(each.number)
    asks = each.key not in BELOW and (each.asks or (each.missing and _("Why, or what you know of it")))
    return {
        "number": each.number, "title": each.title, "missing": each.missing, "withheld": each.withheld,
        "facts": [fact_of(fact) for fact in each.facts], "asks": asks, "remark": remarks.get(number, ""), "name": f"remark-{number}",
        "below": each.key in BELOW,
    }  # fmt: skip


def fact_of(fact: Fact) -> dict[str, Any]:
    """Give one thing that is known: its words, day, tone, and where it stands in the record."""
    return {
        "says": fact.says, "on": date_words(fact.on) if fact.on else "", "tone": fact.tone,
        "url": places.address(*fact.place) if fact.place else "",
    }  # fmt: skip


def _deciders(chart: Chart, row: LevelReview) -> list[tuple[str, str]]:
    """Name the colleagues who may decide here, for a review that is handed over."""
    people = StaffMember.objects.working(chart.today).at_site(
        row.episode.site_id, chart.today, Permission.PLACEMENT_DECIDE
    )
    return [(str(each.pk), each.name) for each in people if each.pk != chart.actor.staff_id]


def _signed(row: LevelReview, chart: Chart) -> dict[str, Any]:
    kept = review_contents.from_data(row.facts or [])
    return {
        "is_signed": True,
        "decision": row.get_decision_display(),
        "level": row.level.name if row.level else "–",
        "decided": _decided(row),
        "sections": [_read(each, row, chart) for each in kept],
        "proposals": review_proposals.from_data(row.proposals or []),
        **_effect(row, chart),
        "packet_url": _packet(row, chart),
    }


def _read(each: Section, row: LevelReview, chart: Chart) -> dict[str, Any]:
    facts = [fact for fact in each.facts if review_contents.may_see(chart.actor, fact, row.episode)]
    return {
        "number": each.number, "title": each.title, "missing": each.missing,
        "withheld": each.withheld + len(each.facts) - len(facts), "facts": [fact_of(fact) for fact in facts],
        "remark": row.remarks.get(str(each.number), ""),
    }  # fmt: skip


def _decided(row: LevelReview) -> list[tuple[Any, Any]]:
    indicated, chosen = row.indicated_level, row.chosen_level
    lines: list[tuple[Any, Any]] = [
        (_("Level until now"), row.level.name if row.level else ""),
        (_("Level indicated"), indicated.name if indicated else ""),
        (_("Level chosen"), chosen.name if chosen else ""),
        (_("Why they differ"), f"{row.get_variance_reason_display()} {row.variance_note}".strip()),
        (_("Weeks more"), row.more_weeks or ""),
        (_("Criteria"), row.get_edition_display() if row.edition else ""),
        (_("Does the client agree"), row.get_client_agrees_display()),
        *((label, getattr(row, name)) for name, label in TEXTS.items()),
    ]
    return [(label, words) for label, words in lines if words]


def _effect(row: LevelReview, chart: Chart) -> dict[str, Any]:
    """Say what came of the decision, or where it is put into effect."""
    waits = why_not_act_on(row) is None
    place = chart.can(Permission.PLACEMENT_DECIDE)
    return {
        "waits": waits,
        "why_not_act": "" if waits else why_not_act_on(row),
        "act_url": _where(row) if waits and place else "",
        "is_discharge": row.decision == ReviewDecision.DISCHARGE,
        "may_set_aside": waits and rights.may_set_aside(chart.actor, row) is None,
        "acted": instant_words(row.acted_at, ZoneInfo(chart.zone)) if row.acted_at else "",
        "set_aside": row.set_aside_because if row.acted_kind == SET_ASIDE else "",
    }


def _where(row: LevelReview) -> str:
    """Give the page on which a decision is put into effect."""
    client = row.episode.client_id
    if row.decision == ReviewDecision.DISCHARGE:
        return f"{reverse('client_discharge', args=[client])}?review={row.pk}"
    name = "client_transition" if row.decision in CHANGES_LEVEL else "client_length"
    try:
        return f"{reverse(name, args=[client])}?review={row.pk}"
    except NoReverseMatch:
        return reverse("client_care", args=[client])


def _packet(row: LevelReview, chart: Chart) -> str:
    if may_disclose(chart.actor, chart.client, Ground.CONSENT) is not None:
        return ""
    return reverse("level_review_packet", args=[row.pk])


def _answers(row: LevelReview, chart: Chart) -> dict[str, Any]:
    zone = ZoneInfo(chart.zone)
    return {
        "cosignatures": [
            {
                "what": each.get_decision_display(), "who": each.by.name, "credential": each.credential, "comment": each.comment,
                "when": instant_words(each.at, zone),
            }
            for each in row.cosignatures.select_related("by")
        ],
        "disagreements": [
            {"who": each.staff.name, "when": instant_words(each.at, zone), "words": each.words}
            for each in row.disagreements.select_related("staff")
        ],
    }  # fmt: skip


def as_names(row: LevelReview) -> dict[str, str]:
    """Give a review's fields as its form names them, for somebody who is told that a colleague was quicker."""
    fields = {
        name: getattr(row, name) for name in (*TEXTS, "decision", "variance_reason", "variance_note", "client_agrees")
    }
    fields["more_weeks"] = str(row.more_weeks or "")
    for name in ("indicated_level", "chosen_level"):
        level = getattr(row, name)
        fields[name] = level.key if level else ""
    return {**fields, **{f"remark-{number}": words for number, words in row.remarks.items()}}


def unsaved(row: LevelReview, typed: Mapping[str, str]) -> list[tuple[Any, str]]:
    """Give what somebody typed and the record does not say, so that no word is lost when a colleague was quicker."""
    kept = as_names(row)
    differs = {name: words for name, words in typed.items() if words.strip() and words.strip() != kept.get(name, "")}
    return [(_label(name), words) for name, words in differs.items() if name in TEXTS or name.startswith("remark-")]


def _label(name: str) -> Any:
    if name in TEXTS:
        return TEXTS[name]
    return _("Section %(number)s") % {"number": name.removeprefix("remark-")}


def read_tab(chart: Chart, rows: Iterable[LevelReview]) -> dict[str, Any]:
    """Give the reviews of a chart, the newest first, and whether one may be begun."""
    shown: Sequence[LevelReview] = list(rows)
    stay_open = chart.episode.status == "admitted"
    return {
        "reviews": [_line(row, chart) for row in shown],
        "open": next((_line(row, chart) for row in shown if row.status in OPEN), None),
        "may_open": stay_open and rights.may_prepare(chart.actor, chart.episode.site_id) is None,
        "waiting": [_line(row, chart) for row in shown[:1] if why_not_act_on(row) is None],
    }


def _line(row: LevelReview, chart: Chart) -> dict[str, Any]:
    tone, due = due_words(row.due_on, chart.today)
    return {
        "url": reverse("level_review", args=[row.pk]), "due": date_words(row.due_on), "due_tone": tone,
        "due_state": due if row.status in OPEN else "", "status": row.get_status_display(), "tone": TONES[row.status],
        "causes": [each["says"] for each in causes_of(row, chart.actor, row.episode.site_id)],
        "decision": row.get_decision_display() if row.signed_at else "",
        "level": row.chosen_level.name if row.signed_at and row.chosen_level else "",
        "by": row.signed_by.name if row.signed_by else (row.author.name if row.author else ""),
        "signed": instant_words(row.signed_at, ZoneInfo(chart.zone)) if row.signed_at else "",
    }  # fmt: skip
