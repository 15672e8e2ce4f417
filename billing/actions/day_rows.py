"""A client's day as a row: filled from what was decided, and written only where something is different."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from billing.choices.rules import DayState, HoldCode, HoldOwner
from billing.day_facts import Key
from billing.models import ClientDay
from billing.rules.charges import payer_of
from billing.rules.shapes import DayFacts, Decision, Hold
from iop.clinic.models import StaffMember
from iop.core.words import say

DECIDED = (
    "episode_id", "site_id", "payer_id", "level_id", "state", "holds", "owner", "owner_staff_id", "minutes", "expected_cents",
    "words", "trace", "file_by", "digest", "charged_at",
)  # fmt: skip
"""What a row says. When and by which version it was written does not count as a difference."""
GONE = Decision(state=DayState.NOT_BILLABLE, words=say("Nothing was delivered on this day."))
"""What a day comes to when everything it rested on was taken away."""
MOST_WORDS = 600


def row_of(
    key: Key, known: ClientDay | None, facts: DayFacts | None, decision: Decision, owners: Mapping[uuid.UUID, uuid.UUID | None],
    at: dt.datetime,
) -> ClientDay | None:  # fmt: skip
    """Give the row as it should be; none where nothing was delivered and nothing was written before."""
    if facts is None and known is None:
        return None
    if facts is not None and known is None and not facts.delivered:
        return None
    hold = first_hold(decision)
    values: dict[str, Any] = {
        "state": str(decision.state), "holds": codes(decision), "minutes": decision.minutes, "expected_cents": decision.cents,
        "words": str(decision.words)[:MOST_WORDS], "trace": _trace(decision),
        "owner": str(hold.owner) if hold else HoldOwner.NOBODY,
        "owner_staff_id": _owner(hold, known, owners),
        "digest": known.digest if known else "", "charged_at": known.charged_at if known else None, **_of_facts(facts, known),
    }  # fmt: skip
    pk = {"pk": known.pk, "version": known.version} if known else {}
    return ClientDay(client_id=key[0], on=key[1], decided_at=at, **pk, **values)


def first_hold(decision: Decision) -> Hold | None:
    """Give the hold that somebody can mend, the first of them; else the first of all."""
    return next((hold for hold in decision.holds if hold.can_mend), next(iter(decision.holds), None))


def codes(decision: Decision) -> list[str]:
    """List the codes of what holds a day, what can be mended first, each once."""
    ordered = sorted(decision.holds, key=lambda hold: not hold.can_mend)
    return list(dict.fromkeys(str(HoldCode(hold.code)) for hold in ordered))


def _owner(
    hold: Hold | None, known: ClientDay | None, owners: Mapping[uuid.UUID, uuid.UUID | None]
) -> uuid.UUID | None:  # fmt: skip
    """Name who is asked: of somebody who has left, whoever the day was handed to since, else their supervisor."""
    if hold is None or hold.staff_id is None:
        return None
    if hold.staff_id not in owners:
        return hold.staff_id
    if known and known.owner_staff_id and known.owner_staff_id not in owners:
        return known.owner_staff_id
    return owners[hold.staff_id]


def owners_of(decisions: Iterable[Decision], at: dt.datetime) -> dict[uuid.UUID, uuid.UUID | None]:
    """Give the supervisors of colleagues who have left and for whom a day would wait. One statement, or none."""
    asked = {hold.staff_id for one in decisions for hold in one.holds if hold.staff_id}
    if not asked:
        return {}
    left = StaffMember.objects.filter(pk__in=asked, left_on__lte=at.date())
    return {row.pk: row.supervisor_id for row in left}


def write_rows(rows: list[ClientDay], known: Mapping[uuid.UUID, ClientDay]) -> int:
    """Write new rows and those that differ from what is there; say how many. Two statements at most."""
    new = [row for row in rows if row.pk not in known]
    changed = [row for row in rows if row.pk in known and _differs(row, known[row.pk])]
    ClientDay.objects.bulk_create(new, batch_size=1000)
    for row in changed:
        row.version += 1
    columns = [name.removesuffix("_id") for name in DECIDED]
    ClientDay.objects.bulk_update(changed, [*columns, "decided_at", "version"], batch_size=500)
    return len(new) + len(changed)


def _of_facts(facts: DayFacts | None, known: ClientDay | None) -> dict[str, Any]:
    if facts is None:
        assert known is not None
        return {name: getattr(known, name) for name in ("episode_id", "site_id", "payer_id", "level_id", "file_by")}
    filing = facts.cover.filing_days if facts.cover else None
    _coverage, payer_id = payer_of(facts)
    return {
        "episode_id": facts.episode_id, "site_id": facts.site_id, "payer_id": payer_id, "level_id": facts.level_id,
        "file_by": facts.on + dt.timedelta(days=filing) if filing and payer_id else None,
    }  # fmt: skip


def _trace(decision: Decision) -> list[dict[str, Any]]:
    """Write down each step, and what would mend each hold."""
    steps = [{"code": str(step.code), "held": bool(step.held), "words": str(step.words)} for step in decision.trace]
    mends = [
        {"code": str(hold.code), "mends": str(hold.mends), "source": hold.source_key, "owner": str(hold.owner)}
        for hold in decision.holds
        if hold.mends
    ]
    return [*steps, *mends]


def _differs(row: ClientDay, known: ClientDay) -> bool:
    return any(getattr(row, name) != getattr(known, name) for name in DECIDED)
