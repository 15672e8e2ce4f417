"""A colleague leaves: reviews that were handed to them for a decision get somebody else, or go back to the care team."""

from __future__ import annotations

import datetime as dt
import uuid

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.recorder import record
from iop.core.words import Sentence, count_words, sentence
from iop.workflows.heirs import sites_of_heir
from therapy.models import LevelReview


def preview(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> list[Sentence]:
    """Say how many prepared reviews would go to somebody else."""
    number = LevelReview.objects.open().filter(handed_to=staff_id).count()
    words = count_words(
        "{n} prepared review goes to the colleague you name where they decide placements, else back to the care team.",
        "{n} prepared reviews go to the colleague you name where they decide placements, else back to the care team.",
        number,
    )
    return [sentence(words, n=number)] if number else []


def hand_over(
    *, by: Actor, staff_id: uuid.UUID, left_on: dt.date, to_staff_id: uuid.UUID | None, at: dt.datetime
) -> None:
    """Give prepared reviews to ``to_staff_id`` at the sites where they decide placements, and to the care team elsewhere."""
    mine = LevelReview.objects.open().filter(handed_to=staff_id)
    rows = list(
        mine.order_by("pk").select_for_update(of=("self",)).values_list("pk", "episode__site_id", "episode__client_id")
    )
    if not rows:
        return
    sites = sites_of_heir(to_staff_id, [site for _, site, _ in rows], Permission.PLACEMENT_DECIDE, on=left_on)
    LevelReview.objects.filter(pk__in=[pk for pk, site, _ in rows if site in sites]).update(handed_to=to_staff_id)
    LevelReview.objects.filter(pk__in=[pk for pk, site, _ in rows if site not in sites]).update(handed_to=None)
    record(
        by=by, verb="therapy.level_reviews_handed_over", subject=("clinic.staffmember", staff_id),
        clients={client for _, _, client in rows}, detail={"to": to_staff_id, "reviews": len(rows), "at": at},
    )  # fmt: skip
