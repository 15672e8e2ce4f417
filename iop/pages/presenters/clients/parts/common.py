"""What several parts of a chart need."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from iop.clinic.models import StaffMember

PAGE = 50


def names_of(ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Give colleagues' names by id: one statement, none when nobody is asked for."""
    wanted = {one for one in ids if one}
    rows = StaffMember.objects.filter(pk__in=wanted).values_list("pk", "first_name", "last_name") if wanted else []
    return {pk: f"{first} {last}" for pk, first, last in rows}


def to_two(name: str, client_id: uuid.UUID, other_id: uuid.UUID) -> str:
    """Give the address of something that stands below a client."""
    return reverse(name, args=[client_id, other_id])


def page_words(start: int, shown: int, total: int) -> str:
    """Say which rows of how many are shown."""
    return _("%(first)d–%(last)d of %(total)d") % {"first": start + 1, "last": start + shown, "total": total}
