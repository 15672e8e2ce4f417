"""Charging what is billable, correcting what has changed, and what a claim bears."""

import datetime as dt

import pytest
from django.db import IntegrityError

from billing import balances
from billing.actions import posting
from billing.actions.charges import post_anew, pull, take_back
from billing.actions.days import decide_days, leave_as_billed
from billing.actions.repricing import reprice, what_would_change
from billing.choices.ledger import Account
from billing.choices.rules import DayState, HoldCode
from billing.models import Charge, ClientDay, Entry
from iop.access.actors import SYSTEM
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.work.models import WorkItem
from tests.billing.charges.claims import on_a_claim
from tests.factories import billing as rows
from tests.factories.charges import YESTERDAY, make_desk, row_of
from tests.factories.clients import AT, TODAY, make_actor

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(days=1)


def charged(*keys, at=AT):
    decide_days(by=SYSTEM, keys=keys, at=at)
    return pull(by=SYSTEM, at=at)


def standing():
    return Charge.objects.standing()


def test_a_billable_day_is_charged_once_with_its_entry(told, desk):
    key = told.day(desk)
    assert (charged(key).charged, pull(by=SYSTEM, at=LATER).charged) == (1, 0)
    row = standing().get()
    assert (row.code, row.cents, row.payer, row.coverage) == ("H0015", 17500, desk.payer, desk.coverages[0])
    assert balances.by_account()[Account.PAYERS_OWE] == 17500
    assert balances.everything() == 0


def test_a_client_who_pays_themselves_owes_it(told, desk):
    rows.make_rule(None, desk.level)
    key = told.day(desk, cover=None)
    charged(key)
    assert balances.of_clients([key[0]]) == {key[0]: 17500}


def test_a_payer_who_is_not_to_be_told_is_not_charged(told, desk):
    rows.make_rule(None, desk.level)
    charged(told.day(desk, is_restricted=True))
    assert (standing().get().payer, standing().get().coverage) == (None, None)


def test_a_service_without_a_price_of_its_own_posts_nothing(told):
    desk = make_desk(cents=0)
    charged(told.day(desk))
    assert (standing().count(), Entry.objects.count()) == (1, 0)


def test_more_days_than_units_are_not_charged(told, desk):
    rule = rows.make_rule(desk.payer, desk.level, requirements=["authorization"], position=0)
    auth = rows.make_authorization(
        desk.coverages[0], desk.episodes[0], units=2, level=desk.level, starts_on=TODAY - dt.timedelta(days=30)
    )
    keys = [told.day(desk, YESTERDAY - dt.timedelta(days=n)) for n in range(4)]
    done = charged(*keys)
    assert (done.charged, rule.charges.count(), auth.charges.count()) == (2, 2, 2)
    assert {row_of(key).state for key in keys[:2]} == {DayState.HELD}
    assert pull(by=SYSTEM, at=LATER).charged == 0


def test_a_day_that_changed_is_taken_back_and_posted_anew(told, desk):
    key = told.day(desk)
    charged(key)
    old = standing().get()
    told.change(key, diagnoses=("F11.20",))
    decide_days(by=SYSTEM, keys=[key], at=LATER)
    new = standing().get()
    old.refresh_from_db()
    assert old.reversed_because == "What the day rests on has changed."
    assert (new.replaces, new.diagnoses) == (old, ["F11.20"])
    assert balances.by_account()[Account.REVENUE] == -17500


def test_a_change_that_alters_nothing_billed_touches_nothing(told, desk):
    key = told.day(desk)
    charged(key)
    told.day(desk, minutes=195)
    decide_days(by=SYSTEM, keys=[key], at=LATER)
    assert (Charge.objects.count(), row_of(key).minutes) == (1, 195)


def test_a_day_that_became_too_short_is_taken_back(told, desk):
    key = told.day(desk)
    charged(key)
    told.day(desk, minutes=60)
    decide_days(by=SYSTEM, keys=[key], at=LATER)
    assert not standing().exists()
    assert (row_of(key).state, row_of(key).charged_at) == (DayState.NOT_BILLABLE, None)
    assert set(balances.by_account().values()) == {0}


def test_a_day_on_a_claim_is_asked_about_and_left_alone(told, desk):
    key = told.day(desk)
    charged(key)
    on_a_claim(standing().get())
    told.change(key, diagnoses=("F11.20",))
    for _ in range(2):
        decide_days(by=SYSTEM, keys=[key], at=LATER)
    assert Charge.objects.get().diagnoses == ["F10.20"]
    assert (row_of(key).state, row_of(key).holds) == (DayState.REVIEW, [HoldCode.CHANGED_AFTER])
    assert WorkItem.objects.open().get().kind == "billed_day_changed"


def test_once_the_claim_is_void_the_day_is_posted_anew_and_nobody_is_asked(told, desk):
    key = told.day(desk)
    charged(key)
    line = on_a_claim(standing().get())
    told.change(key, diagnoses=("F11.20",))
    decide_days(by=SYSTEM, keys=[key], at=LATER)
    type(line).objects.update(is_live=False)
    decide_days(by=SYSTEM, keys=[key], at=LATER)
    assert standing().get().diagnoses == ["F11.20"]
    assert (row_of(key).state, WorkItem.objects.open().exists()) == (DayState.BILLABLE, False)


def test_a_changed_day_may_be_left_as_it_was_billed(told, desk):
    key = told.day(desk)
    charged(key)
    on_a_claim(standing().get())
    told.change(key, diagnoses=("F11.20",))
    decide_days(by=SYSTEM, keys=[key], at=LATER)
    leave_as_billed(by=desk.biller, day=row_of(key), because="The claim was right", at=LATER)
    decide_days(by=SYSTEM, keys=[key], at=LATER)
    assert (row_of(key).state, WorkItem.objects.open().exists()) == (DayState.BILLABLE, False)


def test_taking_back_restores_balances_and_says_why(told, desk):
    charged(told.day(desk))
    take_back(by=desk.biller, charge=standing().get(), because="Wrong client", at=LATER)
    assert set(balances.by_account().values()) == {0}
    assert Charge.objects.get().reversed_because == "Wrong client"


def test_taking_back_asks_why_and_happens_once(told, desk):
    charged(told.day(desk))
    row = standing().get()
    with pytest.raises(Invalid):
        take_back(by=desk.biller, charge=row, because=" ", at=LATER)
    take_back(by=desk.biller, charge=row, because="Wrong", at=LATER)
    with pytest.raises(Conflict):
        take_back(by=desk.biller, charge=row, because="Wrong", at=LATER)


def test_what_a_claim_bears_is_not_taken_back(told, desk):
    charged(told.day(desk))
    on_a_claim(standing().get())
    with pytest.raises(Conflict, match="claim that stands"):
        take_back(by=desk.biller, charge=standing().get(), because="Wrong", at=LATER)
    with pytest.raises(Conflict, match="claim that stands"):
        post_anew(by=desk.biller, day=standing().get().day, because="Wrong", at=LATER)


def test_only_billing_takes_back(told, desk):
    charged(told.day(desk))
    with pytest.raises(NotAllowed):
        take_back(by=make_actor(desk.site, "counselor"), charge=standing().get(), because="x", at=LATER)


def test_a_past_price_changes_nothing_until_somebody_says_so(told, desk):
    key = told.day(desk)
    charged(key)
    rows.make_fee(cents=20000, valid_from=YESTERDAY)
    decide_days(by=SYSTEM, keys=[key], at=LATER)
    assert standing().get().cents == 17500
    found = what_would_change(by=desk.biller, payer_id=desk.payer.pk, first=YESTERDAY, last=TODAY, at=LATER)
    assert [(one.before, one.after) for one in found] == [(17500, 20000)]
    assert standing().get().cents == 17500
    reprice(by=desk.biller, day_ids=[found[0].day.pk], at=LATER)
    assert (standing().get().cents, balances.by_account()[Account.PAYERS_OWE]) == (20000, 20000)


def test_one_day_that_the_database_refuses_does_not_stop_the_others(told, monkeypatch):
    desk = make_desk(people=3)
    keys = [told.day(desk, client=number) for number in range(3)]
    decide_days(by=SYSTEM, keys=keys, at=AT)
    real = posting.post_charges

    def picky(*, by, lines, at):
        if any(one.facts.client_id == keys[1][0] for one in lines):
            raise IntegrityError
        return real(by=by, lines=lines, at=at)

    monkeypatch.setattr("billing.actions.settling.post_charges", picky)
    assert pull(by=SYSTEM, at=AT).charged == 2
    assert row_of(keys[1]).charged_at is None


def test_a_run_killed_half_way_leaves_nothing_half(told, monkeypatch):
    desk = make_desk(people=2)
    keys = [told.day(desk, client=number) for number in range(2)]
    decide_days(by=SYSTEM, keys=keys, at=AT)
    monkeypatch.setattr("billing.actions.settling._note", lambda run, posted: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        pull(by=SYSTEM, at=AT)
    assert not Charge.objects.exists()
    assert not Entry.objects.exists()
    assert ClientDay.objects.ready().count() == 2
    monkeypatch.undo()


def test_statements_do_not_grow_with_the_days(told, django_assert_max_num_queries):
    desk = make_desk(people=6)
    for number in range(6):
        told.day(desk, client=number)
    decide_days(by=SYSTEM, keys=told.facts, at=AT)
    with django_assert_max_num_queries(28):
        pull(by=SYSTEM, at=AT)
    assert standing().count() == 6
