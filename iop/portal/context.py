"""What the frame of every page of the portal needs: who is here, and where they may go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from clients.portal import Outsider
from iop.accounts.sign_in import idle_minutes
from iop.core.words import Sentence


@dataclass(frozen=True)
class Place:
    """One link at the bottom of the phone. ``also`` are beginnings of names of addresses that belong to it."""

    label: Sentence
    icon: str
    name: str
    also: tuple[str, ...] = ()


AT_KIOSK = "at_kiosk"
"""Where the session keeps that this is the waiting room's tablet: there is nowhere to go from there."""
OF_CLIENTS = (
    Place(_("Home"), "house", "my_home", ("my_check_in",)),
    Place(_("My week"), "calendar-week", "my_week", ("my_week", "my_ask", "my_feed")),
    Place(
        _("My recovery"),
        "signpost-split",
        "my_recovery",
        (
            "my_recovery",
            "my_plan",
            "my_journal",
            "my_measure",
            "my_homework",
            "my_topics",
            "my_progress",
            "my_more",
        ),
    ),
    Place(_("Messages"), "chat-dots", "my_threads", ("my_thread",)),
    Place(_("My papers"), "file-earmark-text", "my_papers", ("my_papers", "my_consent", "my_record")),
    Place(_("Bills"), "wallet2", "my_bills", ("my_bill", "my_statement")),
)
OF_RELATIVES = (
    Place(_("Home"), "house", "shared_home", ("shared_client",)),
    Place(_("Groups"), "people", "shared_groups", ("shared_group",)),
    Place(_("My notes"), "journal-text", "shared_notes", ("shared_note",)),
)


@dataclass(frozen=True)
class Link:
    """A link of the frame as shown."""

    label: Sentence
    icon: str
    url: str
    current: bool


class Frame:
    """The frame of one page, worked out when the template asks."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.outsider: Outsider | None = getattr(request, "outsider", None)

    @property
    def links(self) -> Sequence[Link]:
        """List where this person may go."""
        if self.outsider is None or self._request.session.get(AT_KIOSK):
            return ()
        places = OF_CLIENTS if self.outsider.client else OF_RELATIVES
        found = ((place, _address(place.name)) for place in places)
        return [Link(place.label, place.icon, url, self._is_at(place)) for place, url in found if url]

    @property
    def idle_minutes(self) -> int:
        """Say after how many minutes without activity the sign-in ends."""
        return idle_minutes(self._request)

    def _is_at(self, place: Place) -> bool:
        match = self._request.resolver_match
        name = (match.url_name or "") if match else ""
        return name == place.name or name.startswith(place.also or (place.name,))


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates the portal's frame as ``portal``."""
    return {"portal": Frame(request)}


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
