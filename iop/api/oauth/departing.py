"""A colleague who leaves takes the apps along that they let act for them."""

from __future__ import annotations

import datetime as dt
import uuid

from iop.access.actors import Actor
from iop.api.actions import take_back_tokens
from iop.api.oauth.actions import allowed_by
from iop.audit.recorder import record
from iop.clinic.models import StaffMember
from iop.core.words import Sentence, count_words, sentence


def preview(staff_id: uuid.UUID, left_on: dt.date, at: dt.datetime) -> list[Sentence]:
    """Say how many apps act for them."""
    number = len(allowed_by(_staff(staff_id).user))
    words = count_words(
        "{n} app that they let act for them loses that now.",
        "{n} apps that they let act for them lose that now.",
        number,
    )
    return [sentence(words, n=number)] if number else []


def hand_over(
    *, by: Actor, staff_id: uuid.UUID, left_on: dt.date, to_staff_id: uuid.UUID | None, at: dt.datetime
) -> None:
    """Take back what they allowed: nobody takes it over, and should they come back they are asked again."""
    user = _staff(staff_id).user
    for allowed in allowed_by(user):
        record(
            by=by, verb="api.application_taken_back", subject=("api.integration", allowed.application.integration_id),
            detail={"staff": staff_id},
        )  # fmt: skip
    take_back_tokens(user=user)


def _staff(staff_id: uuid.UUID) -> StaffMember:
    return StaffMember.objects.select_related("user").get(pk=staff_id)
