"""The chart's tab "Assessment": assessments, level decisions and diagnoses, in a fixed number of statements."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count

from clients.choices import Edition, EpisodeStatus, VarianceReason
from clients.models import DimensionalAssessment
from clients.policies import may_diagnose, may_rate_dimensions
from iop.access.choices import Permission
from iop.pages.assessment_forms import AdoptForm, OpenDimensionsForm
from iop.pages.presenters.assessments.diagnoses import standing_rows
from iop.pages.presenters.assessments.reading import TONES
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import day_words_long, instant_words
from therapy.choices import AssessmentSource, NoteStatus
from therapy.models import BiopsychosocialAssessment
from therapy.policies import may_assess, may_keep_counseling_notes

OPEN = (EpisodeStatus.INQUIRY, EpisodeStatus.ADMITTED)


def read_list(chart: Chart, adopt_form: AdoptForm | None = None) -> dict[str, Any]:
    """Give what the tab shows, and what this colleague may begin at this point of the stay."""
    rows = list(
        BiopsychosocialAssessment.objects.visible_to(chart.actor, at=chart.at)
        .filter(episode__client=chart.client)
        .select_related("author", "episode")
        .order_by("-created_at")
    )
    decisions = list(_decisions(chart))
    is_open = chart.episode.status in OPEN
    drafts = [row for row in rows if row.signed_at is None and row.episode_id == chart.episode.pk]
    may_begin = is_open and may_assess(chart.actor, chart.episode.site_id) is None and not drafts
    may_rate = is_open and may_rate_dimensions(chart.actor, chart.episode) is None
    under_way = any(row.signed_at is None for row in decisions)
    keeps_notes = may_keep_counseling_notes(chart.actor, chart.episode.site_id) is None
    return {
        "assessments": [_row(row, chart) for row in rows],
        "decisions": [_decision(row) for row in decisions],
        "diagnoses": standing_rows(chart),
        "may_begin": may_begin,
        "adopt_form": (adopt_form or adopting(chart, rows)) if may_begin else None,
        "dimensions_form": OpenDimensionsForm() if may_rate and not under_way else None,
        "may_diagnose": may_diagnose(chart.actor, chart.episode.site_id) is None,
        "diagnoses_url": to("client_diagnoses")(chart.client.pk),
        "counseling_url": to("client_counseling_notes")(chart.client.pk) if keeps_notes else "",
    }


def adopting(chart: Chart, rows: Any = None, data: Any = None) -> AdoptForm:
    """Make the form for adopting one made before; the client's own signed ones can be chosen."""
    if rows is None:
        rows = BiopsychosocialAssessment.objects.visible_to(chart.actor, at=chart.at).filter(
            episode__client=chart.client
        )
    signed = [row for row in rows if row.signed_at is not None]
    zone = ZoneInfo(chart.zone)
    return AdoptForm(data, prefix="adopt").offer(signed, lambda row: instant_words(row.signed_at, zone))


def _decisions(chart: Chart) -> Any:
    rows = DimensionalAssessment.objects.filter(episode__client=chart.client)
    if not chart.can(Permission.ASSESS) and not chart.can(Permission.PLACEMENT_DECIDE):
        rows = rows.filter(signed_at__isnull=False)
    return (
        rows.select_related("assessed_by", "indicated_level", "chosen_level")
        .annotate(rated=Count("ratings"))
        .order_by("-created_at")
    )


def _row(row: BiopsychosocialAssessment, chart: Chart) -> dict[str, Any]:
    zone = ZoneInfo(chart.zone)
    return {
        "url": to("assessment")(row.pk),
        "when": instant_words(row.signed_at or row.created_at, zone),
        "who": row.author.name,
        "status": NoteStatus(row.status).label,
        "tone": TONES[NoteStatus(row.status)],
        "source": AssessmentSource(row.source).label if row.source != AssessmentSource.OWN else "",
    }


def _decision(row: Any) -> dict[str, Any]:
    differs = row.signed_at and row.indicated_level_id != row.chosen_level_id
    return {
        "url": to("dimensions")(row.pk),
        "when": day_words_long(row.assessed_on),
        "who": row.assessed_by.name,
        "edition": Edition(row.edition).label,
        "is_draft": row.signed_at is None,
        "rated": row.rated,
        "level": row.chosen_level.short_name if row.chosen_level else "",
        "indicated": row.indicated_level.short_name if differs else "",
        "variance": VarianceReason(row.variance_reason).label if differs else "",
    }
