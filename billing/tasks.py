"""Background work of billing. Each may run twice or be killed half-way."""

from __future__ import annotations

import uuid

from celery import shared_task

from billing.actions import charges, days
from billing.actions.authorization_alerts import watch_authorizations
from billing.actions.claims.nightly import make_last_week
from billing.actions.client_money import watching
from billing.actions.held_work import owe_held_days
from billing.actions.remittances import posting as remittance_posting
from billing.actions.remittances import receiving
from billing.actions.verifications import owe_coverage_checks
from iop.access.actors import SYSTEM
from iop.core import clock


@shared_task(name="billing.decide_days")
def decide_days() -> int:
    """Decide the last days and all that wait anew, and put what is held on the lists; say how many days came out differently."""
    at = clock.now()
    written = days.sweep(by=SYSTEM, at=at)
    owe_held_days(by=SYSTEM, at=at)
    return written


@shared_task(name="billing.decide_all_days")
def decide_all_days() -> int:
    """Look through a whole year of days for what was changed after it was billed; say how many days came out differently."""
    return days.sweep(by=SYSTEM, at=clock.now(), whole=True)


@shared_task(name="billing.pull_charges")
def pull_charges() -> int:
    """Charge the days that are billable and not charged yet; say how many charges were posted."""
    return charges.pull(by=SYSTEM, at=clock.now()).charged


@shared_task(name="billing.watch_authorizations")
def watch_what_payers_authorized() -> int:
    """Put authorizations that run out, are reviewed or were denied on the work lists; say how many items were new."""
    return watch_authorizations(by=SYSTEM, at=clock.now())


@shared_task(name="billing.owe_coverage_checks")
def owe_checks_of_coverage() -> int:
    """Put people whom nobody covers, or whose cover is to be checked, on the work lists; say how many items were new."""
    return owe_coverage_checks(by=SYSTEM, at=clock.now())


@shared_task(name="billing.read_remittance")
def read_remittance(file_id: str = "") -> int:
    """Read the payers' files that wait, or one of them; say how many."""
    return receiving.read_waiting(file_id=uuid.UUID(file_id) if file_id else None, at=clock.now())


@shared_task(name="billing.post_remittances")
def post_remittances() -> int:
    """Post the long payments that somebody asked to post; say how many."""
    return remittance_posting.post_waiting(at=clock.now())


@shared_task(name="billing.watch_client_money")
def watch_client_money() -> int:
    """Settle clients' accounts, watch payment plans, owe estimates, make the month's statements; say how much there was to do."""
    return watching.watch(by=SYSTEM, at=clock.now())


@shared_task(name="billing.make_claims")
def make_claims() -> int:
    """Make and check claims of the weeks that are over, at sites that want it; say how many were made."""
    return make_last_week(by=SYSTEM, at=clock.now())
