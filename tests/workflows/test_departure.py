"""A colleague leaves: nothing they were to do is left to nobody, and nothing is cancelled behind anybody's back."""

import datetime as dt

import pytest
from django.urls import reverse

from clients.actions import assign_care_team
from clients.models import CareTeamMembership
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.clinic import actions as clinic_actions
from iop.clinic.models import OnCallShift, SiteRole, StaffMember
from iop.core import clock
from iop.work.models import WorkItem
from iop.workflows import departure
from iop.workflows.credentials import watch_credentials
from scheduling.actions import book_appointment, book_series
from scheduling.actions.templates import planned_days
from scheduling.models import Appointment, BusyTime, WeeklyTemplate
from sessions_app.actions import materialise, start
from sessions_app.models import SessionFacilitator
from tests.factories import days
from tests.factories.ground import make_actor, make_site, make_staff, sign_in
from therapy.actions.group_notes import open_group_note

pytestmark = pytest.mark.django_db
AT, TODAY = days.AT, days.TODAY


def on(number):
    return TODAY + dt.timedelta(days=number)


def at_hour(number, hour):
    return clock.at_local(on(number), dt.time(hour), days.ZONE)


LEFT_ON = on(7)


@pytest.fixture
def clinic():
    clinic = days.make_day(people=2, until=on(13))
    clinic.by = make_actor("site_admin", site=clinic.site, credential="", at=AT)
    clinic.heir = make_staff("counselor", site=clinic.site, first_name="Dana", phone="+16175550199")
    clinic.episode = clinic.enrolments[0].episode
    return clinic


def leave(clinic, heir=None, **fields):
    values = {"left_on": LEFT_ON, "on": TODAY, "at": AT, "work_to": heir and heir.pk, **fields}
    return departure.leave(by=clinic.by, staff_id=clinic.counselor.pk, **values)


def leads(staff):
    rows = SessionFacilitator.objects.filter(staff=staff, role="lead")
    return sorted(set(rows.values_list("component__session__on", flat=True)))


def open_work(**wanted):
    return WorkItem.objects.open().filter(**wanted)


def preview_of(clinic, left_on=LEFT_ON):
    return " ".join(map(str, departure.preview(clinic.counselor, left_on=left_on, at=AT).consequences))


class TestDays:
    def test_those_before_stay_theirs_and_those_after_go_to_the_colleague_named(self, clinic):
        leave(clinic, clinic.heir)
        assert leads(clinic.counselor) == [on(0), on(2), on(4)]
        assert leads(clinic.heir) == [on(7), on(9), on(11)]

    def test_their_time_is_given_back_and_the_colleagues_is_taken(self, clinic):
        leave(clinic, clinic.heir)
        later = BusyTime.objects.filter(starts_at__gte=at_hour(7, 0))
        assert not later.filter(calendar__staff=clinic.counselor).exists()
        assert later.filter(calendar__staff=clinic.heir).count() == 3 * 4

    def test_the_colleague_is_told_once(self, clinic):
        leave(clinic, clinic.heir)
        assert "You lead 3 more sessions" in open_work(assignee=clinic.heir, kind="task").get().summary

    def test_without_a_name_each_needs_a_facilitator(self, clinic):
        leave(clinic)
        needs = open_work(kind="needs_facilitator", role_key="clinical_director")
        assert needs.count() == 3
        assert not SessionFacilitator.objects.filter(component__session__on__gte=LEFT_ON).exists()

    @pytest.mark.parametrize("why", ["not licensed", "not at the site", "taken"])
    def test_a_colleague_who_cannot_is_not_put_there(self, clinic, why):
        heir = clinic.heir
        if why == "not licensed":
            heir.credentials.update(expires_on=on(6))
        elif why == "not at the site":
            heir = make_staff("counselor", site=make_site())
        else:
            for number in (7, 9, 11):
                book(clinic, heir, number, hour=9, during_session=True, minutes=195)
        leave(clinic, heir)
        groups = SessionFacilitator.objects.filter(staff=heir, component__kind__needs_licensed_lead=True)
        assert not groups.exists()
        assert open_work(kind="needs_facilitator").count() == 3

    def test_a_day_that_runs_already_stays_as_it_is(self, clinic):
        start(by=clinic.by_counselor, session=clinic.session, at=days.NINE)
        leave(clinic, clinic.heir, left_on=TODAY, at=days.NINE)
        assert leads(clinic.counselor) == [TODAY]

    def test_a_co_facilitator_who_takes_over_the_lead_is_named_once(self, clinic):
        part = clinic.track.sessions.get(on=LEFT_ON).components.get(kind__key="process")
        SessionFacilitator.objects.create(component=part, staff=clinic.heir, role="co")
        leave(clinic, clinic.heir)
        assert list(part.facilitators.values_list("staff", "role")) == [(clinic.heir.pk, "lead")]


class TestWeeks:
    def names(self, template):
        return {part.lead_id for day in planned_days(template) for part in day.parts} - {None}

    def test_from_that_day_on_they_name_the_colleague(self, clinic):
        leave(clinic, clinic.heir)
        before, after = WeeklyTemplate.objects.filter(track=clinic.track).order_by("valid_from")
        assert (self.names(before), self.names(after)) == ({clinic.counselor.pk}, {clinic.heir.pk})
        assert after.valid_from == LEFT_ON

    def test_without_a_name_they_name_nobody_yet(self, clinic):
        leave(clinic)
        assert self.names(WeeklyTemplate.objects.latest("valid_from")) == set()

    def test_days_are_not_made_a_second_time(self, clinic):
        leave(clinic, clinic.heir)
        before = clinic.track.sessions.filter(on__lte=on(13)).count()
        report = materialise(by=SYSTEM, at=AT)
        assert clinic.track.sessions.filter(on__lte=on(13)).count() == before
        assert not report.without_lead

    def test_who_may_not_change_weeks_asks_the_director(self, clinic):
        role = SiteRole.objects.get(staff=clinic.by.staff_id).role
        role.permissions = [each for each in role.permissions if each != "template.edit"]
        role.save()
        clinic.by = make_actor("site_admin", site=clinic.site, credential="", at=AT)
        SiteRole.objects.filter(staff=clinic.by.staff_id).update(role=role)
        leave(clinic, clinic.heir)
        assert WeeklyTemplate.objects.count() == 1
        assert open_work(subject_kind="scheduling.track", role_key="clinical_director").count() == 1


def book(clinic, staff, number, *, hour=14, minutes=50, **fields):
    return book_appointment(
        by=clinic.by_director, kind="individual", client=clinic.episode.client, staff=staff, site_id=clinic.site.pk,
        starts_at=at_hour(number, hour), ends_at=at_hour(number, hour) + dt.timedelta(minutes=minutes), at=AT, **fields,
    )  # fmt: skip


class TestAppointments:
    def test_stay_booked_and_are_work_for_the_colleague_named(self, clinic):
        before, after = book(clinic, clinic.counselor, 3), book(clinic, clinic.counselor, 8)
        leave(clinic, clinic.heir)
        assert set(Appointment.objects.values_list("status", "staff")) == {("booked", clinic.counselor.pk)}
        item = open_work(subject_kind="scheduling.appointment").get()
        assert (item.subject_id, item.client_id, item.assignee) == (after.pk, after.client_id, clinic.heir)
        assert before.pk != after.pk

    def test_without_a_name_they_are_the_directors(self, clinic):
        book(clinic, clinic.counselor, 8)
        leave(clinic)
        assert open_work(subject_kind="scheduling.appointment").get().role_key == "clinical_director"

    def test_a_series_is_one_piece_of_work(self, clinic):
        starts_at = at_hour(8, 14)
        book_series(
            by=clinic.by_director, kind="individual", client=clinic.episode.client, staff=clinic.counselor, count=3,
            site_id=clinic.site.pk, starts_at=starts_at, ends_at=starts_at + dt.timedelta(minutes=50), at=AT,
        )  # fmt: skip
        leave(clinic)
        assert open_work(subject_kind="scheduling.appointment").count() == 1


class TestCareTeam:
    @pytest.fixture
    def member(self, clinic):
        return assign_care_team(
            by=clinic.by_director, episode=clinic.episode, staff=clinic.counselor, role="primary_counselor",
            starts_on=TODAY, at=AT,
        )  # fmt: skip

    def team(self):
        return list(CareTeamMembership.objects.order_by("starts_on").values_list("staff", "starts_on", "ends_on"))

    def test_ends_the_day_before_and_goes_to_the_colleague(self, clinic, member):
        leave(clinic, clinic.heir)
        assert self.team() == [(clinic.counselor.pk, TODAY, on(6)), (clinic.heir.pk, LEFT_ON, None)]

    def test_without_a_name_the_director_is_asked(self, clinic, member):
        leave(clinic)
        item = open_work(subject_kind="clients.client").get()
        assert (item.client_id, item.role_key) == (clinic.episode.client_id, "clinical_director")
        assert "Primary counselor" in item.summary

    def test_a_colleague_without_a_clinical_role_does_not_take_over(self, clinic, member):
        leave(clinic, StaffMember.objects.get(pk=clinic.by.staff_id))
        assert len(self.team()) == 1
        assert open_work(subject_kind="clients.client").exists()

    def test_one_that_would_begin_later_never_does(self, clinic):
        assign_care_team(
            by=clinic.by_director, episode=clinic.episode, staff=clinic.counselor, role="therapist",
            starts_on=on(20), at=AT,
        )  # fmt: skip
        leave(clinic, clinic.heir)
        assert self.team() == [(clinic.heir.pk, on(20), None)]

    def test_is_on_the_record_of_the_client(self, clinic, member):
        leave(clinic, clinic.heir)
        event = AuditEvent.objects.get(verb="clients.care_teams_handed_over")
        assert list(event.subjects.values_list("client_id", flat=True)) == [clinic.episode.client_id]


class TestOnCall:
    def put_on_call(self, clinic, first, last):
        return clinic_actions.add_shift(
            by=SYSTEM,
            site_id=clinic.site.pk,
            staff_id=clinic.counselor.pk,
            starts_at=first,
            ends_at=last,
            phone="+16175550111",
        )

    def turns(self):
        return list(OnCallShift.objects.order_by("starts_at").values_list("staff", "starts_at", "ends_at"))

    def test_turns_from_that_midnight_on_go_to_the_colleague(self, clinic):
        self.put_on_call(clinic, at_hour(6, 17), at_hour(7, 17))
        leave(clinic, clinic.heir)
        midnight = clock.day_bounds(LEFT_ON, days.ZONE)[0]
        assert self.turns() == [
            (clinic.counselor.pk, at_hour(6, 17), midnight),
            (clinic.heir.pk, midnight, at_hour(7, 17)),
        ]

    def test_without_a_name_the_administrators_fill_the_gap(self, clinic):
        self.put_on_call(clinic, at_hour(8, 17), at_hour(9, 8))
        leave(clinic)
        assert self.turns() == []
        assert open_work(subject_kind="clinic.site", role_key="site_admin").count() == 1

    def test_a_colleague_whom_nobody_could_call_is_not_put_there(self, clinic):
        self.put_on_call(clinic, at_hour(8, 17), at_hour(9, 8))
        StaffMember.objects.filter(pk=clinic.heir.pk).update(phone="")
        leave(clinic, clinic.heir)
        assert self.turns() == []


def test_their_own_licence_is_nobody_elses_to_renew(clinic):
    clinic.counselor.credentials.update(expires_on=on(30))
    watch_credentials(by=SYSTEM, at=AT)
    leave(clinic)
    assert not open_work(kind="credential_expiring", assignee__isnull=False).exists()


def test_a_refusal_anywhere_leaves_everything_as_it_was(clinic, settings):
    settings.DEPARTURE_STEPS = [*settings.DEPARTURE_STEPS, "tests.workflows.test_departure.fail"]
    book(clinic, clinic.counselor, 8)
    before = (leads(clinic.counselor), WorkItem.objects.count(), WeeklyTemplate.objects.count())
    with pytest.raises(RuntimeError):
        leave(clinic, clinic.heir)
    clinic.counselor.refresh_from_db()
    assert clinic.counselor.left_on is None
    assert (leads(clinic.counselor), WorkItem.objects.count(), WeeklyTemplate.objects.count()) == before


def fail(**_):
    raise RuntimeError


class TestPreview:
    def test_says_every_consequence_with_its_number(self, clinic):
        book(clinic, clinic.counselor, 8)
        assign_care_team(
            by=clinic.by_director,
            episode=clinic.episode,
            staff=clinic.counselor,
            role="therapist",
            starts_on=TODAY,
            at=AT,
        )
        TestOnCall().put_on_call(clinic, at_hour(8, 17), at_hour(9, 8))
        session = start(by=clinic.by_counselor, session=clinic.session, at=days.NINE)
        open_group_note(by=clinic.by_counselor, session=session, at=days.NINE)
        words = preview_of(clinic)
        for part in (
            "3 planned sessions", "1 weekly plan names", "1 appointment stays booked", "1 client has them on the care team",
            "1 turn on call", "1 note of theirs is still a draft",
        ):  # fmt: skip
            assert part in words

    def test_counts_from_the_day_asked_about(self, clinic):
        assert "1 planned session is" in preview_of(clinic, on(11))

    def test_who_leads_nothing_leaves_nothing(self, clinic):
        clinic.counselor = clinic.heir
        assert "planned session" not in preview_of(clinic)

    def test_the_page_shows_another_day_without_saving_anything(self, clinic, client):
        with clock.frozen(AT):
            sign_in(client, StaffMember.objects.get(pk=clinic.by.staff_id))
            url = reverse("staff_leave", args=[clinic.counselor.pk])
            page = client.post(url, {"left_on": on(11), "work_to": "", "look": "1"}).content.decode()
        clinic.counselor.refresh_from_db()
        assert "1 planned session is" in page
        assert clinic.counselor.left_on is None
