"""Who covers a client: one of an order a day, changed on any day, and nothing billed moves."""

import datetime as dt

import pytest

from billing import coverage as asking
from billing.actions import coverage as actions
from billing.actions.verifications import owe_coverage_checks, verify
from billing.choices.coverage import Priority, Subscriber, VerifiedBy
from billing.merging import plan as merge_plan
from billing.models import Coverage, SelfPay, Verification
from billing.payer_needs import needs
from billing.rules import coverage as rules
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from tests.factories import billing as make
from tests.factories.clients import AT, TODAY, make_actor, make_admitted, make_client, make_site

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
FIRST = dt.date(2026, 1, 1)
MIDDLE = dt.date(2026, 2, 15)


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def desk(site):
    return make_actor(site, "intake")


@pytest.fixture
def client(site):
    return make_admitted(site).client


def add(desk, client, plan=None, starts_on=FIRST, **more):
    plan = plan or make.make_plan()
    number = more.pop("member_number", "BSH 12345")
    return actions.add_coverage(
        by=desk, client=client, plan=plan, starts_on=starts_on, member_number=number, at=AT, **more
    )


class TestAdding:
    def test_a_cover_is_kept_with_its_number_closed(self, desk, client):
        row = Coverage.objects.get(pk=add(desk, client).pk)
        assert (row.member_number, row.priority, row.entered_by) == ("BSH 12345", Priority.PRIMARY, desk.staff_id)
        assert AuditEvent.objects.filter(verb="billing.coverage_added").exists()

    def test_two_of_one_order_on_one_day_are_refused_in_words(self, desk, client):
        add(desk, client)
        with pytest.raises(Conflict, match="on record for these days already"):
            add(desk, client, starts_on=TODAY)
        assert add(desk, client, starts_on=TODAY, priority=Priority.SECONDARY).pk

    def test_what_cannot_be_is_refused_beside_its_field(self, desk, client):
        wrong = [
            ("member_number", {"member_number": "x"}), ("ends_on", {"ends_on": FIRST - DAY}),
            ("subscriber_last_name", {"subscriber": Subscriber.SPOUSE}),
        ]  # fmt: skip
        for field, typed in wrong:
            with pytest.raises(Invalid) as refused:
                add(desk, client, **typed)
            assert refused.value.field == field

    def test_counselors_do_not_keep_coverage(self, site, client):
        with pytest.raises(NotAllowed):
            add(make_actor(site, "counselor"), client)

    def test_intake_of_another_site_does_not_either(self, client):
        with pytest.raises(NotAllowed):
            add(make_actor(make_site(), "intake"), client)


class TestChanging:
    def test_a_cover_changed_on_the_15th_ends_one_and_starts_the_other(self, desk, client):
        old = add(desk, client)
        new = actions.change_over(
            by=desk, coverage=old, version=1, plan=make.make_plan(), starts_on=MIDDLE, member_number="NEW1", at=AT
        )
        days = {day: asking.first_to_pay([client.pk], day)[client.pk] for day in (MIDDLE - DAY, MIDDLE)}
        assert days == {MIDDLE - DAY: [old], MIDDLE: [new]}

    def test_changing_over_before_it_began_is_refused(self, desk, client):
        old = add(desk, client)
        with pytest.raises(Invalid):
            actions.change_over(
                by=desk, coverage=old, version=1, plan=old.plan, starts_on=FIRST, member_number="NEW1", at=AT
            )
        assert Coverage.objects.count() == 1

    def test_somebody_elses_change_is_not_overwritten(self, desk, client):
        row = add(desk, client)
        actions.change_coverage(by=desk, coverage=row, version=1, at=AT, group_number="G1")
        with pytest.raises(Stale):
            actions.change_coverage(by=desk, coverage=row, version=1, at=AT, group_number="G2")
        row.refresh_from_db()
        assert (row.group_number, row.version) == ("G1", 2)

    def test_a_new_number_is_found_by_its_index(self, desk, client):
        row = add(desk, client)
        before = row.member_index
        actions.change_coverage(by=desk, coverage=row, version=1, at=AT, member_number="OTHER9")
        row.refresh_from_db()
        assert row.member_number == "OTHER9"
        assert row.member_index != before

    def test_an_error_stays_to_be_seen_and_covers_nobody(self, desk, client):
        row = add(desk, client)
        actions.mark_error(by=desk, coverage=row, version=1, reason="Card of the brother", at=AT)
        assert asking.first_to_pay([client.pk], TODAY) == {client.pk: []}
        assert Coverage.objects.get().error_reason == "Card of the brother"
        assert add(desk, client).pk

    def test_what_was_billed_keeps_its_cover(self, desk, client):
        row = add(desk, client)
        make.make_charge(client.episodes.get(), coverage=row)
        with pytest.raises(Conflict, match="1 charge stands"):
            actions.mark_error(by=desk, coverage=row, version=1, reason="Wrong", at=AT)

    def test_looking_at_a_number_goes_on_record(self, desk, client):
        row = add(desk, client)
        assert actions.show_number(by=desk, coverage=row, at=AT) == "BSH 12345"
        assert AuditEvent.objects.filter(verb="billing.member_number_shown").count() == 1


class TestOrder:
    def test_from_a_day_on_the_other_pays_first_and_days_before_stay(self, desk, client):
        one, two = add(desk, client), add(desk, client, priority=Priority.SECONDARY)
        make.make_verification(one)
        actions.reorder(by=desk, client=client, order=[two, one], on=MIDDLE, at=AT)
        before, after = (asking.first_to_pay([client.pk], day)[client.pk] for day in (MIDDLE - DAY, MIDDLE))
        assert [row.plan for row in before] == [one.plan, two.plan]
        assert [row.plan for row in after] == [two.plan, one.plan]
        assert len(asking.newest_verification([row.pk for row in after])) == 1

    def test_from_their_first_day_on_the_rows_themselves_change(self, desk, client):
        one, two = add(desk, client), add(desk, client, priority=Priority.SECONDARY)
        actions.reorder(by=desk, client=client, order=[two, one], on=FIRST, at=AT)
        assert asking.first_to_pay([client.pk], TODAY)[client.pk] == [two, one]
        assert Coverage.objects.standing().count() == 2

    def test_covers_that_were_not_named_are_not_lost(self, desk, client):
        one = add(desk, client)
        add(desk, client, priority=Priority.SECONDARY)
        with pytest.raises(Invalid):
            actions.reorder(by=desk, client=client, order=[one], on=TODAY, at=AT)


class TestChecking:
    def test_the_newest_check_decides(self, desk, client):
        row = add(desk, client)
        for at, active in ((AT, True), (AT + DAY, False)):
            verify(by=desk, coverage=row, at=at, source=VerifiedBy.WEBSITE, about_on=TODAY, is_active=active)
        assert asking.newest_verification([row.pk])[row.pk].is_active is False
        assert [each.is_active for each in asking.verifications([row.pk])[row.pk]] == [False, True]

    def test_a_call_has_a_reference_and_numbers_fit_together(self, desk, client):
        row = add(desk, client)
        said = {"source": VerifiedBy.PHONE, "about_on": TODAY, "is_active": True, "call_reference": "R1"}
        wrong = [
            ("call_reference", {"call_reference": ""}), ("benefit_days_used", {"benefit_days": 5, "benefit_days_used": 6}),
            ("deductible_met_cents", {"deductible_cents": 5, "deductible_met_cents": 6}),
        ]  # fmt: skip
        for field, typed in wrong:
            with pytest.raises(Invalid) as refused:
                verify(by=desk, coverage=row, at=AT, **{**said, **typed})
            assert refused.value.field == field
        assert not Verification.objects.exists()

    def test_said_to_be_inactive_becomes_work(self, desk, client):
        verify(by=desk, coverage=add(desk, client), at=AT, source=VerifiedBy.WEBSITE, about_on=TODAY, is_active=False)
        assert WorkItem.objects.open().get().kind == WorkKind.COVERAGE_CHECK

    def test_uncovered_unchecked_and_stale_people_come_on_the_list_once(self, desk, client):
        def owed():
            owe_coverage_checks(by=SYSTEM, at=AT)
            owe_coverage_checks(by=SYSTEM, at=AT)
            return [(item.role_key, item.summary.partition(":")[0]) for item in WorkItem.objects.open()]

        assert owed() == [("intake", "Find out who pays")]
        row = add(desk, client)
        assert owed() == [("biller", "Ask the payer about the cover")]
        verify(by=desk, coverage=row, at=AT - 30 * DAY, source=VerifiedBy.WEBSITE, about_on=TODAY, is_active=True)
        assert owed() == [("biller", "Check the cover again")]
        verify(by=desk, coverage=row, at=AT, source=VerifiedBy.WEBSITE, about_on=TODAY, is_active=True)
        assert owed() == []

    def test_who_pays_themselves_is_not_asked_for_a_cover(self, desk, client):
        actions.settle_self_pay(by=desk, client=client, starts_on=FIRST, at=AT)
        assert owe_coverage_checks(by=SYSTEM, at=AT) == 0
        with pytest.raises(Conflict):
            actions.settle_self_pay(by=desk, client=client, starts_on=TODAY, at=AT)
        row = actions.end_self_pay(by=desk, row=SelfPay.objects.get(), ends_on=TODAY - DAY, at=AT)
        assert row.ends_on == TODAY - DAY
        assert owe_coverage_checks(by=SYSTEM, at=AT) == 1

    def test_the_number_of_statements_does_not_depend_on_people(self, site, desk, django_assert_max_num_queries):
        for _ in range(6):
            make.make_coverage(make_admitted(site).client)
        with django_assert_max_num_queries(15):
            owe_coverage_checks(by=SYSTEM, at=AT)


def test_what_the_payer_needs_is_answered_from_the_record(client):
    stay = client.episodes.get()

    def missing():
        return [(need.key, bool(need.missing)) for need in needs(client, stay, TODAY)]

    assert missing() == [("coverage", True)]
    row = make.make_coverage(client, make.make_plan(make.make_payer(authorization="needed")))
    assert missing() == [("coverage", True), ("authorization", True)]
    make.make_verification(row)
    make.make_authorization(row)
    assert missing() == [("coverage", False), ("authorization", False)]


def test_covers_follow_into_the_chart_that_is_kept_unless_they_clash(site):
    kept, absorbed = make_client(site), make_client(site)
    row = make.make_coverage(absorbed)
    found = merge_plan(kept.pk, absorbed.pk, AT)
    assert [move.ids for move in found.moves] == [[row.pk]]
    make.make_coverage(kept)
    assert merge_plan(kept.pk, absorbed.pk, AT).why_not


def test_when_a_check_is_too_old():
    cases = {None: True, TODAY: False, TODAY - 29 * DAY: False, TODAY - 30 * DAY: True}
    assert {day: rules.is_stale(day, TODAY, 30) for day in cases} == cases
    assert [rules.days_left(*each) for each in ((60, 12), (60, None), (None, 3), (5, 9))] == [48, 60, None, 0]
