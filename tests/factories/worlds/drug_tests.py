"""Ids of the small clinic for addresses about drug tests."""

from __future__ import annotations

from typing import Any

from clients.models import Client
from iop.clinic.models import Site
from therapy.models.drug_tests import TestDraw, TestPanel, TestResult


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: a test with a result, of anybody at the site."""
    found = TestResult.objects.standing().filter(test__episode__site=boston).select_related("test")
    result = found.order_by("test__episode__client__is_restricted", "-resulted_at").first()
    draw = TestDraw.objects.filter(site=boston).order_by("-on").first()
    panel = TestPanel.objects.in_use().order_by("name").first()
    assert result is not None
    assert draw is not None
    assert panel is not None
    return {"test_id": result.test_id, "result_id": result.pk, "draw_id": draw.pk, "panel_id": panel.pk}
