"""Ids of the small clinic for addresses about bringing clients in from another system."""

from __future__ import annotations

from typing import Any

from clients.import_choices import ImportStatus, RowOutcome
from clients.models import Client, ImportRun
from iop.clinic.models import Site


def ids(boston: Site, client: Client) -> dict[str, Any]:
    """An id for each place in these addresses: a file that waits to be looked through, and a row of it that looks like somebody."""
    run = ImportRun.objects.filter(site=boston, status=ImportStatus.READY).first()
    assert run is not None
    alike = run.rows.filter(outcome=RowOutcome.ALIKE).first()
    assert alike is not None
    return {"run_id": run.pk, "row_id": alike.pk}
