"""A colleague as the schedule needs them: at work at the site that day, and licensed for what is planned."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import JSONObject

from iop.clinic import rules
from iop.clinic.models import SiteRole, StaffCredential, StaffMember
from iop.core.errors import Conflict
from iop.core.words import Sentence, day_words, say, sentence
from scheduling.choices import LICENSED_KINDS

HELD_FIELDS = ("may_lead", "may_lead_supervised", "may_sign", "needs_cosignature", "expires")


@dataclass(frozen=True)
class Colleague:
    """What is known of one colleague on one date."""

    id: uuid.UUID
    name: str
    email: str
    works_at_site: bool
    left_on: dt.date | None
    has_supervisor: bool
    held: tuple[rules.Held, ...]


def read(staff_ids: Collection[uuid.UUID], *, site_id: uuid.UUID, on: dt.date) -> dict[uuid.UUID, Colleague]:
    """Read colleagues with their licences in one statement, however many."""
    at_site = SiteRole.objects.on(on).filter(staff=OuterRef("pk"), site_id=site_id)
    rows = (
        StaffMember.objects.filter(pk__in=set(staff_ids))
        .order_by()
        .values(
            "id", "first_name", "last_name", "left_on", "supervisor_id",
            email=F("user__email"), works_at_site=Exists(at_site), held=_credentials(),
        )
    )  # fmt: skip
    return {row["id"]: _colleague(cast("dict[str, Any]", row)) for row in rows}


def why_cannot_meet(colleague: Colleague, kind: str, on: dt.date) -> Sentence | None:
    """An appointment is held by somebody who works at the site that day, clinical ones under a licence that holds then.

    Source: issue "The treatment day", accounts: an expired licence cannot be assigned.
    """
    reason = _why_away(colleague, on)
    if reason or kind not in LICENSED_KINDS:
        return reason
    return rules.why_cannot_sign(colleague.held, on)


def why_cannot_lead(colleague: Colleague, on: dt.date) -> Sentence | None:
    """A part of a day is led by somebody who works at the site that day and whose licence allows it then."""
    return _why_away(colleague, on) or rules.why_cannot_lead(
        colleague.held, on, has_supervisor=colleague.has_supervisor
    )


def refuse(colleague: Colleague, reason: Sentence | None) -> None:
    """Raise ``Conflict`` that names the colleague and the reason; do nothing when there is none."""
    if reason is not None:
        raise Conflict(
            sentence(say("{name} cannot be assigned. {reason}"), name=colleague.name, reason=reason),
            code="cannot_be_assigned", field="staff", detail={"staff": str(colleague.id)},
        )  # fmt: skip


def _why_away(colleague: Colleague, on: dt.date) -> Sentence | None:
    if colleague.left_on and colleague.left_on <= on:
        return sentence(say("This colleague left on {date}."), date=day_words(colleague.left_on))
    if not colleague.works_at_site:
        return sentence(say("They have no role at this site on {date}."), date=day_words(on))
    return None


def _credentials() -> ArraySubquery:
    return ArraySubquery(
        StaffCredential.objects.filter(staff=OuterRef("pk"))
        .order_by()
        .values(
            json=JSONObject(
                code="kind__code",
                issued_on="issued_on",
                expires_on="expires_on",
                is_primary="is_primary",
                **{name: f"kind__{name}" for name in HELD_FIELDS},
            )
        )
    )


def _colleague(row: dict[str, Any]) -> Colleague:
    return Colleague(
        id=row["id"],
        name=f"{row['first_name']} {row['last_name']}",
        email=row["email"] or "",
        works_at_site=row["works_at_site"],
        left_on=row["left_on"],
        has_supervisor=row["supervisor_id"] is not None,
        held=tuple(_held(item) for item in row["held"]),
    )


def _held(item: dict[str, Any]) -> rules.Held:
    return rules.Held(
        code=item["code"],
        issued_on=dt.date.fromisoformat(item["issued_on"]),
        expires_on=dt.date.fromisoformat(item["expires_on"]) if item["expires_on"] else None,
        is_primary=item["is_primary"],
        **{name: item[name] for name in HELD_FIELDS},
    )
