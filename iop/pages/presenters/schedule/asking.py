"""Who asks, and at which site: what every page of the schedule begins with."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, TypeVar

from django.http import Http404, HttpRequest

from iop.access.actors import Actor, Place
from iop.access.choices import Permission
from iop.clinic.models import Site
from iop.core.errors import NotAllowed, require
from iop.core.words import Sentence, say
from iop.pages.presenters.schedule.calendar_ask import as_uuid

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

Where = TypeVar("Where", Site, Place)


class StaffRequest(HttpRequest):
    """A request by a signed-in colleague, as the middleware leaves it."""

    actor: Actor
    htmx: HtmxDetails


def sites(actor: Actor, permission: str) -> list[Site]:
    """List the sites where the colleague holds ``permission``. Raises ``NotAllowed`` when there is none."""
    return _some(list(Site.objects.filter(pk__in=actor.sites_where(permission), is_active=True)))


def places(actor: Actor, permission: str) -> list[Place]:
    """List the same for a page that needs no more of a site than its name and clock: nothing is asked of the database."""
    held = actor.sites_where(permission)
    return _some([place for place in actor.places if place.id in held])


def _some(found: list[Where]) -> list[Where]:
    if not found:
        raise NotAllowed(say("Your role does not include this part of the schedule."))
    return found


def site_of(request: HttpRequest, found: list[Where], posted: str = "") -> Where:
    """Choose the site a page is about: the one asked for, else the one in the frame, else the first.

    Raises ``Http404`` for a site that is not theirs: it looks as if it were not there.
    """
    asked = as_uuid(posted or request.GET.get("site"))
    if asked is None:
        shown: Any = getattr(request, "site", None)
        return next((site for site in found if shown and site.id == shown.id), found[0])
    for site in found:
        if site.id == asked:
            return site
    raise Http404


def may(actor: Actor, permission: str, site_id: uuid.UUID | None = None) -> bool:
    """Say whether a page offers what needs ``permission``."""
    return actor.can(permission, site_id)


def must(actor: Actor, permission: str, site_id: uuid.UUID | None = None) -> None:
    """Refuse a page that is only for those who hold ``permission``."""
    require(None if actor.can(permission, site_id) else WHY_NOT[permission])


WHY_NOT: dict[str, Sentence] = {
    Permission.SESSION_VIEW: say("Your role does not include this part of the schedule."),
    Permission.TEMPLATE_EDIT: say("Your role does not include changing tracks, templates and the curriculum."),
    Permission.CLINIC_EDIT: say("Only a site administrator may change the clinic."),
    Permission.SESSION_MOVE: say("Your role does not include moving or cancelling sessions."),
    Permission.APPOINTMENT_BOOK: say("Your role does not include booking appointments."),
    Permission.ENROL: say("Your role does not include changing enrolment."),
    Permission.CLIENT_VIEW: say("Your role does not include opening charts."),
}
