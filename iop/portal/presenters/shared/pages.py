"""A relative's first page and the page of one person who shares. What is shown is written down in the transaction that reads it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format

from clients import gate
from clients.choices import Information
from clients.models import RelatedPerson
from family.actions.showing import note_shown
from family.sharing import Share, share_of, shares
from iop.portal.presenters.shared.sections import SECTIONS, Section, stay_of

PRESENCE = Information.PRESENCE


@transaction.atomic
def home(person: RelatedPerson, at: dt.datetime) -> dict[str, Any]:
    """Give a card for each client who shares something, by first name; that they are here is itself told, and written down."""
    found = shares(person, at, hold=True)
    for share in found:
        if share.has(PRESENCE):
            note_shown(share=share, contents={PRESENCE: share.name}, records=[], at=at)
    return {"name": person.first_name, "cards": [_card(share) for share in found]}


@transaction.atomic
def shared_page(person: RelatedPerson, share_id: uuid.UUID, at: dt.datetime) -> dict[str, Any] | None:
    """Give what one client shares, section by section; none when nothing is shared with this person under this address.

    The releases are held while it is read and written down: one that is taken back meanwhile comes after.
    """
    share = share_of(person, share_id, at, hold=True)
    if share is None:
        return None
    stay = stay_of(share.client.pk, at)
    sections = [read(share, stay, at) for kind, read in SECTIONS if kind in share.bases]
    _note(share, sections, at)
    return {
        "share": share,
        "name": share.name,
        "sections": sections,
        "elsewhere": [kind.label for kind in share.elsewhere],
        "ends": [_end_words(end) for end in share.ends],
        "notice": _notices(share),
        "still_url": f"{reverse('shared_still', args=[share.id])}?as={share.print}",
    }


def still(person: RelatedPerson, share_id: uuid.UUID, shown: str, at: dt.datetime) -> bool:
    """Say whether an open page still shows exactly what is shared now; ``shown`` is the print it was made with."""
    share = share_of(person, share_id, at)
    return share is not None and share.print == shown


def _card(share: Share) -> dict[str, Any]:
    return {
        "name": share.name,
        "kinds": [kind.label for kind in share.kinds],
        "url": reverse("shared_client", args=[share.id]),
    }


def _note(share: Share, sections: list[Section], at: dt.datetime) -> None:
    contents: dict[str, object] = {PRESENCE: share.name} if share.has(PRESENCE) else {}
    contents |= {section.kind: section.plain() for section in sections}
    if contents:
        records = [record for section in sections for record in section.records]
        note_shown(share=share, contents=contents, records=records, at=at)


def _notices(share: Share) -> str:
    # The words of the regulation are the same for every release; the line that explains them is in the reader's language.
    basis = next(iter(share.bases.values()))
    return gate.notice_text(basis, sent_as="portal")


def _end_words(end: object) -> str:
    return date_format(end, "DATE_FORMAT") if isinstance(end, dt.date) else str(end)
