"""Look-alikes that reveal no more than needed, the board, the checklist, and the figures."""

import datetime as dt

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from clients import actions, intake
from clients.choices import InquiryStatus
from clients.models import Client, Inquiry, InquiryStatusChange, IntakeCheck
from iop.clinic.actors import actor_of
from iop.core.errors import NotAllowed
from tests.factories import ground
from tests.factories.clients import AT, TODAY, ZONE, make_client, make_inquiry
from tests.factories.intake import BORN, make_desk, take
from tests.factories.scheduling import Counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


def known(site, first="Katherine", last="Lindqvist", born=BORN, **fields):
    return make_client(site, legal_first_name=first, legal_last_name=last, date_of_birth=born, **fields)


def look(desk, first="Katherine", last="Lindqvist", phone="", born=BORN, **fields):
    return intake.lookalikes(by=desk.by, first_name=first, last_name=last, phone=phone, date_of_birth=born, **fields)


class TestLookalikes:
    def test_a_former_client_is_found_and_hardly_shown(self, desk):
        client = known(desk.site)
        [row] = look(desk)
        assert (row.kind, row.id, row.initials, row.birth_year) == ("client", client.pk, "K. L.", 1991)
        assert (row.last_contact, row.reason) == (TODAY.replace(day=1), "birth_and_name")

    @pytest.mark.parametrize(
        ("first", "last"),
        [("Catherine", "Lindkvist"), ("Lindqvist", "Katherine"), ("Kathrine", "Linquist"), ("katherine", "LINDQVIST")],
    )
    def test_through_misspellings_and_swapped_names(self, desk, first, last):
        known(desk.site)
        assert [row.initials for row in look(desk, first, last)] == ["K. L."]

    def test_through_a_slip_in_the_birth_date(self, desk):
        known(desk.site)
        assert [row.reason for row in look(desk, born=dt.date(1991, 12, 4))] == ["name_and_near_birth"]

    def test_by_phone_however_it_is_spelled(self, desk):
        known(desk.site, contact_points=[{"kind": "phone", "value": "617-555-0199"}])
        assert [row.reason for row in look(desk, "Sam", "Other", "+1 (617) 555.0199", None)] == ["phone"]

    def test_by_the_name_they_are_called(self, desk):
        known(desk.site, first="Ekaterina", preferred_name="Katherine")
        assert len(look(desk)) == 1

    def test_anywhere_in_the_clinic_but_not_open_there(self, desk):
        known(ground.make_site())
        [row] = look(desk)
        assert (row.kind, row.is_open_to) == ("client", False)

    def test_not_somebody_else_born_that_day(self, desk):
        known(desk.site, first="Bo", last="Zimmermann")
        assert look(desk) == []

    def test_of_a_restricted_chart_nothing_is_said(self, desk):
        client = known(desk.site)
        Client.objects.filter(pk=client.pk).update(is_restricted=True, restricted_reason="staff")
        [row] = look(desk)
        assert (row.kind, row.id, row.initials, row.birth_year, row.last_contact) == (
            "restricted",
            None,
            "",
            None,
            None,
        )

    def test_an_earlier_inquiry_is_found(self, desk):
        earlier = take(desk, first_name="Katherine", last_name="Lindqvist")
        [row] = look(desk)
        assert (row.kind, row.id, row.is_open_to) == ("inquiry", earlier.pk, True)

    def test_not_the_one_being_written(self, desk):
        row = take(desk, first_name="Katherine", last_name="Lindqvist")
        assert look(desk, leave_out=row.pk) == []

    def test_an_inquiry_with_a_chart_is_shown_once(self, desk):
        row = take(desk, first_name="Katherine", last_name="Lindqvist")
        actions.link_client(by=desk.by, inquiry=row, client=known(desk.site), at=AT)
        assert [found.kind for found in look(desk)] == ["client"]

    def test_a_joined_chart_leads_to_the_kept_one(self, desk):
        kept, gone = known(desk.site, last="Berg"), known(desk.site)
        Client.objects.filter(pk=gone.pk).update(merged_into=kept)
        assert [row.id for row in look(desk)] == [kept.pk]

    def test_too_little_asks_nothing(self, desk):
        with Counted() as counted:
            assert look(desk, "K", "", "", None) == []
        assert counted.number == 0

    def test_no_more_than_asked_for(self, desk):
        for _ in range(7):
            known(desk.site)
        assert len(look(desk, limit=5)) == 5

    def test_for_those_who_take_calls(self, desk):
        desk.by = actor_of(ground.make_staff("biller", site=desk.site).pk, AT)
        with pytest.raises(NotAllowed):
            look(desk)

    def test_takes_no_more_statements_for_more(self, desk):
        numbers = []
        for size in (2, 20):
            for _ in range(size):
                known(desk.site)
                take(desk, first_name="Katherine", last_name="Lindqvist")
            with Counted() as counted:
                look(desk, phone="617-555-0123")
            numbers.append(counted.number)
        assert numbers[0] == numbers[1] <= 4


class TestBoard:
    def read(self, desk, **fields):
        return intake.board(by=desk.by, at=AT + dt.timedelta(days=3), zone=ZONE, **fields)

    def column(self, desk, status="new", **fields):
        return next(each for each in self.read(desk, **fields) if each.status == status)

    def test_has_a_column_for_each_open_status_in_order(self, desk):
        assert [each.status for each in self.read(desk)] == [
            "new",
            "contacted",
            "assessment_booked",
            "assessed",
            "accepted",
        ]

    def test_shows_age_and_lateness(self, desk):
        take(desk)
        [row] = self.column(desk).rows
        assert (row.age_days, row.in_status_days, row.is_late, row.name) == (3, 3, True, "Jordan Doe")

    def test_counts_days_in_the_status(self, desk):
        row = take(desk)
        actions.move_inquiry(by=desk.by, inquiry=row, to="contacted", at=AT + dt.timedelta(days=2))
        [shown] = self.column(desk, "contacted").rows
        assert (shown.age_days, shown.in_status_days) == (3, 1)

    def test_danger_comes_first(self, desk):
        take(desk, first_name="A")
        take(desk, first_name="B", urgency="emergency")
        assert [row.inquiry.first_name for row in self.column(desk).rows] == ["B", "A"]

    def test_shows_the_first_ones_and_the_number_of_all(self, desk):
        for _ in range(3):
            take(desk)
        column = self.column(desk, per_column=2)
        assert (column.total, len(column.rows)) == (3, 2)

    def test_filters(self, desk):
        take(desk, urgency="urgent", referral_kind="court")
        take(desk)
        assert self.column(desk, urgency="urgent").total == 1
        assert self.column(desk, referral_kind="court").total == 1
        assert self.column(desk, owner_id=desk.worker.pk).total == 2

    def test_shows_own_sites_only(self, desk):
        take(make_desk())
        assert self.column(desk).total == 0

    def test_a_restricted_chart_is_on_the_board_of_those_alone_who_may_open_it(self, desk):
        row, client = take(desk), make_client(desk.site, date_of_birth=BORN)
        actions.link_client(by=desk.by, inquiry=row, client=client, at=AT)
        Client.objects.filter(pk=client.pk).update(is_restricted=True, restricted_reason="staff")
        row.refresh_from_db()
        assert (self.column(desk).total, intake.name_for(desk.by, row)) == (0, "")
        desk.by = desk.as_director
        assert [shown.is_restricted for shown in self.column(desk).rows] == [True]

    def test_closed_ones_on_request(self, desk):
        actions.move_inquiry(by=desk.by, inquiry=take(desk), to="lost", reason="no_answer", at=AT)
        assert self.column(desk, "lost", statuses=[InquiryStatus.LOST]).total == 1

    def test_takes_no_more_statements_for_more(self, desk):
        numbers = []
        for size in (2, 20):
            for _ in range(size):
                take(desk)
            with Counted() as counted:
                columns = self.read(desk)
                assert all(row.inquiry.owner and row.inquiry.site for column in columns for row in column.rows)
            numbers.append(counted.number)
        assert numbers[0] == numbers[1] <= 3


class TestChecklist:
    def test_says_what_to_ask_and_what_the_payer_needs(self, desk):
        found = intake.checklist(take(desk, payer_kind="self_pay"))
        assert found.fit.state == "unknown"
        assert [line.text for line in found.payer_needs] == [
            "Good-faith estimate given in writing",
            "Payment plan agreed",
        ]

    def test_fits_once_all_needed_are_a_yes(self, desk):
        row = take(desk)
        for check in IntakeCheck.objects.filter(kind="fit", is_needed=True):
            actions.answer_check(by=desk.by, inquiry=row, check=check, answer="yes", at=AT)
        assert intake.checklist(row).fit.state == "fits"

    def test_leaves_out_what_another_payer_needs(self, desk):
        found = intake.checklist(take(desk, payer_kind="medicaid"))
        assert "estimate" not in [check.key for check, _ in found.checks]

    def test_takes_two_statements(self, desk):
        row = take(desk)
        with Counted() as counted:
            intake.checklist(row)
        assert counted.number == 2


class TestFigures:
    def through(self, desk, days, **fields):
        """A call that was assessed and admitted after so many days."""
        row = take(desk, **fields)
        row.episode = make_inquiry(desk.site)
        row.save()
        for number, to in enumerate(("contacted", "assessed", "accepted", "admitted")):
            moment = AT + dt.timedelta(days=days * (0, 1, 2, 2)[number], seconds=number)
            row = actions.move_inquiry(by=desk.as_director, inquiry=row, to=to, at=moment)
        return row

    def figures(self, desk, first=TODAY, last=TODAY):
        return intake.figures([desk.site.pk], first, last)

    def test_counts_what_became_of_them_by_source_and_in_all(self, desk):
        court = actions.save_source(by=desk.by, kind="court", organization="District Court", at=AT)
        self.through(desk, 2, referral_source=court)
        self.through(desk, 4, referral_source=court)
        take(desk)
        by_court, alone, total = self.figures(desk)
        assert (by_court.source, by_court.inquiries, by_court.assessed, by_court.admitted) == (
            "District Court",
            2,
            2,
            2,
        )
        assert (by_court.days_to_assessment, by_court.days_to_admission) == (3.0, 6.0)
        assert (alone.kind, alone.inquiries, alone.still_open, alone.days_to_admission) == ("self", 1, 1, None)
        assert (total.inquiries, total.admitted, total.kind) == (3, 2, "")

    def test_days_are_the_sites_own(self, desk):
        take(desk, at=dt.datetime(2026, 3, 3, 4, 30, tzinfo=dt.UTC))
        assert self.figures(desk)[-1].inquiries == 1
        assert self.figures(desk, TODAY + dt.timedelta(days=1), TODAY + dt.timedelta(days=1))[-1].inquiries == 0

    def test_other_sites_do_not_count(self, desk):
        take(make_desk())
        assert self.figures(desk)[-1].inquiries == 0

    def test_take_one_statement_whatever_the_number(self, desk):
        for size in (1, 15):
            for _ in range(size):
                take(desk)
            with Counted() as counted:
                self.figures(desk)
            assert counted.number == 1


class TestWhatTheDatabasePromises:
    def refused(self, sql, *values):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    @pytest.mark.parametrize(
        "change",
        [
            "callback_phone = '', callback_email = ''", "status = 'contacted'", "status = 'lost', closed_at = now()",
            "status = 'admitted', closed_at = now()", "closed_at = now()",
        ],
    )  # fmt: skip
    def test_an_inquiry_never_stands_otherwise(self, desk, change):
        self.refused(f"UPDATE clients_inquiry SET {change} WHERE id = %s", take(desk).pk)

    def test_it_is_not_deleted(self, desk):
        self.refused("DELETE FROM clients_inquiry WHERE id = %s", take(desk).pk)

    def test_its_history_is_not_rewritten(self, desk):
        take(desk)
        self.refused("UPDATE clients_inquirystatuschange SET status = 'lost'")

    def test_a_line_of_history_alone_does_not_move_it(self, desk):
        row = take(desk)
        actions.move_inquiry(by=desk.by, inquiry=row, to="contacted", at=AT)
        self.refused("UPDATE clients_inquiry SET status = 'new' WHERE id = %s", row.pk)

    def test_whoever_waited_still_writes_the_newest_line(self, desk):
        row = actions.move_inquiry(by=desk.by, inquiry=take(desk), to="contacted", at=AT + dt.timedelta(seconds=5))
        row = actions.move_inquiry(by=desk.by, inquiry=row, to="lost", reason="no_answer", at=AT)
        newest = InquiryStatusChange.objects.filter(inquiry=row).order_by("-at", "-id").first()
        assert (newest.status, Inquiry.objects.get(pk=row.pk).status) == ("lost", "lost")
