"""Saying that a list of codes was compared with the state's manual, and changing codes that are others there."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import connection, transaction

from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import Site
from iop.core.errors import Invalid, Stale, require
from iop.core.words import say
from iop.reports.state_data.models import StateCodeList
from iop.reports.state_data.own_codes import CODE, codes_of, family_of, newest
from iop.reports.state_data.policies import may_keep

SOURCE_LENGTH = 200


@transaction.atomic
def keep_codes(
    *, by: Actor, site: Site, family: str, name: str, given: Mapping[str, str], is_compared: bool, source: str,
    seen: uuid.UUID | None, on: dt.date, at: dt.datetime,
) -> StateCodeList:  # fmt: skip
    """Keep the codes of one list for the sites of a state, by their places (``own_codes.codes_of``).

    ``is_compared`` says that somebody has looked at the state's manual, and ``source`` in which one. ``seen`` is the row that was
    read, none for the shipped codes. Raises ``NotAllowed``, ``Stale``, ``Invalid`` beside a place.
    """
    require(may_keep(by, site.pk))
    _one_at_a_time(family, name, site.state)
    row = newest(family, site.state).get(name)
    if (row.pk if row else None) != seen:
        raise Stale(say("A colleague has changed these codes meanwhile. Look at them again, and save anew."))
    now = family_of(family, on, site.state).lists.get(name)
    if now is None:
        raise Invalid(say("Choose an answer from the list."), field="name")
    before = codes_of(now)
    kept = {place: _checked(place, given.get(place, "")) for place in before}
    if is_compared and not source.strip():
        raise Invalid(say("Name the manual, with its year or version."), field="source")
    made = StateCodeList.objects.create(
        family=family, name=name, state=site.state, codes=kept, is_compared=is_compared, source=source.strip()[:SOURCE_LENGTH],
        at=at, by_id=by.staff_id,
    )  # fmt: skip
    changed = sum(code != before[place] for place, code in kept.items())
    record(
        by=by, verb="reports.state_codes_kept", subject=made, site_id=site.pk,
        detail={"family": family, "list": name, "changed": changed, "is_compared": is_compared},
    )  # fmt: skip
    return made


def _checked(place: str, told: str) -> str:
    code = told.strip()
    if not CODE.fullmatch(code):
        raise Invalid(say("A code has up to 10 letters and digits."), field=place)
    return code


def _one_at_a_time(family: str, name: str, state: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 21))", [f"state_codes:{family}:{name}:{state}"]
        )
