"""The letter that tells a place about somebody who is sent there: made, and let leave through the gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clients import gate, rules
from clients.choices import Information, SentKind
from clients.models import Client, ContactPoint
from iop.access.actors import Actor
from iop.core import clock
from iop.core.basis import Basis
from iop.core.errors import Invalid, require_valid
from iop.core.words import say
from iop.documents.pdf import render
from iop.workflows.letterheads import letterhead
from therapy.actions.support.referrals import SPOKEN_AT_MOST, ground_for, held, tell_place
from therapy.models.support import Referral


@transaction.atomic
def tell(
    *,
    by: Actor,
    referral: Referral,
    version: int,
    information: Collection[str],
    said: str,
    by_letter: bool,
    at: dt.datetime,
) -> bytes:
    """Tell a place what is ticked, by word of mouth or by a letter, which is given back to be sent; nothing of what is spoken.

    Raises ``NotDisclosable`` with what would mend it when no consent or agreement covers it: then nothing leaves.
    """
    words = rules.plain_text(said)
    if not words:
        raise Invalid(say("Say in a sentence what is told."), field="said")
    require_valid(rules.why_too_long(words, SPOKEN_AT_MOST), "said")
    basis, _party = ground_for(by=by, referral=referral, information=information, at=at)
    row = held(by, referral.pk, version)
    content = render("letter", paper_of(row, basis, words, by, at)) if by_letter else b""
    tell_place(by=by, referral=row, version=version, basis=basis, at=at, said=words, content=content)
    return content


def paper_of(row: Referral, basis: Basis, words: str, by: Actor, at: dt.datetime) -> dict[str, Any]:
    """Give the letter as the paper's template reads it: no more than the ground covers."""
    site, place = row.episode.site, row.resource
    return {
        "title": _("Referral"),
        **letterhead(site),
        "dated": date_format(clock.local_date(at, site.time_zone), "DATE_FORMAT"),
        "to": [line for line in (row.to_name, place.address if place else "") if line],
        "our_reference": [],
        "paragraphs": [
            _("We refer the person named below to you for: %(need)s.") % {"need": str(row.get_need_display()).lower()},
            *_who(row.episode.client, basis),
            *([_("What they are looking for: %(wish)s") % {"wish": row.wish}] if row.wish else []),
            words,
        ],
        "columns": [],
        "rows": [],
        "signed_by": by.display_name,
        "credential": by.credential,
        "notice_title": _("Notice to the recipient"),
        "notice": gate.notices.notice_text(basis, sent_as=SentKind.LETTER),
        "consent_title": _("Copy of the consent on which this letter rests"),
        "consent": gate.notices.consent_copy(basis),
        "footer": gate.notices.SHORT if basis.consent_id else "",
    }


def _who(client: Client, basis: Basis) -> list[str]:
    lines = [client.name]
    if Information.CONTACT in basis.scope:
        point = ContactPoint.objects.filter(client=client, kind="phone").order_by("-is_preferred", "pk").first()
        lines.append(_("Born %(day)s") % {"day": date_format(client.date_of_birth, "DATE_FORMAT")})
        lines += [_("Phone %(number)s") % {"number": rules.phone_for_people(point.value)}] if point else []
    return ["\n".join(lines)]
