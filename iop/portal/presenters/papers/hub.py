"""Where a client's papers begin: what waits for them, and a way to each kind."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from clients.models import Client
from clients.own_papers import last_stay
from iop.core.words import Sentence
from iop.portal.presenters.papers.consents import number_to_sign

WAYS: tuple[tuple[str, str, Sentence, Sentence], ...] = (
    ("my_consents", "patch-check", gettext_lazy("What I agreed to"),
     gettext_lazy("Read it, sign what is new, take back what you no longer want.")),
    ("my_papers_told", "envelope", gettext_lazy("What was told to others"),
     gettext_lazy("When, to whom, what and why.")),
    ("my_papers_opened", "eye", gettext_lazy("Who opened my chart"),
     gettext_lazy("Which colleagues looked, and when.")),
    ("my_papers_documents", "file-earmark-text", gettext_lazy("My documents"),
     gettext_lazy("Papers for you, and letters about you.")),
    ("my_record", "download", gettext_lazy("My record"),
     gettext_lazy("Take a copy with you, to read or for another program.")),
    ("my_record_wishes", "pencil-square", gettext_lazy("My requests"),
     gettext_lazy("Ask for a correction, a copy on paper, or that somebody is not told.")),
)  # fmt: skip


def read_hub(client: Client) -> dict[str, Any]:
    """Read how much waits for the client: one statement."""
    number = number_to_sign(client)
    waits = ngettext("%(n)d form waits for you", "%(n)d forms wait for you", number) % {"n": number} if number else ""
    return {
        "ways": [
            {
                "url": reverse(name),
                "icon": icon,
                "called": called,
                "hint": hint,
                "waits": waits if name == "my_consents" else "",
            }
            for name, icon, called, hint in WAYS
        ]
    }


def place_of(client: Client) -> tuple[str, Any]:
    """Name the clock and the site of a client's papers: those of their newest stay."""
    stay = last_stay(client)
    return (stay.site.time_zone, stay.site_id) if stay else ("UTC", None)
