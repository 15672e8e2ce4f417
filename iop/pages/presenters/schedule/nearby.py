"""The pages beside each other: what a program consists of, and a site's own version of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import Site

PAGES = (
    ("tracks", _("Tracks"), (Permission.SESSION_VIEW,)),
    ("programs", _("Programs"), (Permission.TEMPLATE_EDIT,)),
    ("rooms", _("Rooms"), (Permission.SESSION_VIEW,)),
    ("kinds", _("Kinds of parts"), (Permission.TEMPLATE_EDIT,)),
    ("curriculum", _("Curriculum"), (Permission.SESSION_VIEW,)),
    ("exercises", _("Exercises"), (Permission.SESSION_VIEW,)),
    ("levels", _("Levels of care"), (Permission.CLINIC_EDIT, Permission.TEMPLATE_EDIT)),
    ("making", _("Planned days"), (Permission.SESSION_MOVE,)),
)


def tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    """List the pages about the program that this colleague may open."""
    return [
        {"label": label, "url": reverse(name), "current": name == current}
        for name, label, needs in PAGES
        if any(actor.can(one) for one in needs)
    ]


def site_tabs(found: Sequence[Site], current: Site, name: str) -> list[dict[str, Any]]:
    """List the sites to choose from; nothing when there is one."""
    if len(found) < 2:
        return []
    return [
        {"label": site.name, "url": f"{reverse(name)}?site={site.pk}", "current": site.pk == current.pk}
        for site in found
    ]
