"""Whether somebody has a safety plan, and what it says: for whoever needs it at once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from therapy.choices.own_plans import OwnPlanKind
from therapy.models import OwnPlan, OwnPlanVersion
from therapy.own_plan_form import form_of
from therapy.own_plan_form.shapes import told
from therapy.rules.own_plans import Contents, as_line


@dataclass(frozen=True)
class Step:
    """One heading of the plan and what stands under it, in the reader's language."""

    key: str
    title: str
    lines: Sequence[str]


@dataclass(frozen=True)
class SafetyPlanState:
    """The safety plan that holds for a client: its newest kept version."""

    plan_id: uuid.UUID
    version_id: uuid.UUID
    number: int
    kept_at: dt.datetime
    review_on: dt.date
    language: str
    contents: Contents

    def is_due(self, today: dt.date) -> bool:
        """Say whether the plan should be looked at again."""
        return self.review_on <= today

    def steps(self, language: str = "") -> list[Step]:
        """Give the six steps with headings in ``language``, or in the one the plan was written in."""
        form, spoken = form_of(OwnPlanKind.SAFETY), language or self.language
        return [
            Step(
                section.key,
                section.title(spoken),
                [
                    *(told(words, spoken) for words in section.always),
                    *(as_line(entry) for entry in self.contents.get(section.key, [])),
                ],
            )
            for section in form.sections
        ]


def current(client_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, SafetyPlanState]:
    """Give the safety plan of each client who has one; two statements for any number. Drafts are no plan yet."""
    rows = OwnPlan.objects.filter(kept_at__isnull=False).in_use(client_ids, OwnPlanKind.SAFETY)
    plans: dict[uuid.UUID, uuid.UUID] = dict(rows.values_list("pk", "client_id"))
    versions = OwnPlanVersion.objects.newest(plans) if plans else ()
    return {plans[version.plan_id]: _state(version) for version in versions}


def dates(client_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, dt.date]:
    """Say for each client with a safety plan when it is looked at again, in one statement; for heads of charts and lists."""
    rows = OwnPlan.objects.filter(kept_at__isnull=False).in_use(client_ids, OwnPlanKind.SAFETY)
    return {row.client_id: row.review_on for row in rows if row.review_on}


def _state(version: OwnPlanVersion) -> SafetyPlanState:
    return SafetyPlanState(
        plan_id=version.plan_id,
        version_id=version.pk,
        number=version.number,
        kept_at=version.kept_at,
        review_on=version.review_on,
        language=version.language,
        contents=version.contents,
    )
