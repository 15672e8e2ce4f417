"""The day's draw in the clinic: once a day, repeatable, told on arrival only, and fair to whoever came."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from clients.actions.contact import add_contact_point, set_channel_permission
from clients.models import OutsideStay
from iop.access.actors import SYSTEM
from iop.clinic.actions import set_opening_hours
from iop.clinic.models import Site
from iop.clinic.naming import revealing_words
from iop.core.errors import NotAllowed
from iop.notifications.models import Message
from sessions_app import actions as sessions
from tests.factories import drug_tests as made
from tests.factories.drug_tests import AT, ONE_DAY, TODAY
from tests.factories.scheduling import Counted
from therapy.actions import drug_tests
from therapy.actions.drug_tests.drawing import is_as_drawn
from therapy.drug_test_pool import read_pool
from therapy.models.drug_tests import DrugTest, TestDraw

pytestmark = pytest.mark.django_db
DAILY = {"per_week": Decimal(7), "max_gap_days": 1}


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk(people=2)


def entry_of(desk, on=TODAY):
    return read_pool(desk.site, on).entries[0]


def test_whoever_has_a_plan_and_a_session_is_in_the_draw(desk):
    made.plan(desk)
    one = entry_of(desk)
    assert (one.key, one.here, one.out) == (str(desk.episode.pk), True, "")
    assert one.chance == Decimal("0.333333")
    assert one.next_on == TODAY + 2 * ONE_DAY


def test_whoever_has_no_session_is_out_for_the_day(desk):
    made.plan(desk)
    assert entry_of(desk, TODAY + ONE_DAY).out == "not_here"


def test_an_exemption_takes_them_out_and_oral_fluid_keeps_them_in(desk):
    made.plan(desk, oral_panel=desk.oral, **DAILY)
    given = {
        "by": desk.by,
        "episode": desk.episode,
        "kind": "shy_bladder",
        "starts_on": TODAY,
        "ends_on": TODAY,
        "at": AT,
    }
    drug_tests.exempt(instead="oral_fluid", **given)
    drug_tests.draw_sites(at=AT)
    assert DrugTest.objects.get().panel == desk.oral


def test_an_exemption_without_anything_instead_is_out(desk):
    made.plan(desk, **DAILY)
    drug_tests.exempt(
        by=desk.by, episode=desk.episode, kind="medical", instead="nothing", starts_on=TODAY, ends_on=TODAY, at=AT
    )
    assert entry_of(desk).out == "exempt"
    assert drug_tests.draw_sites(at=AT) == 0


def test_somebody_in_care_elsewhere_is_out(desk):
    made.plan(desk, **DAILY)
    OutsideStay.objects.create(
        client=desk.client,
        site=desk.site,
        kind="detox",
        status="there",
        facility="Bayview",
        referred_on=TODAY,
        went_on=TODAY,
    )
    assert entry_of(desk).out == "away"


def test_an_order_that_waits_is_not_doubled(desk):
    made.plan(desk, **DAILY)
    made.order(desk)
    assert entry_of(desk).out == "asked"


def test_a_draw_is_made_once_a_day_and_kept_whole(desk):
    made.plan(desk, **DAILY)
    assert drug_tests.draw_sites(at=AT) == 1
    assert drug_tests.draw_sites(at=AT + dt.timedelta(hours=1)) == 0
    kept = TestDraw.objects.get()
    assert (len(kept.pool), len(kept.picks), DrugTest.objects.count()) == (1, 1, 1)
    assert is_as_drawn(kept)


def test_nobody_draws_before_the_clinic_s_hour(desk):
    made.plan(desk, **DAILY)
    assert drug_tests.draw_sites(at=AT - dt.timedelta(hours=3)) == 0
    assert not TestDraw.objects.exists()


def test_a_draw_is_never_changed(desk):
    made.plan(desk, **DAILY)
    drug_tests.draw_sites(at=AT)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE therapy_testdraw SET picks = '[]'")


def test_a_draw_tells_nobody_before_they_arrive(desk):
    made.plan(desk, **DAILY)
    drug_tests.draw_sites(at=AT)
    assert Message.objects.count() == 0
    assert DrugTest.objects.get().told_at is None


def clients_permit(client):
    set_channel_permission(by=SYSTEM, client=client, channel="sms", allowed=True, at=AT)
    add_contact_point(by=SYSTEM, client=client, kind="phone", value="+16175550123", may_leave_message=True, at=AT)


def on_a_day_off(desk, at):
    """Tuesday, without a session: open, and the client may be asked by text."""
    week = {day: [(dt.time(8), dt.time(20))] for day in range(5)}
    set_opening_hours(by=SYSTEM, site_id=desk.site.pk, hours=week)
    clients_permit(desk.client)
    made.plan(desk, on_days_off=True, **DAILY)
    at(AT + ONE_DAY)
    return drug_tests.draw_sites(at=AT + ONE_DAY)


def test_on_a_day_without_a_session_a_neutral_message_has_a_deadline(desk, at):
    assert on_a_day_off(desk, at) == 1
    test, message = DrugTest.objects.get(), Message.objects.get()
    assert test.deadline_at == dt.datetime(2026, 3, 3, 23, 0, tzinfo=dt.UTC)
    assert message.due_at == dt.datetime(2026, 3, 3, 13, 0, tzinfo=dt.UTC)
    words = f"{message.subject} {message.body}".casefold()
    assert revealing_words(words) == []
    assert not any(word in words for word in ("test", "sample", "urine", "screen", "drug"))
    assert "test" not in f"{message.about_kind}{message.template}{message.basis}"


def test_the_message_goes_back_when_the_order_does(desk, at):
    on_a_day_off(desk, at)
    test = DrugTest.objects.get()
    drug_tests.cancel_test(by=desk.by, test=test, version=1, reason="Called in ill", at=AT + ONE_DAY)
    assert Message.objects.get().status == "withdrawn"


def test_somebody_who_did_not_come_by_the_deadline_has_missed_it(desk, at):
    on_a_day_off(desk, at)
    drug_tests.draw_sites(at=AT + 2 * ONE_DAY)
    assert DrugTest.objects.get(due_on=TODAY + ONE_DAY).status_changes.get().reason == "deadline"


def test_whoever_cannot_be_reached_is_not_drawn_on_a_day_off(desk, at):
    set_opening_hours(by=SYSTEM, site_id=desk.site.pk, hours={day: [(dt.time(8), dt.time(20))] for day in range(5)})
    made.plan(desk, on_days_off=True, **DAILY)
    assert drug_tests.draw_sites(at=AT + ONE_DAY) == 0


def test_only_a_director_draws_by_hand(desk):
    with pytest.raises(NotAllowed):
        drug_tests.draw_today(by=desk.by, site=desk.site, at=AT)
    assert drug_tests.draw_today(by=desk.by_director, site=desk.site, at=AT)[0].drawn_by == desk.director


def test_a_drawn_day_that_was_missed_is_missed(desk):
    made.plan(desk, **DAILY)
    drug_tests.draw_sites(at=AT)
    drug_tests.draw_sites(at=AT + ONE_DAY)
    test = DrugTest.objects.get(due_on=TODAY)
    assert (test.status, test.status_changes.get().reason) == ("missed", "not_here")


def test_whoever_came_and_was_not_asked_has_missed_nothing(desk):
    made.plan(desk, **DAILY)
    drug_tests.draw_sites(at=AT)
    line = next(line for line in desk.lines if line.client_id == desk.client.pk)
    nine = AT + dt.timedelta(hours=2)
    sessions.start(by=desk.by_counselor, session=desk.session, at=nine)
    sessions.mark(by=desk.by_counselor, attendance=line, version=line.version, status="present", at=nine)
    drug_tests.draw_sites(at=AT + ONE_DAY)
    test = DrugTest.objects.get(due_on=TODAY)
    assert (test.status, test.status_changes.get().reason) == ("cancelled", "clinic_did_not_collect")


def test_the_draw_s_statements_do_not_grow_with_the_people():
    few, many = cost_of_a_draw(2), cost_of_a_draw(6)
    assert few == many


def cost_of_a_draw(people):
    desk = made.make_desk(people=people)
    for enrolment in desk.enrolments:
        clients_permit(enrolment.client)
        made.plan(desk, episode=enrolment.episode, on_days_off=True, **DAILY)
    others = Site.objects.exclude(pk=desk.site.pk)
    others.update(is_active=False)
    with Counted() as counted:
        assert drug_tests.draw_sites(at=AT) == people
    return counted.number
