"""Handing a client their superbill: their own copy, written down as such."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import override

from billing import superbills
from clients import gate
from clients.choices import Ground, Information, Purpose, SentKind
from clients.models import Client
from iop.access.actors import Actor
from iop.core.errors import Invalid
from iop.core.words import say
from iop.documents import pdf

LANGUAGES = ("en", "es")
TOLD = (Information.BILLING, Information.DIAGNOSIS, Information.ATTENDANCE)


def hand_out(*, by: Actor, client: Client, first: dt.date, last: dt.date, at: dt.datetime) -> bytes:
    """Make a client's superbill in their language, and write down that they received it.

    Raises ``Invalid`` for days in the wrong order, ``NotDisclosable`` or ``NotAllowed`` without the right to hand it out.
    """
    if last < first:
        raise Invalid(say("The last day comes before the first."), field="last")
    basis = gate.basis_for(
        by=by, client=client, to=gate.Recipient.client(), purpose=Purpose.REQUEST, information=TOLD, at=at,
        ground=Ground.OWN_ACCESS,
    )  # fmt: skip
    language = client.language if client.language in LANGUAGES else "en"
    with override(language):
        data = superbills.content(client.pk, first, last)
        title = _("Superbill")
    charges = data.pop("charge_ids")
    content = pdf.render("superbill", data, language=language)
    gate.release(
        by=by, client=client, basis=basis, sent_as=SentKind.COPY, records=[("billing.charge", each) for each in charges],
        content=content, at=at, description=title,
    )  # fmt: skip
    return content
