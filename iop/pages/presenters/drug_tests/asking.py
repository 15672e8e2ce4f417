"""Who asks for which drug test. Not theirs looks like not there (404); theirs but not allowed is refused (403)."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import Http404

from iop.access.actors import Actor
from iop.clinic.models import Site
from iop.core.errors import NotAllowed, require
from iop.pages.presenters.clients.head import Chart, read_chart
from therapy.choices.drug_tests import Matrix, Stage, TestStatus
from therapy.models.drug_tests import DrugTest, TestDraw, TestPanel, TestResult
from therapy.policies.drug_tests import may_collect, may_read_tests, may_set_up_tests


def tests_chart(actor: Actor, client_id: uuid.UUID, at: dt.datetime) -> Chart:
    """Read a chart's head for somebody who reads drug tests. An emergency opens a chart, and never these."""
    chart = read_chart(actor, client_id, at)
    require(may_read_tests(actor, chart.episode.site_id))
    return chart


def collecting_chart(actor: Actor, client_id: uuid.UUID, at: dt.datetime) -> Chart:
    """Read a chart's head for a collector."""
    chart = tests_chart(actor, client_id, at)
    require(may_collect(actor, chart.episode.site_id))
    return chart


def test_of(actor: Actor, test_id: uuid.UUID, at: dt.datetime) -> tuple[DrugTest, Chart]:
    """Give a test with its client's chart."""
    row = (
        DrugTest.objects.select_related(
            "episode__site", "panel", "ordered_by", "collected_by", "draw", "follows", "episode__client"
        )
        .filter(pk=test_id)
        .first()
    )
    if row is None:
        raise Http404
    chart = read_chart(actor, row.episode.client_id, at)
    require(may_read_tests(actor, row.episode.site_id))
    if row.status == TestStatus.ORDERED:
        # Who is next is for collectors alone: the client hears of it on arrival.
        require(may_collect(actor, row.episode.site_id))
    return row, chart


def collectable(actor: Actor, test_id: uuid.UUID, at: dt.datetime) -> tuple[DrugTest, Chart]:
    """The same for a collector."""
    row, chart = test_of(actor, test_id, at)
    require(may_collect(actor, row.episode.site_id))
    return row, chart


def result_of(test: DrugTest, result_id: uuid.UUID) -> TestResult:
    """Give a result of a test."""
    row = TestResult.objects.select_related("panel").prefetch_related("lines").filter(pk=result_id, test=test).first()
    if row is None:
        raise Http404
    return row


def screens(matrix: str = "") -> list[TestPanel]:
    """List the screens in use."""
    rows = TestPanel.objects.in_use().filter(stage=Stage.PRESUMPTIVE)
    return list(rows.filter(matrix=matrix) if matrix else rows)


def laboratory_panels(matrix: str) -> list[TestPanel]:
    """List the laboratory panels in use for a material."""
    return list(TestPanel.objects.in_use().filter(stage=Stage.DEFINITIVE, matrix=matrix))


def oral_panels() -> list[TestPanel]:
    """List the oral fluid screens in use."""
    return screens(Matrix.ORAL_FLUID)


def panel_of(actor: Actor, panel_id: uuid.UUID) -> TestPanel:
    """Give a panel to those who set drug tests up."""
    require(may_set_up_tests(actor))
    row = TestPanel.objects.filter(pk=panel_id).first()
    if row is None:
        raise Http404
    return row


def draw_of(actor: Actor, draw_id: uuid.UUID) -> TestDraw:
    """Give a draw to those who set drug tests up at its site."""
    require(may_set_up_tests(actor))
    row = TestDraw.objects.select_related("site", "drawn_by").filter(pk=draw_id).first()
    if row is None or may_set_up_tests(actor, row.site_id):
        raise Http404
    return row


def sites_where(actor: Actor, permission: str, why: object) -> list[Site]:
    """List the sites where the colleague holds ``permission``; raise ``NotAllowed`` with ``why`` when there is none."""
    found = list(Site.objects.filter(pk__in=actor.sites_where(permission), is_active=True))
    if not found:
        raise NotAllowed(why)  # type: ignore[arg-type]
    return found
