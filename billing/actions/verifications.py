"""What a payer says about a cover, written down; and the work of asking again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from billing.actions.coverage import FACTS, PLACE
from billing.choices.coverage import VerifiedBy
from billing.coverage import first_to_pay, newest_verification, pays_themselves
from billing.models import Coverage, Verification
from billing.policies.coverage import may_keep_coverage
from billing.rules import coverage as rules
from clients.choices import EpisodeStatus
from clients.models import Episode
from clients.rules import plain_line
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic import settings as clinic_settings
from iop.clinic.models import Site
from iop.core import clock
from iop.core.errors import Conflict, require, require_valid
from iop.core.words import Sentence, say
from iop.work.actions import NewItem, close_for, open_items
from iop.work.choices import WorkKind

SETTING = "billing.recheck_days"
TO_ASK = "biller"
TO_FIND_OUT = "intake"
NOBODY_PAYS = say("Find out who pays: no cover is on record, nor that they pay themselves.")
NEVER_CHECKED = say("Ask the payer about the cover: nobody has checked it yet.")
CHECK_AGAIN = say("Check the cover again: the last check is too long ago.")
SAID_INACTIVE = say("The payer says that the cover is not active. Ask the client who pays now.")


@transaction.atomic
def verify(*, by: Actor, coverage: Coverage, at: dt.datetime, **facts: Any) -> Verification:
    """Write down what a payer said. The newest check decides; all of them stay.

    ``facts`` are the fields of ``Verification``, amounts in cents. A cover said to be inactive becomes somebody's work.
    Raises ``Invalid`` beside the field.
    """
    require(may_keep_coverage(by, coverage.client))
    row = Coverage.objects.select_for_update(of=("self",)).select_related("client").get(pk=coverage.pk)
    if row.error_at:
        raise Conflict(say("This cover was entered in error: there is nothing to check."))
    values = _checked(facts, at)
    made = Verification.objects.create(coverage=row, checked_at=at, checked_by_id=by.staff_id, **values)
    record(
        by=by, verb="billing.coverage_verified", subject=made, clients=[row.client_id],
        detail={"source": str(made.source), "active": made.is_active, "on": made.about_on},
    )  # fmt: skip
    close_for(by=by, subject=(PLACE, row.client_id), kind=WorkKind.COVERAGE_CHECK, at=at)
    if not made.is_active:
        _told_inactive(by, row, at)
    return made


def owe_coverage_checks(*, by: Actor, at: dt.datetime) -> int:
    """Put people in treatment whom nobody covers, or whose cover is to be checked, on the work lists; say how many are new.

    Five statements for each site, whatever the number of people.
    """
    return sum(_owe(by, site, at) for site in Site.objects.filter(is_active=True).order_by("name"))


def _owe(by: Actor, site: Site, at: dt.datetime) -> int:
    today = clock.local_date(at, site.time_zone)
    stays = Episode.objects.filter(site=site, status=EpisodeStatus.ADMITTED)
    client_ids = list(stays.values_list("client_id", flat=True))
    recheck = clinic_settings.value(SETTING, on=today, site_id=site.pk)
    items = [
        NewItem(
            kind=WorkKind.COVERAGE_CHECK, site_id=site.pk, subject=(PLACE, client_id), summary=words, due_at=at,
            dedupe_key=f"coverage:{client_id}", role_key=TO_FIND_OUT if words is NOBODY_PAYS else TO_ASK, client_id=client_id,
        )
        for client_id, words in _missing(client_ids, today, site.time_zone, recheck)
    ]  # fmt: skip
    return open_items(by=by, items=items)


def _missing(client_ids: list[Any], today: dt.date, zone: str, recheck_days: int) -> Iterable[tuple[Any, Sentence]]:
    covers = first_to_pay(client_ids, today)
    checks = newest_verification([row.pk for rows in covers.values() for row in rows])
    settled = pays_themselves(client_ids, today)
    for client_id, rows in covers.items():
        if not rows and client_id not in settled:
            yield client_id, NOBODY_PAYS
        found = [checks.get(row.pk) for row in rows]
        days = [clock.local_date(check.checked_at, zone) if check else None for check in found]
        if None in days:
            yield client_id, NEVER_CHECKED
        elif any(rules.is_stale(day, today, recheck_days) for day in days):
            yield client_id, CHECK_AGAIN


def _checked(facts: dict[str, Any], at: dt.datetime) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: plain_line(value) if isinstance(value, str) else value for name, value in facts.items()
    }
    values = {name: value for name, value in values.items() if name in FACTS}
    fault = rules.why_not_facts(
        days=values.get("benefit_days"), days_used=values.get("benefit_days_used"), deductible=values.get("deductible_cents"),
        deductible_met=values.get("deductible_met_cents"), pocket=values.get("out_of_pocket_cents"),
        pocket_met=values.get("out_of_pocket_met_cents"),
    )  # fmt: skip
    if fault:
        require_valid(fault[1], fault[0])
    asked = values.get("source") in (VerifiedBy.PHONE,) and not values.get("call_reference")
    require_valid(
        say("Write down the call's reference number, or the name of whom you spoke with.") if asked else None,
        "call_reference",
    )
    return values


def _told_inactive(by: Actor, row: Coverage, at: dt.datetime) -> None:
    stay = Episode.objects.filter(client=row.client_id).order_by("-opened_on", "-pk").first()
    if stay is None:
        return
    item = NewItem(
        kind=WorkKind.COVERAGE_CHECK, site_id=stay.site_id, subject=(PLACE, row.client_id), summary=SAID_INACTIVE, due_at=at,
        dedupe_key=f"coverage:{row.client_id}", role_key=TO_FIND_OUT, client_id=row.client_id,
    )  # fmt: skip
    open_items(by=by, items=[item])
