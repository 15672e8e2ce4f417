"""The aftercare plan as its page shows it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from clients.models import Episode
from iop.pages.own_plan_forms import LANGUAGES, StepForm
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.when import instant_words
from therapy.aftercare_words import told_step
from therapy.choices.own_plans import AftercareKey, AftercareStatus
from therapy.models import AftercarePlan, AftercareStep
from therapy.policies.own_plans import may_open_aftercare

TONES = {AftercareStatus.OPEN: "note", AftercareStatus.ARRANGED: "good", AftercareStatus.NOT_WANTED: "lock"}


def read_aftercare(
    chart: Chart, episode: Episode, wrong: StepForm | None = None, step_id: object = None
) -> dict[str, Any]:
    """Give a stay's plan with a form for each step; ``wrong`` is the one that was refused, of ``step_id``."""
    plan = AftercarePlan.objects.visible_to(chart.actor, at=chart.at).filter(episode=episode).first()
    steps = list(plan.steps.select_related("saved_by")) if plan else []
    may_write = may_open_aftercare(chart.actor, episode.site_id) is None
    return {
        "episode": episode,
        "plan": plan,
        "steps": [_step(chart, row, may_write, wrong if row.pk == step_id else None) for row in steps],
        "done": sum(row.is_settled for row in steps),
        "all": len(steps),
        "may_write": may_write,
        "begin_url": reverse("aftercare_begin", args=[episode.pk]),
        "pdf_url": reverse("aftercare_pdf", args=[episode.pk]),
        "languages": LANGUAGES,
        "language": chart.client.language[:2],
    }


def names_of(row: AftercareStep) -> dict[str, str]:
    """Give a step's values by the names of its form, for two who wrote at once."""
    return {
        "status": row.status,
        "words": row.words,
        "provider": row.provider,
        "phone": row.phone,
        "meets_on": row.meets_on.isoformat() if row.meets_on else "",
        "meets_at": row.meets_at.strftime("%H:%M") if row.meets_at else "",
    }


def _step(chart: Chart, row: AftercareStep, may_write: bool, wrong: StepForm | None) -> dict[str, Any]:
    initial = {**names_of(row), "version": row.version, "meets_on": row.meets_on, "meets_at": row.meets_at}
    form = wrong or StepForm(initial=initial, auto_id=f"{row.key}-%s")
    return {
        "id": row.pk,
        "key": row.key,
        "form_id": f"step-{row.key}",
        "url": reverse("aftercare_step", args=[row.pk]),
        "title": AftercareKey(row.key).label,
        "state": AftercareStatus(row.status).label,
        "tone": TONES[AftercareStatus(row.status)],
        "form": form if may_write else None,
        "lines": told_step(row, "en") if not may_write else [],
        "is_open": not row.is_settled or wrong is not None,
        "saved": instant_words(row.saved_at, ZoneInfo(chart.zone)) if row.saved_by_id else "",
        "saved_by": row.saved_by.name if row.saved_by else "",
    }
