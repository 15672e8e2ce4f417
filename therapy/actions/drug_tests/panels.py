"""Panels: made, changed by making a new version, taken out of use."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from clients.rules import plain_line
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, Stale, require, require_valid
from iop.core.ids import uuid7
from iop.core.words import say
from therapy.choices.drug_tests import Matrix, Stage
from therapy.models.drug_tests import TestPanel
from therapy.policies.drug_tests import may_set_up_tests
from therapy.rules.drug_tests.panels import STARTING_PANELS, Target, why_not_targets


@transaction.atomic
def save_panel(
    *,
    by: Actor,
    name: str,
    matrix: str,
    stage: str,
    targets: Sequence[Target],
    at: dt.datetime,
    device: str = "",
    panel: TestPanel | None = None,
) -> TestPanel:
    """Make a panel, or a new version of ``panel``; orders keep the version they were read by.

    Raises ``Stale`` when ``panel`` is no longer the version in use, ``Invalid`` for lines that make no sense. ``at`` is when.
    """
    require(may_set_up_tests(by))
    if matrix not in Matrix.values or stage not in Stage.values:
        raise Invalid(say("Choose from the list."), field="matrix" if matrix not in Matrix.values else "stage")
    title = plain_line(name)[:120]
    require_valid(None if title else say("Give the panel a name."), "name")
    require_valid(why_not_targets(targets, matrix), "targets")
    before = _held(panel.pk) if panel else None
    if before:
        TestPanel.objects.filter(pk=before.pk).update(is_active=False)
    made = TestPanel.objects.create(
        lineage=before.lineage if before else uuid7(), number=before.number + 1 if before else 1, name=title, matrix=matrix,
        stage=stage, device=plain_line(device)[:120], targets=[one.as_data() for one in targets],
    )  # fmt: skip
    record(
        by=by, verb="therapy.test_panel_saved", subject=made,
        detail={"number": made.number, "targets": len(made.targets), "at": at},
    )  # fmt: skip
    return made


@transaction.atomic
def retire_panel(*, by: Actor, panel: TestPanel, at: dt.datetime) -> TestPanel:
    """Take a panel out of use. Plans that name it go on with it until they are changed. ``at`` is when."""
    require(may_set_up_tests(by))
    row = _held(panel.pk)
    row.is_active = False
    row.save(update_fields=["is_active"])
    record(by=by, verb="therapy.test_panel_retired", subject=row, detail={"at": at})
    return row


@transaction.atomic
def install_panels(*, by: Actor, at: dt.datetime) -> int:
    """Make the panels a clinic begins with, those of them that it has none of by name; say how many."""
    require(may_set_up_tests(by))
    known = set(TestPanel.objects.values_list("name", flat=True))
    new = [one for one in STARTING_PANELS if one.name not in known]
    rows = [
        TestPanel(
            lineage=uuid7(), name=one.name, matrix=one.matrix, stage=one.stage, device=one.device,
            targets=[target.as_data() for target in one.targets],
        )
        for one in new
    ]  # fmt: skip
    TestPanel.objects.bulk_create(rows)
    if rows:
        record(by=by, verb="therapy.test_panels_installed", subject=None, detail={"panels": len(rows), "at": at})
    return len(rows)


def _held(panel_id: uuid.UUID) -> TestPanel:
    row = TestPanel.objects.select_for_update().filter(pk=panel_id).first()
    if row is None:
        raise Conflict(say("This panel is not there."), code="gone")
    if not row.is_active:
        raise Stale(say("A colleague changed this panel meanwhile. Open the version in use."))
    return row
