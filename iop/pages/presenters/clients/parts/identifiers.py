"""A client's numbers as a page shows them: masked, but for the one that was asked for."""

from __future__ import annotations

import uuid
from typing import Any

from clients import policies_papers as policies
from clients.models import ClientIdentifier
from iop.core.crypto import masked
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.parts.common import to_two


def read_identifiers(chart: Chart, shown_id: uuid.UUID | None = None, shown: str = "") -> dict[str, Any]:
    """Read a client's numbers: one statement. ``shown`` stands in full at ``shown_id``; whoever may not see any gets none."""
    may = policies.may_keep_identifiers(chart.actor, chart.client) is None
    rows = ClientIdentifier.objects.filter(client=chart.client, is_active=True) if may else []
    return {"may": may, "numbers": [_number(row, chart, shown if row.pk == shown_id else "") for row in rows]}


def _number(row: ClientIdentifier, chart: Chart, shown: str) -> dict[str, Any]:
    return {
        "key": f"number-{row.pk}",
        "kind": row.get_kind_display(),
        "issuer": row.issuer,
        "value": shown or masked(row.value),
        "is_shown": bool(shown),
        "show_url": to_two("client_identifier_show", chart.client.pk, row.pk),
        "remove_url": to_two("client_identifier_remove", chart.client.pk, row.pk),
    }
