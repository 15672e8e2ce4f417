"""The frame of a chart's pages: its head with what may be done from there, and its tabs."""

from __future__ import annotations

from typing import Any

from clients import policies
from clients.choices import Ground
from clients.gate.policies import may_disclose
from clients.policies_charts import may_see_merging
from iop.access.actors import Actor
from iop.pages.presenters.clients.head import Chart


def frame_of(actor: Actor, chart: Chart, here: str) -> dict[str, Any]:
    """Give what ``clients/chart/base.html`` shows around a page; ``here`` is the URL name of the part it belongs to."""
    return {
        "chart": chart,
        "tabs": chart.tabs(here),
        "may_edit": policies.may_edit(actor, chart.client) is None,
        "may_guard": may_see_merging(actor) is None,
        "may_raise_concern": policies.may_raise_concern(actor, chart.episode.site_id) is None,
        "may_tell_in_emergency": may_disclose(actor, chart.client, Ground.EMERGENCY) is None,
    }
