"""The pure decisions about clients' money, as tables."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from billing.rules import allocation, estimates, payment_plans, responsibility, sliding
from billing.rules.allocation import Owed
from billing.rules.cards import why_not_reference
from billing.rules.payment_plans import Due
from billing.rules.responsibility import Benefits
from billing.rules.sliding import Band

MAR = lambda day: dt.date(2026, 3, day)  # noqa: E731
CLIENT = uuid.uuid4()


@pytest.mark.parametrize(
    ("service", "due"),
    [
        (5, 3),  # three business days ahead
        (16, 5),  # ten
        (13, 3),  # nine
        (3, None),
        (4, None),
    ],
)
def test_when_an_estimate_is_due_after_scheduling_on_monday_2_march(service, due):
    assert estimates.due_for_scheduled(MAR(2), MAR(service)) == (MAR(due) if due else None)


def test_a_holiday_is_no_business_day():
    assert estimates.due_for_scheduled(MAR(2), MAR(5), {MAR(3)}) is None
    assert estimates.due_for_scheduled(MAR(2), MAR(6), {MAR(3)}) == MAR(4)


def test_scheduled_on_a_saturday_the_next_business_day_is_monday():
    assert estimates.due_for_scheduled(dt.date(2026, 2, 28), MAR(9)) == MAR(2)


def test_a_question_about_costs_is_answered_in_three_business_days():
    assert estimates.due_for_asked(MAR(5)) == MAR(10)


def test_a_changed_scope_needs_a_new_one_a_business_day_before():
    assert estimates.due_for_changed(MAR(9)) == MAR(6)


@pytest.mark.parametrize(("billed", "may"), [(139_999, False), (140_000, True), (90_000, False)])
def test_a_bill_may_be_disputed_from_400_dollars_above(billed, may):
    assert estimates.may_dispute(100_000, billed) is may


def test_an_estimate_reaches_twelve_months_at_most():
    assert estimates.why_not_span(MAR(2), dt.date(2027, 3, 2)) is None
    assert estimates.why_not_span(MAR(2), dt.date(2027, 3, 3)) is not None
    assert estimates.why_not_span(MAR(2), MAR(1)) is not None


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("4111 1111 1111 1111", True),
        ("4111-1111-1111-1111", True),
        ("card 5500005555555559 ok", True),
        ("378282246310005", True),
        ("check 10482", False),
        ("AUTH 00483 / 7741", False),
        ("", False),
    ],
)
def test_what_looks_like_a_card_number_is_refused(text, refused):
    assert (why_not_reference(text) is not None) is refused


def owed(*cents):
    return [Owed(CLIENT, uuid.uuid4(), MAR(day), amount) for day, amount in enumerate(cents, start=1)]


@pytest.mark.parametrize(
    ("open_cents", "money", "parts"),
    [
        ((3500, 3500), 5000, [3500, 1500]),
        ((3500, 3500), 9000, [3500, 3500]),
        ((-500, 3500), 1000, [1000]),
        ((3500,), 0, []),
        ((3500,), -10, []),
    ],
)
def test_money_pays_the_oldest_first(open_cents, money, parts):
    assert [part.cents for part in allocation.oldest_first(owed(*open_cents), money)] == parts


def test_what_was_paid_too_much_is_freed():
    assert [part.cents for part in allocation.overpaid(owed(-500, 300, -1))] == [500, 1]


def test_a_refund_opens_the_newest_again():
    assert [part.cents for part in allocation.opened_again(owed(3500, 2000), 3000)] == [2000, 1000]


BANDS = (Band(100, 0, 500), Band(150, 25), Band(200, 50), Band(None, 100))


@pytest.mark.parametrize(
    ("income", "household", "percent", "pays"),
    [
        (1_565_000, 1, 100, 0),
        (1_565_001, 1, 101, 25),
        (2_347_500, 1, 150, 25),
        (3_215_000, 4, 100, 0),
        (9_000_000, 1, 576, 100),
        (0, 3, 0, 0),
    ],
)
def test_the_band_by_income_and_household(income, household, percent, pays):
    found = sliding.poverty_percent(income, household, 1_565_000, 550_000)
    assert found == percent
    assert sliding.band_for(BANDS, found).percent == pays


@pytest.mark.parametrize(
    ("price", "percent", "most", "pays"),
    [(17500, 25, None, 4375), (17500, 100, 500, 500), (17501, 50, None, 8751), (17500, 0, 500, 0)],
)
def test_what_of_a_price_is_paid(price, percent, most, pays):
    assert sliding.client_pays(price, percent, most) == pays


def test_a_sliding_fee_holds_for_a_year():
    assert sliding.valid_until(MAR(2)) == dt.date(2027, 3, 1)
    assert sliding.valid_until(dt.date(2028, 2, 29)) == dt.date(2029, 2, 28)


@pytest.mark.parametrize(
    ("bands", "right"),
    [
        (BANDS, True),
        (BANDS[:-1], False),
        ((), False),
        ((Band(200, 50), Band(100, 60), Band(None, 100)), False),
        ((Band(100, 50), Band(200, 25), Band(None, 100)), False),
        ((Band(100, 50), Band(None, 101)), False),
    ],
)
def test_a_scale_rises_and_ends_with_everybody(bands, right):
    assert (sliding.why_not_bands(bands) is None) is right


def test_a_plan_has_equal_payments_and_the_rest_last():
    dues = payment_plans.schedule(10_000, 4_000, dt.date(2026, 1, 31), "month")
    assert [(due.on.isoformat(), due.cents) for due in dues] == [
        ("2026-01-31", 4000), ("2026-02-28", 4000), ("2026-03-31", 2000),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("paid", "today", "covered", "missed", "status"),
    [
        (0, MAR(1), 0, 0, "active"),
        (0, MAR(2), 0, 1, "active"),
        (0, MAR(9), 0, 2, "behind"),
        (4000, MAR(9), 1, 1, "active"),
        (3999, MAR(9), 0, 2, "behind"),
        (12_000, MAR(9), 3, 0, "done"),
    ],
)
def test_where_a_plan_stands(paid, today, covered, missed, status):
    dues = [Due(MAR(1), 4000), Due(MAR(8), 4000), Due(MAR(15), 4000)]
    found = payment_plans.standing(dues, paid, today)
    assert (found.paid, found.missed, found.status) == (covered, missed, status)


def test_the_next_payment_lacks_what_came_in_part():
    found = payment_plans.standing([Due(MAR(1), 4000), Due(MAR(8), 4000)], 5000, MAR(2))
    assert found.next == Due(MAR(8), 3000)


@pytest.mark.parametrize(
    ("benefits", "cents", "says"),
    [
        (Benefits(3500, deductible_left=20_000, copay=2000), 3500, "$35.00 for each day until the deductible is met"),
        (Benefits(17_500, copay=3500), 3500, "About $35.00 for each day"),
        (Benefits(17_500, coinsurance=Decimal(20)), 3500, "(20% of $175.00)"),
        (Benefits(17_500, copay=0), 0, "Nothing for each day"),
        (Benefits(17_500, copay=3500, out_of_pocket_left=0), 0, "Nothing more this year"),
        (Benefits(17_500, copay=3500, out_of_pocket_left=1000), 1000, "At most $10.00 more"),
        (Benefits(17_500), None, "Not known yet"),
        (Benefits(17_500, deductible_left=5000, copay=3500), 5000, "After that about $35.00"),
    ],
)
def test_what_a_day_costs_in_words(benefits, cents, says):
    found = responsibility.insured(benefits)
    assert found.cents == cents
    assert says in " ".join(str(words) for words in found.words)


def test_who_pays_alone_pays_by_the_sliding_fee():
    assert responsibility.alone(17_500, 25, None).cents == 4375
    assert responsibility.alone(17_500, None, None).cents == 17_500
    assert responsibility.alone(None, 25, None).cents is None
