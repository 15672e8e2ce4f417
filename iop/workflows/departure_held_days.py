"""A colleague leaves: days whose money waits for them wait for somebody else."""

from __future__ import annotations

import datetime as dt
import uuid

from billing.models import ClientDay
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.recorder import record
from iop.clinic.models import StaffMember
from iop.core.words import Sentence, count_words, sentence
from iop.workflows.heirs import sites_of_heir


def preview(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> list[Sentence]:
    """Say how many held days wait for them."""
    number = ClientDay.objects.waiting().filter(owner_staff=staff_id).count()
    words = count_words(
        "{n} day that cannot be billed yet waits for them: it goes to the colleague you name where they write notes, else to their supervisor.",
        "{n} days that cannot be billed yet wait for them: they go to the colleague you name where they write notes, else to their supervisor.",
        number,
    )
    return [sentence(words, n=number)] if number else []


def hand_over(
    *, by: Actor, staff_id: uuid.UUID, left_on: dt.date, to_staff_id: uuid.UUID | None, at: dt.datetime
) -> None:
    """Give held days to ``to_staff_id`` at the sites where they write notes, and to the supervisor elsewhere."""
    mine = ClientDay.objects.waiting().filter(owner_staff=staff_id)
    rows = list(mine.order_by("pk").select_for_update(of=("self",)).values_list("pk", "site_id", "client_id"))
    if not rows:
        return
    supervisor_id = StaffMember.objects.values_list("supervisor", flat=True).get(pk=staff_id)
    sites = sites_of_heir(to_staff_id, [site for _, site, _ in rows], Permission.NOTE_WRITE, on=left_on)
    ClientDay.objects.filter(pk__in=[pk for pk, site, _ in rows if site in sites]).update(owner_staff=to_staff_id)
    elsewhere = [pk for pk, site, _ in rows if site not in sites]
    ClientDay.objects.filter(pk__in=elsewhere).update(owner_staff=supervisor_id)
    record(
        by=by, verb="billing.held_days_handed_over", subject=("clinic.staffmember", staff_id),
        clients={client for _, _, client in rows}, detail={"to": to_staff_id, "days": len(rows), "at": at},
    )  # fmt: skip
