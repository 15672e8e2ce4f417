"""Care elsewhere: referred out, asked after by date, and back."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from clients import actions
from clients.actions import stays
from clients.models import OutsideStay
from iop.access.actors import SYSTEM
from iop.clinic.actors import actor_of
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.work.actions import close_item
from iop.work.models import WorkItem
from tests.factories import ground
from tests.factories.clients import AT, TODAY, make_admitted, make_client
from tests.factories.intake import BORN, make_desk, take

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def desk():
    return make_desk()


def refer(desk, client=None, **fields):
    values = {"kind": "detox", "facility": "Riverside Detox", "referred_on": TODAY, "at": AT, **fields}
    return actions.refer_out(by=desk.by, client=client or make_client(desk.site), site_id=desk.site.pk, **values)


def asked():
    return list(WorkItem.objects.open().filter(kind="stay_ask"))


class TestReferring:
    def test_somebody_asks_after_them_in_a_few_days(self, desk):
        assert refer(desk).ask_on == TODAY + 3 * DAY

    def test_or_when_they_are_expected_back_if_that_is_sooner(self, desk):
        assert refer(desk, expected_until=TODAY + DAY).ask_on == TODAY + DAY

    def test_or_on_the_day_said(self, desk):
        assert refer(desk, ask_on=TODAY + 9 * DAY).ask_on == TODAY + 9 * DAY

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"facility": " "}, "facility"),
            ({"kind": "spa"}, "kind"),
            ({"referred_on": TODAY + DAY}, "referred_on"),
            ({"expected_from": TODAY + DAY, "expected_until": TODAY}, "expected_until"),
            ({"phone": "call them"}, "phone"),
            ({"to_ask": "x" * 301}, "to_ask"),
        ],
    )
    def test_refuses_beside_the_field(self, desk, fields, field):
        with pytest.raises(Invalid) as told:
            refer(desk, **fields)
        assert told.value.field == field

    def test_is_for_intake_and_clinicians(self, desk):
        desk.by = actor_of(ground.make_staff("biller", site=desk.site).pk, AT)
        with pytest.raises(NotAllowed):
            refer(desk)


class TestAsking:
    def test_is_on_the_list_from_its_day_on_and_names_nobody(self, desk):
        row = refer(desk)
        assert stays.ask_after_stays(at=AT + 2 * DAY) == 0
        assert stays.ask_after_stays(at=AT + 3 * DAY) == 1
        [item] = asked()
        assert (item.role_key, item.subject_id) == ("intake", row.pk)
        assert "Riverside" not in item.summary

    def test_the_day_begins_at_the_sites_midnight(self, desk):
        refer(desk, ask_on=TODAY + DAY)
        assert stays.ask_after_stays(at=dt.datetime(2026, 3, 3, 4, 59, tzinfo=dt.UTC)) == 0
        assert stays.ask_after_stays(at=dt.datetime(2026, 3, 3, 5, 0, tzinfo=dt.UTC)) == 1

    def test_once_however_often_it_runs(self, desk):
        refer(desk)
        assert [stays.ask_after_stays(at=AT + (3 + number) * DAY) for number in range(3)] == [1, 0, 0]

    def test_one_that_was_closed_is_not_opened_again_for_the_same_day(self, desk):
        refer(desk)
        stays.ask_after_stays(at=AT + 3 * DAY)
        close_item(by=SYSTEM, item_id=asked()[0].pk, at=AT + 3 * DAY)
        assert stays.ask_after_stays(at=AT + 4 * DAY) == 0

    def test_asking_again_closes_it_and_names_another_day(self, desk):
        row = refer(desk)
        stays.ask_after_stays(at=AT + 3 * DAY)
        row = actions.ask_again(by=desk.by, stay=row, ask_on=TODAY + 8 * DAY, at=AT + 3 * DAY, note="Doing well.")
        assert (asked(), row.note) == ([], "Doing well.")
        assert stays.ask_after_stays(at=AT + 8 * DAY) == 1

    def test_not_on_a_day_that_is_here_already(self, desk):
        with pytest.raises(Invalid, match="later day"):
            actions.ask_again(by=desk.by, stay=refer(desk), ask_on=TODAY, at=AT)

    def test_nobody_asks_after_somebody_who_is_back(self, desk):
        row = refer(desk)
        stays.ask_after_stays(at=AT + 3 * DAY)
        actions.note_back(by=desk.by, stay=row, back_on=TODAY + 3 * DAY, at=AT + 3 * DAY)
        assert asked() == []
        assert stays.ask_after_stays(at=AT + 9 * DAY) == 0


class TestComingBack:
    def test_the_inquiry_goes_on(self, desk):
        inquiry, client = take(desk), make_client(desk.site, date_of_birth=BORN)
        inquiry = actions.link_client(by=desk.by, inquiry=inquiry, client=client, at=AT)
        actions.note_back(by=desk.by, stay=refer(desk, client, inquiry=inquiry), back_on=TODAY, at=AT)
        inquiry.refresh_from_db()
        assert (inquiry.next_step, inquiry.next_step_at) == ("Back from care elsewhere: go on with intake", AT)

    def test_of_somebody_in_treatment_the_counselor_is_told(self, desk):
        episode = make_admitted(desk.site, by=desk.as_director)
        actions.assign_care_team(
            by=desk.as_director, episode=episode, staff=desk.therapist, role="primary_counselor", starts_on=TODAY, at=AT
        )
        actions.note_back(by=desk.by, stay=refer(desk, episode.client), back_on=TODAY, at=AT)
        assert [item.assignee_id for item in WorkItem.objects.open().filter(kind="task")] == [desk.therapist.pk]

    def test_who_did_not_come_back_asks_nothing_of_anybody(self, desk):
        row = actions.note_back(by=desk.by, stay=refer(desk), back_on=TODAY, at=AT, status="elsewhere")
        assert (row.status, WorkItem.objects.open().exists()) == ("elsewhere", False)

    def test_not_in_the_future_nor_before_the_referral(self, desk):
        for day in (TODAY + DAY, TODAY - DAY):
            with pytest.raises(Invalid):
                actions.note_back(by=desk.by, stay=refer(desk), back_on=day, at=AT)

    def test_once(self, desk):
        row = actions.note_back(by=desk.by, stay=refer(desk), back_on=TODAY, at=AT)
        with pytest.raises(Conflict, match="ended already"):
            actions.note_there(by=desk.by, stay=row, went_on=TODAY, at=AT)


def test_the_second_of_two_changes_is_told(desk):
    row = refer(desk)
    actions.change_stay(by=desk.by, stay=row, version=1, changes={"to_ask": "A date"}, at=AT)
    with pytest.raises(Stale):
        actions.change_stay(by=desk.by, stay=row, version=1, changes={"to_ask": "Another"}, at=AT)


def test_arriving_is_written_down(desk):
    assert actions.note_there(by=desk.by, stay=refer(desk), went_on=TODAY, at=AT).status == "there"


@pytest.mark.parametrize(
    "change",
    ["status = 'back'", "back_on = referred_on", "expected_from = '2026-03-09', expected_until = '2026-03-02'"],
)
def test_the_database_holds_it_together(desk, change):
    row = refer(desk)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE clients_outsidestay SET {change} WHERE id = %s", [row.pk])
    assert OutsideStay.objects.get().status == "referred"
