"""A colleague leaves: the inquiries they look after get somebody else, or go back to whoever is on intake."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import F

from clients.models import Inquiry
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.recorder import record
from iop.core.words import Sentence, count_words, sentence
from iop.workflows.heirs import sites_of_heir


def preview(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> list[Sentence]:
    """Say how many open inquiries would go to somebody else."""
    number = Inquiry.objects.open().filter(owner=staff_id).count()
    words = count_words(
        "{n} open inquiry goes to the colleague you name where they take calls, else to whoever is on intake.",
        "{n} open inquiries go to the colleague you name where they take calls, else to whoever is on intake.",
        number,
    )
    return [sentence(words, n=number)] if number else []


def hand_over(
    *, by: Actor, staff_id: uuid.UUID, left_on: dt.date, to_staff_id: uuid.UUID | None, at: dt.datetime
) -> None:
    """Give open inquiries to ``to_staff_id`` at the sites where they take calls, and to nobody elsewhere; their work was moved."""
    mine = Inquiry.objects.open().filter(owner=staff_id)
    rows = list(mine.order_by("pk").select_for_update().values_list("pk", "site_id", "client_id"))
    if not rows:
        return
    sites = sites_of_heir(to_staff_id, [site for _, site, _ in rows], Permission.INTAKE_WORK, on=left_on)
    mine.filter(site__in=sites).update(owner=to_staff_id, version=F("version") + 1)
    mine.exclude(site__in=sites).update(owner=None, version=F("version") + 1)
    record(
        by=by, verb="clients.inquiries_handed_over", subject=("clinic.staffmember", staff_id),
        clients={client for _, _, client in rows if client},
        detail={"to": to_staff_id, "inquiries": len(rows), "to_the_role": sum(site not in sites for _, site, _ in rows), "at": at},
    )  # fmt: skip
