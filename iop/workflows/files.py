"""Who may open an uploaded file, because of what it belongs to (the slot ``FILE_OPENERS``).

Each answers yes or no for files of its own kind, and nothing for any other.
"""

from __future__ import annotations

from django.db.models import Q

from billing.models import Coverage
from billing.policies.coverage import may_see_coverage
from clients.models import Client, ClientDocument
from clients.policies import may_open_chart
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.documents.models import StoredFile
from scheduling.models import Handout


def may_open_handout(actor: Actor, file: StoredFile) -> bool | None:
    """A handout of the curriculum is for everybody who may open a treatment day: it is given out there."""
    if not Handout.objects.filter(file=file).exists():
        return None
    return actor.can(Permission.SESSION_VIEW)


def may_open_photo(actor: Actor, file: StoredFile) -> bool | None:
    """A client's photo is for those who may open the chart, and for nobody because they once uploaded it."""
    client = Client.objects.filter(photo=file).prefetch_related("episodes").first()
    if client is None:
        return None
    return may_open_chart(actor, client) is None


def may_open_chart_document(actor: Actor, file: StoredFile) -> bool | None:
    """A paper of a chart is opened at its own place in the chart alone, where opening it goes on that client's record."""
    return False if ClientDocument.objects.filter(file=file).exists() else None


def may_open_card(actor: Actor, file: StoredFile) -> bool | None:
    """A picture of an insurance card is for those who see who covers that client."""
    cover = Coverage.objects.filter(Q(card_front=file) | Q(card_back=file)).select_related("client").first()
    return None if cover is None else may_see_coverage(actor, cover.client) is None
