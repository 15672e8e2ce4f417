"""A colleague leaves: authorizations they see to get somebody else, or go back to those who do the billing."""

from __future__ import annotations

import datetime as dt
import uuid

from billing.choices.authorizations import AuthStatus
from billing.models import Authorization
from billing.querysets.authorizations import AuthorizationQuerySet
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.recorder import record
from iop.core.words import Sentence, count_words, sentence
from iop.workflows.heirs import sites_of_heir


def preview(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> list[Sentence]:
    """Say how many authorizations would go to somebody else."""
    number = _theirs(staff_id, left_on).count()
    words = count_words(
        "{n} authorization goes to the colleague you name where they ask payers, else back to billing.",
        "{n} authorizations go to the colleague you name where they ask payers, else back to billing.",
        number,
    )
    return [sentence(words, n=number)] if number else []


def hand_over(
    *, by: Actor, staff_id: uuid.UUID, left_on: dt.date, to_staff_id: uuid.UUID | None, at: dt.datetime
) -> None:
    """Give what still runs to ``to_staff_id`` at the sites where they ask payers, and to nobody in particular elsewhere."""
    rows = list(
        _theirs(staff_id, left_on).order_by("pk").select_for_update(of=("self",))
        .values_list("pk", "episode__site_id", "episode__client_id")
    )  # fmt: skip
    if not rows:
        return
    sites = sites_of_heir(to_staff_id, [site for _, site, _ in rows], Permission.AUTHORIZATION_KEEP, on=left_on)
    Authorization.objects.filter(pk__in=[pk for pk, site, _ in rows if site in sites]).update(owner=to_staff_id)
    Authorization.objects.filter(pk__in=[pk for pk, site, _ in rows if site not in sites]).update(owner=None)
    record(
        by=by, verb="billing.authorizations_handed_over", subject=("clinic.staffmember", staff_id),
        clients={client for _, _, client in rows}, detail={"to": to_staff_id, "authorizations": len(rows), "at": at},
    )  # fmt: skip


def _theirs(staff_id: uuid.UUID, left_on: dt.date) -> AuthorizationQuerySet:
    rows = Authorization.objects.filter(owner=staff_id).exclude(status=AuthStatus.CANCELLED)
    return rows.exclude(status__in=[AuthStatus.APPROVED, AuthStatus.PARTIAL], ends_on__lt=left_on)
