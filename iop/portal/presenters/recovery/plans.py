"""The plans of a client in their own eyes: the treatment plan, and the two that are theirs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from clients.choices import SignerRole
from clients.models import Client
from iop.core.words import Sentence, day_words
from iop.pages.presenters.plans.paper import paper_of
from iop.portal.presenters.recovery.stay import day_of, stay_of, zone_of
from therapy.choices.own_plans import OwnPlanKind
from therapy.choices.plans import ClientSignatureMethod, PlanStatus
from therapy.models import OwnPlan, OwnPlanVersion, TreatmentPlan
from therapy.own_plan_form import form_of
from therapy.own_plan_form.shapes import told
from therapy.plan_contents import PLAN_KIND
from therapy.rules.own_plans import as_line

HEADINGS: dict[str, Sentence] = {
    "strengths": gettext_lazy("What I am good at"),
    "needs": gettext_lazy("What I need"),
    "abilities": gettext_lazy("What I can do"),
    "preferences": gettext_lazy("How I like to work"),
    "client_does": gettext_lazy("What I take on"),
    "staff_does": gettext_lazy("What my team takes on"),
    "discharge_criteria": gettext_lazy("How we will know that I am ready to leave the program"),
    "aftercare_needs": gettext_lazy("What I will need afterwards"),
    "accommodations": gettext_lazy("What makes it easier for me to take part"),
    "coordination": gettext_lazy("Who else works with us"),
}
"""The plan's own headings, said to the person whose plan it is."""
PLAN = PLAN_KIND


def language() -> str:
    """Name the language that is read now."""
    return (get_language() or "en")[:2]


def newest_plan(client: Client) -> TreatmentPlan | None:
    """Give the plan in force, else the newest that was; drafts are nobody's to read but their writers'."""
    rows = TreatmentPlan.objects.filter(episode__client=client, signed_at__isnull=False)
    rows = rows.select_related("episode__site", "episode__client", "signed_by").prefetch_related("client_signatures")
    return rows.order_by("-signed_at").first()


def plan_page(plan: TreatmentPlan) -> dict[str, Any]:
    """Give a treatment plan in plain words: what is in the way, what I want, and the steps towards it."""
    paper = paper_of(plan, language())
    zone = plan.episode.site.time_zone
    return {
        "plan": plan,
        "problems": paper["problems"],
        "head": [
            {"label": label, "lines": lines}
            for name, label in HEADINGS.items()
            if (lines := getattr(plan, name).splitlines())
        ],
        "signatures": paper["signatures"],
        "since": str(day_words(plan.valid_from)) if plan.valid_from else "",
        "review_on": str(day_words(plan.review_on)) if plan.review_on else "",
        "is_in_force": plan.status == PlanStatus.ACTIVE,
        "mine": _mine(plan, zone),
    }


def _mine(plan: TreatmentPlan, zone: str) -> dict[str, Any]:
    """Say whether the client signed, said no, or has not answered yet."""
    own = [row for row in plan.client_signatures.all() if row.role == SignerRole.CLIENT]
    signed = next((row for row in own if row.method != ClientSignatureMethod.REFUSED), None)
    if signed is not None:
        return {"is_signed": True, "words": _("You signed it on %(day)s.") % {"day": day_of(signed.signed_at, zone)}}
    if own:
        return {"is_refused": True, "words": _("You did not want to sign it. You can still do so.")}
    return {"words": _("You have not signed it yet.")}


def own_plan_page(client: Client, kind: str) -> dict[str, Any]:
    """Give the newest kept version of a plan of the client's own, for reading and for keeping on their device."""
    form = form_of(kind)
    version = _newest(client, kind)
    page = {
        "kind": kind, "title": form.title(language()), "is_safety": kind == OwnPlanKind.SAFETY,
        "version": _version(version, zone_of(stay_of(client))) if version else None,
    }  # fmt: skip
    return {**page, "kept": json.dumps(_kept(page)) if version else ""}


def _newest(client: Client, kind: str) -> OwnPlanVersion | None:
    plan = OwnPlan.objects.filter(kept_at__isnull=False).in_use([client.pk], kind).first()
    return OwnPlanVersion.objects.newest([plan.pk]).select_related("plan").first() if plan else None


def _version(row: OwnPlanVersion, zone: str) -> dict[str, Any]:
    form, spoken = form_of(row.plan.kind), language()
    return {
        "kept": day_of(row.kept_at, zone),
        "sections": [
            {
                "title": section.title(spoken),
                "always": [told(words, spoken) for words in section.always],
                "lines": [_line(entry) for entry in row.contents.get(section.key, [])],
            }
            for section in form.sections
            if row.contents.get(section.key) or section.always
        ],
        "note": form.note(spoken),
    }


def _line(entry: Mapping[str, str]) -> dict[str, str]:
    phone = entry.get("phone", "")
    rest = {name: value for name, value in entry.items() if name != "phone"}
    digits = "".join(sign for sign in phone if sign.isdecimal() or sign == "+")
    return {"text": as_line(rest), "phone": phone, "tel": digits if len(digits) >= 3 else ""}


def _kept(page: Mapping[str, Any]) -> dict[str, Any]:
    version = page["version"]
    return {
        "kind": page["kind"], "title": page["title"], "kept": _("As of %(day)s") % {"day": version["kept"]},
        "sections": version["sections"], "note": version["note"], "language": language(),
    }  # fmt: skip
