"""A client's drug tests on their chart: the plan, exemptions, what was tested, and what was not. Fixed statements."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.days.words import clock_of
from iop.pages.presenters.drug_tests.words import overall_chip, status_chip
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import day_words, period_words
from therapy.choices.drug_tests import HAS_RESULT, OrderReason, TestStatus
from therapy.models.drug_tests import DrugTest, TestExemption, TestPlan
from therapy.policies.drug_tests import may_collect
from therapy.tests_lines import newest

PAGE = 20
COUNTED = (TestStatus.MISSED, TestStatus.REFUSED, TestStatus.UNABLE)


def read_tests(chart: Chart, page: int = 1) -> dict[str, Any]:
    """Give the page of the chart."""
    collects = may_collect(chart.actor, chart.episode.site_id) is None
    start = (page - 1) * PAGE
    rows = list(_rows(chart, collects)[start : start + PAGE + 1])
    tests_url = to("client_tests")(chart.client.pk)
    return {
        "plan": _plan(chart),
        "exemptions": [_exemption(row) for row in _exemptions(chart)],
        "counts": _counts(chart),
        "rows": [_row(row, ZoneInfo(chart.zone)) for row in rows[:PAGE]],
        "earlier": f"{tests_url}?{urlencode({'page': page - 1})}" if page > 1 else "",
        "later": f"{tests_url}?{urlencode({'page': page + 1})}" if len(rows) > PAGE else "",
        "says": _("Page %(number)d") % {"number": page} if page > 1 or len(rows) > PAGE else "",
        "may_collect": collects and chart.episode.status == "admitted",
        "order_url": to("client_test_order")(chart.client.pk),
        "plan_url": to("client_test_plan")(chart.client.pk),
        "exempt_url": to("client_test_exempt")(chart.client.pk),
        "end_url": to("client_test_plan_end")(chart.client.pk),
    }


def plan_now(chart: Chart) -> TestPlan | None:
    """Give the plan that holds today, or the next one."""
    rows = TestPlan.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=chart.today), episode=chart.episode)
    return rows.select_related("panel", "oral_panel", "ordered_by").order_by("starts_on").first()


def rate_words(plan: TestPlan) -> str:
    """Say how often: "about once a week, never more than 7 days apart"."""
    rate = plan.per_week.normalize()
    often = ngettext("about %(rate)s test a week", "about %(rate)s tests a week", int(rate) or 2) % {
        "rate": f"{rate:f}"
    }
    gap = ngettext("never more than %(days)d day apart", "never more than %(days)d days apart", plan.max_gap_days)
    return f"{often}, {gap % {'days': plan.max_gap_days}}"


def _rows(chart: Chart, collects: bool) -> Any:
    rows = DrugTest.objects.filter(episode__client__in=chart.ids).select_related("panel")
    if not collects:
        # Whoever does not collect must not learn who is next: a drawn order is told on arrival.
        rows = rows.exclude(status=TestStatus.ORDERED)
    return rows.annotate(overall=newest("overall"), stage=newest("stage")).order_by("-due_on", "-ordered_at")


def _row(row: Any, zone: ZoneInfo) -> dict[str, Any]:
    tone, status = status_chip(row.status)
    result = overall_chip(row.overall) if row.overall else None
    return {
        "url": to("drug_test")(row.pk),
        "day": f"{day_words(row.due_on)} {row.due_on.year}",
        "at": clock_of(row.collected_at, zone),
        "panel": row.panel.name,
        "reason": OrderReason(row.reason).label,
        "tone": tone,
        "status": status,
        "result_tone": result[0] if result else "",
        "result": result[1] if result else "",
        "confirmed": row.stage == "definitive",
    }


def _plan(chart: Chart) -> dict[str, Any] | None:
    row = plan_now(chart)
    if row is None:
        return None
    return {
        "rate": rate_words(row),
        "panel": row.panel.name,
        "oral": row.oral_panel.name if row.oral_panel else "",
        "on_days_off": row.on_days_off,
        "necessity": row.necessity,
        "period": period_words(row.starts_on, row.ends_on),
        "who": row.ordered_by.name,
    }


def _exemptions(chart: Chart) -> list[TestExemption]:
    rows = TestExemption.objects.filter(episode=chart.episode, ends_on__gte=chart.today).select_related("by")
    return list(rows.order_by("starts_on"))


def _exemption(row: TestExemption) -> dict[str, Any]:
    return {
        "kind": row.get_kind_display(),
        "instead": row.get_instead_display(),
        "period": period_words(row.starts_on, row.ends_on),
        "note": row.note,
        "who": row.by.name,
    }


def _counts(chart: Chart) -> list[dict[str, Any]]:
    found = DrugTest.objects.filter(episode__client__in=chart.ids).aggregate(
        tested=Count("pk", filter=Q(status__in=HAS_RESULT)),
        **{str(status): Count("pk", filter=Q(status=status)) for status in COUNTED},
    )
    return [
        {"label": _("with a result"), "value": found["tested"]},
        *({"label": str(status.label), "value": found[str(status)]} for status in COUNTED),
    ]
