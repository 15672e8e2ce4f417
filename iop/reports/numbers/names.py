"""Names of what rows are about: levels, sites, tracks, payers. Each in one statement."""

from __future__ import annotations

from typing import Any

from billing.models import Payer
from clients.models import LevelOfCare
from iop.clinic.models import Site
from scheduling.models import Track


def level_names() -> dict[Any, Any]:
    """Name the levels of care."""
    return dict(LevelOfCare.objects.values_list("pk", "name"))


def site_names() -> dict[Any, Any]:
    """Name the sites."""
    return dict(Site.objects.values_list("pk", "name"))


def track_names() -> dict[Any, Any]:
    """Name the tracks with their sites."""
    rows = Track.objects.values_list("pk", "name", "program__site__name")
    return {key: f"{name} · {site}" for key, name, site in rows}


def payer_names() -> dict[Any, Any]:
    """Name the payers."""
    return dict(Payer.objects.values_list("pk", "name"))
