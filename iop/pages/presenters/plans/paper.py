"""A plan as the client reads it: on the device in their hands, and as the copy they take home, in English or Spanish."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from clients.choices import Ground, Information, Purpose, SentKind
from clients.gate import Recipient, basis_for, release
from iop.access.actors import Actor
from iop.core.errors import Conflict
from iop.core.words import say
from iop.documents.pdf import render
from iop.pages.presenters.plans.words import (
    HEADINGS,
    day_short,
    measure_words,
    measured_words,
    progress_chip,
    signature_words,
    step_words,
)
from iop.pages.presenters.schedule.when import instant_words
from therapy.models import PlanReview, TreatmentPlan
from therapy.plan_contents import PLAN_KIND, Tree, read_tree

LANGUAGES = ("en", "es")
NOT_SIGNED = say("There is a copy once it is signed.")


@transaction.atomic
def copy_for_the_client(*, by: Actor, plan: TreatmentPlan, language: str, at: dt.datetime) -> bytes:
    """Make the PDF that a client takes home, and write down that they got it (42 CFR 2.23)."""
    if plan.signed_at is None:
        raise Conflict(NOT_SIGNED, code="not_signed")
    client = plan.episode.client
    content = render("plan", paper_of(plan, language), language=language)
    basis = basis_for(
        by=by, client=client, to=Recipient.client(), purpose=Purpose.REQUEST, information=[Information.PLAN], at=at,
        ground=Ground.OWN_ACCESS,
    )  # fmt: skip
    release(
        by=by, client=client, basis=basis, sent_as=SentKind.COPY, records=[(PLAN_KIND, plan.pk)], content=content, at=at,
        description=_("Treatment plan, version %(n)s") % {"n": plan.number},
    )  # fmt: skip
    return content


def paper_of(plan: TreatmentPlan, language: str) -> dict[str, Any]:
    """Give a signed plan as the paper's template reads it, its headings in ``language``; what was written stays as written."""
    tree = read_tree(plan)
    with translation.override(language):
        site = plan.episode.site
        return {
            "title": _("Treatment plan"),
            "clinic": site.name,
            "clinic_lines": [line for line in site.address.splitlines() if line],
            "facts": _facts(plan),
            "problems": _problems(tree),
            "head": [[str(HEADINGS[name]), getattr(plan, name)] for name in HEADINGS if getattr(plan, name)],
            "words": {
                "problem": _("Problem"), "goal": _("Goal, in my words"), "objective": _("Step towards it"),
                "steps": _("What is done"), "signatures": _("Signatures"), "ended": _("Ended"),
            },
            "signatures": _signatures(plan),
            "reference": f"{_('Reference')} {plan.digest[:16]}",
        }  # fmt: skip


def shown_to_the_client(plan: TreatmentPlan, language: str) -> dict[str, Any]:
    """Give a plan as sections of heading and lines, for reading on a device."""
    with translation.override(language):
        sections = []
        for problem in _problems(read_tree(plan)):
            lines = []
            for goal in problem["goals"]:
                lines.append(f"{_('Goal')}: “{goal['words']}”")
                for each in goal["objectives"]:
                    lines.append(f"{each['number']}. {each['words']} — {each['measure']}")
                    lines += [f"• {step}" for step in each["steps"]]
            sections.append({"heading": problem["words"], "lines": lines})
        head = [(HEADINGS[name], getattr(plan, name)) for name in HEADINGS if getattr(plan, name)]
        sections += [{"heading": str(label), "lines": text.splitlines()} for label, text in head]
        return {"title": _("Treatment plan"), "sections": sections}


def review_shown(review: PlanReview, language: str) -> dict[str, Any]:
    """Give a review as sections of heading and lines, for reading on a device."""
    words = {row.thread_id: row.words for row in review.plan.objectives.all()}
    with translation.override(language):
        lines = [
            f"{mark.thread.number}. {words.get(mark.thread_id, '')}: {progress_chip(mark.progress)['label']}"
            + (f" — {mark.comment}" if mark.comment else "")
            for mark in review.marks.select_related("thread").order_by("thread__number")
        ]
        sections = [
            {"heading": _("How it goes"), "lines": lines},
            {"heading": _("What we found together"), "lines": review.summary.splitlines()},
            {"heading": _("How I see it"), "lines": review.client_view.splitlines()},
            {"heading": _("Next review"), "lines": [day_short(review.next_review_on)]},
        ]
        return {"title": _("Review of the treatment plan"), "sections": [one for one in sections if one["lines"]]}


def language_for(plan: TreatmentPlan, asked: str = "") -> str:
    """Choose the language of the headings: the one asked for, else the client's own where there is one."""
    own = plan.episode.client.language.split("-")[0]
    return asked if asked in LANGUAGES else own if own in LANGUAGES else "en"


def _problems(tree: Tree) -> list[dict[str, Any]]:
    return [
        {
            "words": problem.words,
            "goals": [
                {"words": goal.words, "objectives": [_objective(tree, each) for each in tree.objectives.get(goal.pk, ())]}
                for goal in tree.goals.get(problem.pk, ())
            ],
        }
        for problem in tree.problems
    ]  # fmt: skip


def _objective(tree: Tree, row: Any) -> dict[str, Any]:
    steps = [step_words(each) for each in tree.interventions.get(row.pk, ())]
    return {
        "number": str(row.thread.number),
        "words": row.words,
        "measure": ", ".join(part for part in (measure_words(row), measured_words(row)) if part),
        "steps": [" · ".join(part for part in (step["words"], step["more"]) if part) for step in steps],
        "ended": row.ends_reason if row.ends_as else "",
    }


def _facts(plan: TreatmentPlan) -> list[list[str]]:
    client = plan.episode.client
    return [
        [_("Name"), f"{client.legal_first_name} {client.legal_last_name}"],
        [_("In force from"), day_short(plan.valid_from)],
        [_("To be reviewed by"), day_short(plan.review_on)],
        [_("Version"), str(plan.number)],
    ]


def _signatures(plan: TreatmentPlan) -> list[str]:
    zone = ZoneInfo(plan.episode.site.time_zone)
    found = []
    if plan.signed_by and plan.signed_at:
        name = f"{plan.signed_by.name}, {plan.credential}" if plan.credential else plan.signed_by.name
        found.append(f"{name}, {instant_words(plan.signed_at, zone)}")
    for row in plan.client_signatures.all():
        said = signature_words(row, instant_words(row.signed_at, zone))
        found.append(f"{said['name']} ({said['role']}), {said['how']}, {said['when']}")
    return found
