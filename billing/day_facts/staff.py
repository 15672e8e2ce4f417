"""Which credentials those who rendered something held that day, and under whose supervision."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iop.clinic.models import StaffCredential, StaffMember

if TYPE_CHECKING:
    from billing.day_facts.delivered import Given


@dataclass(frozen=True)
class _Held:
    code: str
    issued_on: dt.date
    expires_on: dt.date | None
    stands_alone: bool

    def on(self, day: dt.date) -> bool:
        return self.issued_on <= day and (self.expires_on is None or day <= self.expires_on)


def with_credentials(given: Sequence[Given]) -> list[Given]:
    """Write to each thing delivered what its colleague held that day; two statements.

    Whoever holds nothing that stands alone is billed under their supervisor.
    """
    people = {one.what.staff_id for one in given if one.what.staff_id}
    held = _held(people)
    supervisors: dict[uuid.UUID, uuid.UUID | None] = {}
    supervisors.update(StaffMember.objects.filter(pk__in=people).values_list("pk", "supervisor_id"))
    return [_with(one, held, supervisors) for one in given]


def _held(people: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, list[_Held]]:
    found: dict[uuid.UUID, list[_Held]] = defaultdict(list)
    rows = StaffCredential.objects.filter(staff__in=list(people)).select_related("kind")
    for row in rows:
        stands = row.kind.may_sign and not row.kind.needs_cosignature
        found[row.staff_id].append(_Held(row.kind.code, row.issued_on, row.expires_on, stands))
    return found


def _with(
    one: Given, held: dict[uuid.UUID, list[_Held]], supervisors: dict[uuid.UUID, uuid.UUID | None]
) -> Given:  # fmt: skip
    staff_id = one.what.staff_id
    if staff_id is None:
        return one
    mine = [each for each in held.get(staff_id, []) if each.on(one.key[1])]
    supervisor = None if any(each.stands_alone for each in mine) else supervisors.get(staff_id)
    codes = frozenset(each.code for each in mine)
    return replace(one, what=replace(one.what, credentials=codes, supervisor_id=supervisor))
