"""A day that changed after it was billed, through to the claim that says so: replaced, or void and free again."""

import datetime as dt

import pytest

from billing.actions import claims as actions
from billing.actions.charges import pull, take_back
from billing.actions.claims.moving import move
from billing.actions.days import decide_days
from billing.choices.claims import ClaimStatus
from billing.choices.rules import DayState
from billing.models import Charge, ClaimLine
from iop.access.actors import SYSTEM
from iop.core.errors import Conflict
from iop.work.models import WorkItem
from tests.billing.charges.claims import on_a_claim
from tests.factories import charges as made
from tests.factories.clients import AT

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=1)
ON_ITS_WAY = (ClaimStatus.READY, ClaimStatus.BATCHED, ClaimStatus.SUBMITTED, ClaimStatus.ACCEPTED)


@pytest.fixture
def desk():
    return made.make_desk()


@pytest.fixture
def told(monkeypatch):
    return made.tell(monkeypatch)


def taken_in(claim):
    for status in ON_ITS_WAY[ON_ITS_WAY.index(claim.status) + 1 if claim.status in ON_ITS_WAY else 0 :]:
        move(SYSTEM, [claim], status, LATER)
    return claim


@pytest.fixture
def billed(told, desk):
    """A day whose charge is on a claim that the payer has taken in; then the diagnosis of that day is corrected."""
    key = told.day(desk)
    decide_days(by=SYSTEM, keys=[key], at=AT)
    pull(by=SYSTEM, at=AT)
    claim = taken_in(on_a_claim(Charge.objects.get()).claim)
    told.change(key, diagnoses=("F11.20",))
    decide_days(by=SYSTEM, keys=[key], at=LATER)
    assert made.row_of(key).state == DayState.REVIEW
    return claim


def asked():
    return WorkItem.objects.open().filter(kind="billed_day_changed").exists()


def test_a_replacement_says_what_the_day_is_now_and_nobody_is_asked_any_more(desk, billed):
    other = actions.replace(by=desk.biller, claim=billed, at=LATER)
    line = other.lines.select_related("charge").get()
    assert (other.diagnoses, line.charge.diagnoses, line.is_live) == (["F11.20"], ["F11.20"], True)
    assert line.charge.reversed_at is None
    assert Charge.objects.standing().count() == 1
    assert not asked()


def test_a_claim_of_which_nothing_stands_is_not_replaced_and_stays_as_it_was(told, desk, billed):
    told.facts.clear()
    with pytest.raises(Conflict, match="void it"):
        actions.replace(by=desk.biller, claim=billed, at=LATER)
    billed.refresh_from_db()
    assert (billed.status, Charge.objects.standing().count()) == (ClaimStatus.ACCEPTED, 1)


def test_a_void_keeps_its_charges_until_the_payer_has_taken_it_in(told, desk, billed):
    void = actions.void(by=desk.biller, claim=billed, at=LATER)
    charge = Charge.objects.get()
    with pytest.raises(Conflict, match="A claim that stands"):
        take_back(by=desk.biller, charge=charge, because="Not ours to bill", at=LATER)
    taken_in(void)
    assert not ClaimLine.objects.filter(is_live=True).exists()
    key = (charge.client_id, charge.on)
    decide_days(by=SYSTEM, keys=[key], at=LATER)
    assert Charge.objects.standing().get().diagnoses == ["F11.20"]
    assert not asked()
