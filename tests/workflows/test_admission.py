"""Admission as one step: what comes first, what may follow, and everything it makes."""

import datetime as dt

import pytest

from clients import actions as clients
from clients.models import CareTeamMembership, Client, Episode, Placement
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.clinic.actions import change_setting
from iop.clinic.actors import actor_of
from iop.clinic.models import Closure
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from iop.workflows import admission, discharge
from iop.workflows.admission import LineState
from scheduling import actions, seats
from scheduling.models import Enrolment, SeatHold
from sessions_app.actions import materialise
from sessions_app.models import Attendance
from tests.factories import ground
from tests.factories.clients import AT, TODAY, make_admitted, make_inquiry, make_level
from tests.factories.intake import BORN, accept, make_desk, only_block, place, take
from tests.factories.scheduling import make_track, on
from therapy.actions.aftercare import save_step
from therapy.models import AftercareStep

pytestmark = pytest.mark.django_db
WHY = "The rest follows this week."
LATER = AT + dt.timedelta(hours=48)


@pytest.fixture
def desk():
    desk = make_desk(capacity=2)
    only_block(desk, "placement", "seat")
    return desk


@pytest.fixture
def held(desk):
    held = accept(desk, starts_on=on(2))
    desk.episode = Episode.objects.get(inquiry=held.inquiry_id)
    return held


def admit(desk, *, at=AT, placed=True, **fields):
    if placed and not Placement.objects.filter(episode=desk.episode).exists():
        place(desk, desk.episode)
    values = {
        "by": desk.by, "on": TODAY, "track": desk.track, "weekdays": (0, 2, 4), "starts_on": on(2),
        "accept_warnings_reason": WHY, **fields,
    }  # fmt: skip
    return admission.admit(episode=desk.episode, at=at, **values)


def lines(desk, **fields):
    return {line.key: line for line in admission.checklist(episode=desk.episode, at=AT, **fields)}


class TestChecklist:
    def test_what_the_clinic_says_comes_first_blocks_and_the_rest_warns(self, desk, held):
        found = lines(desk)
        assert found["placement"].state == LineState.BLOCKS
        assert found["emergency_contact"].state == LineState.WARNS
        assert found["seat"].state == LineState.OK

    def test_is_dated_by_the_setting(self, desk, held):
        change_setting(
            by=SYSTEM,
            key="admission.blocks",
            value=["emergency_contact"],
            valid_from=on(1),
            on=TODAY,
            site_id=desk.site.pk,
        )
        assert lines(desk)["placement"].state == LineState.BLOCKS

    def test_what_blocks_comes_first(self, desk, held):
        states = [line.state for line in admission.checklist(episode=desk.episode, at=AT)]
        assert states == sorted(states, key=[LineState.BLOCKS, LineState.WARNS, LineState.OK].index)

    def test_says_how_to_mend_it_and_where(self, desk, held):
        line = lines(desk)["placement"]
        assert "clinician" in str(line.sentence)
        assert line.place == ("clients.client", str(desk.episode.client_id))

    def test_a_placement_is_seen(self, desk, held):
        place(desk, desk.episode)
        assert lines(desk)["placement"].state == LineState.OK

    def test_an_emergency_contact_is_seen(self, desk, held):
        clients.set_emergency_contact(by=desk.by, client=desk.episode.client, first_name="Sam", role="sister", at=AT)
        assert lines(desk)["emergency_contact"].state == LineState.OK

    def test_a_seat_that_ran_out_is_missing(self, desk, held):
        found = admission.checklist(episode=desk.episode, at=held.expires_at)
        assert next(line for line in found if line.key == "seat").state == LineState.BLOCKS

    def test_the_consents_are_on_it(self, desk, held):
        assert {"consent_treatment", "consent_privacy_notice"} <= set(lines(desk))

    def test_safety_is_on_it(self, desk, held):
        assert "safety" in lines(desk)

    def test_who_came_without_a_call_has_no_fit_checklist(self, desk):
        desk.episode = make_inquiry(desk.site)
        assert "fit" not in lines(desk)


class TestAdmitting:
    def test_makes_everything_at_once(self, desk, held):
        made = admit(desk, team={"primary_counselor": desk.therapist.pk})
        held.refresh_from_db()
        held.inquiry.refresh_from_db()
        assert (made.episode.status, made.episode.admitted_on) == ("admitted", TODAY)
        assert (held.ended_as, held.enrolment_id) == ("used", made.enrolment.pk)
        assert [member.staff_id for member in made.team] == [desk.therapist.pk]
        assert (held.inquiry.status, made.work) == ("admitted", 3)

    def test_the_first_session_is_on_the_calendar(self, desk, held):
        materialise(by=SYSTEM, at=AT, until=on(13))
        made = admit(desk)
        days = sorted(Attendance.objects.filter(client=desk.episode.client).values_list("session__on", flat=True))
        assert made.first_session_on == on(2) == days[0]
        assert days == [on(day) for day in (2, 4, 7, 9, 11)]

    def test_the_first_session_is_on_an_open_day(self, desk, held):
        Closure.objects.create(site=desk.site, starts_on=on(2), ends_on=on(3), reason="Snow")
        assert admit(desk).first_session_on == on(4)

    def test_work_is_due_by_the_clinics_days(self, desk, held):
        admit(desk, team={"primary_counselor": desk.therapist.pk})
        items = {item.kind: item for item in WorkItem.objects.open().filter(client_id=desk.episode.client_id)}
        assert items["write_plan"].due_at.date() == on(8)
        assert items["give_measures"].due_at.date() == on(3)
        assert items["open_aftercare"].due_at.date() == on(15)
        assert {items[kind].assignee_id for kind in ("write_plan", "give_measures", "open_aftercare")} == {
            desk.therapist.pk
        }

    def test_without_a_team_the_director_is_asked(self, desk, held):
        admit(desk)
        assert set(WorkItem.objects.filter(kind="write_plan").values_list("role_key", flat=True)) == {
            "clinical_director"
        }

    def test_what_blocks_refuses_with_its_sentence_and_changes_nothing(self, desk, held):
        with pytest.raises(Conflict, match="Nobody has placed them") as told:
            admit(desk, placed=False)
        desk.episode.refresh_from_db()
        assert (told.value.code, told.value.detail) == ("admission_blocked", {"missing": ["placement"]})
        assert (desk.episode.status, Enrolment.objects.count()) == ("inquiry", 0)

    def test_what_warns_needs_a_reason(self, desk, held):
        with pytest.raises(Invalid) as told:
            admit(desk, accept_warnings_reason=" ")
        assert told.value.field == "accept_warnings_reason"

    def test_the_reason_stays_in_the_history(self, desk, held):
        admit(desk)
        assert desk.episode.status_changes.order_by("-at", "-id").first().reason == WHY

    def test_a_clinician_may_place_in_the_same_step(self, desk, held):
        made = admit(
            desk, placed=False, by=desk.as_director, level=make_level(), placement_reason="Stable, needs structure."
        )
        assert made.placement.level.key == "iop"

    def test_intake_may_not(self, desk, held):
        with pytest.raises(NotAllowed, match="Placing"):
            admit(desk, placed=False, level=make_level(), placement_reason="Looks right.")

    def test_a_therapist_admits_though_they_enrol_nobody_else(self, desk, held):
        assert admit(desk, by=desk.as_therapist).enrolment.pk

    def test_who_does_not_admit_is_told(self, desk, held):
        counselor = actor_of(ground.make_staff("counselor", site=desk.site).pk, AT)
        with pytest.raises(NotAllowed, match="admitting"):
            admit(desk, by=counselor)

    def test_not_in_the_future(self, desk, held):
        with pytest.raises(Invalid, match="cannot lie in the future"):
            admit(desk, on=on(1))

    def test_a_colleague_who_does_not_exist_undoes_all(self, desk, held):
        with pytest.raises(Invalid):
            admit(desk, team={"therapist": desk.episode.pk})
        desk.episode.refresh_from_db()
        assert desk.episode.status == "inquiry"

    def test_twice_is_refused(self, desk, held):
        admit(desk)
        with pytest.raises(Conflict):
            admit(desk)
        assert Enrolment.objects.count() == 1

    def test_who_came_without_a_call_is_admitted_too(self, desk):
        desk.episode = make_inquiry(desk.site)
        assert admit(desk).episode.status == "admitted"

    def test_leaves_events_that_name_nobody(self, desk, held):
        admit(desk)
        verbs = set(AuditEvent.objects.values_list("verb", flat=True))
        assert {
            "clients.admitted",
            "scheduling.enrolled",
            "scheduling.seat_hold_used",
            "clients.inquiry_moved",
        } <= verbs

    def test_gives_no_seat_in_the_chosen_track_when_it_is_full(self, desk, held):
        other = make_track(desk.program, starts_at=dt.time(14), capacity=1)
        actions.hold_seat(by=desk.by, track=other, weekdays=[0, 2, 4], starts_on=TODAY, inquiry=take(desk), at=AT)
        with pytest.raises(Conflict, match="No seat is free"):
            admit(desk, track=other)

    def test_another_track_frees_the_held_seat(self, desk, held):
        other = make_track(desk.program, starts_at=dt.time(14))
        admit(desk, track=other)
        assert seats.taken(desk.track, [on(2)], at=AT) == {on(2): 0}
        assert seats.taken(other, [on(2)], at=AT) == {on(2): 1}


class TestTheSeatRanOut:
    def test_between_page_and_click_is_told(self, desk, held):
        with pytest.raises(Conflict, match="held until") as told:
            admit(desk, at=held.expires_at, on=on(2), starts_on=on(4))
        assert (told.value.code, told.value.detail["free"]) == ("hold_expired", True)

    def test_a_free_seat_is_taken_once_confirmed(self, desk, held):
        made = admit(desk, at=held.expires_at, on=on(2), starts_on=on(4), take_free_seat=True)
        held.refresh_from_db()
        assert (made.episode.status, held.ended_as) == ("admitted", "expired")

    def test_also_after_the_task_has_met_it(self, desk, held):
        actions.expire_holds(at=held.expires_at)
        made = admit(desk, at=held.expires_at, on=on(2), starts_on=on(4), take_free_seat=True)
        held.inquiry.refresh_from_db()
        assert (made.episode.status, held.inquiry.status) == ("admitted", "admitted")
        assert not WorkItem.objects.open().filter(kind="hold_expired").exists()

    def test_nobody_is_admitted_without_a_seat(self, desk, held):
        for name in ("A", "B"):
            actions.hold_seat(
                by=desk.by, track=desk.track, weekdays=[2, 4], starts_on=on(2), at=held.expires_at,
                inquiry=take(desk, first_name=name),
            )  # fmt: skip
        with pytest.raises(Conflict, match="No seat is free"):
            admit(desk, at=held.expires_at, on=on(2), starts_on=on(4), take_free_seat=True)


class TestComingBack:
    def test_chart_and_number_stay(self, desk):
        first = make_admitted(desk.site, by=desk.as_director, date_of_birth=BORN)
        discharge.discharge(by=desk.as_director, episode=first, on=TODAY, kind="completed", reason="Done.", at=AT)
        inquiry = clients.link_client(by=desk.by, inquiry=take(desk), client=first.client, at=AT)
        accept(desk, inquiry, starts_on=on(2))
        inquiry.refresh_from_db()
        desk.episode = inquiry.episode
        made = admit(desk)
        assert made.episode.client.record_number == first.client.record_number
        assert (made.episode.pk != first.pk, Client.objects.count()) == (True, 1)

    def test_earlier_care_is_not_touched(self, desk):
        first = make_admitted(desk.site, by=desk.as_director)
        discharge.discharge(by=desk.as_director, episode=first, on=TODAY, kind="completed", reason="Done.", at=AT)
        first.refresh_from_db()
        desk.episode = clients.open_episode(by=desk.by, client=first.client, site_id=desk.site.pk, at=AT)
        admit(desk)
        first.refresh_from_db()
        assert first.status == "discharged"


class TestTeam:
    def propose(self, desk, **fields):
        return admission.propose_team(site_id=desk.site.pk, at=AT, **fields)

    def look_after(self, desk, staff, number, role="primary_counselor"):
        for _ in range(number):
            episode = make_admitted(desk.site, by=desk.as_director)
            CareTeamMembership.objects.create(episode=episode, staff=staff, role=role, starts_on=TODAY)

    def test_the_one_with_fewest_people_comes_first(self, desk):
        busy, idle = (ground.make_staff("counselor", site=desk.site) for _ in range(2))
        self.look_after(desk, busy, 2)
        found = [row.staff_id for row in self.propose(desk)["primary_counselor"]]
        assert found.index(idle.pk) < found.index(busy.pk)

    def test_counts_people_in_treatment_only(self, desk):
        staff = ground.make_staff("counselor", site=desk.site)
        CareTeamMembership.objects.create(
            episode=make_inquiry(desk.site), staff=staff, role="primary_counselor", starts_on=TODAY
        )
        row = next(row for row in self.propose(desk)["primary_counselor"] if row.staff_id == staff.pk)
        assert row.caseload == 0

    def test_says_who_is_full(self, desk):
        change_setting(by=SYSTEM, key="caseload.warn_at", value=1, valid_from=TODAY, on=TODAY, site_id=desk.site.pk)
        staff = ground.make_staff("counselor", site=desk.site)
        self.look_after(desk, staff, 1)
        row = next(row for row in self.propose(desk)["primary_counselor"] if row.staff_id == staff.pk)
        assert row.is_full

    def test_nobody_whose_licence_ended(self, desk):
        staff = ground.make_staff("counselor", site=desk.site, expires_on=on(-1))
        assert staff.pk not in [row.staff_id for row in self.propose(desk)["primary_counselor"]]

    def test_case_managers_need_none(self, desk):
        staff = ground.make_staff("case_manager", site=desk.site, credential="")
        assert [row.staff_id for row in self.propose(desk)["case_manager"]] == [staff.pk]

    def test_the_therapist_is_not_the_counselor_while_another_could_be(self, desk):
        counselor = ground.make_staff("counselor", site=desk.site)
        found = self.propose(desk)
        assert found["therapist"][0].staff_id == desk.therapist.pk
        assert found["primary_counselor"][0].staff_id == counselor.pk

    def test_who_knew_them_comes_first(self, desk):
        known, other = (ground.make_staff("counselor", site=desk.site) for _ in range(2))
        self.look_after(desk, known, 1)
        found = self.propose(desk, first={known.pk})["primary_counselor"]
        assert [row.staff_id for row in found][:2] == [known.pk, other.pk]

    def test_only_this_sites(self, desk):
        staff = ground.make_staff("counselor", site=ground.make_site())
        assert staff.pk not in [row.staff_id for row in self.propose(desk)["primary_counselor"]]


def test_no_seat_stays_held_after_admission(desk, held):
    admit(desk)
    assert not SeatHold.objects.standing().exists()


def test_admission_begins_the_aftercare_plan_and_the_first_step_saved_closes_its_work(desk, held):
    episode = admit(desk).episode
    item = WorkItem.objects.get(kind=WorkKind.OPEN_AFTERCARE, client_id=episode.client_id)
    step = AftercareStep.objects.filter(plan__episode=episode).first()
    assert item.status == "open"
    counselor = ground.make_actor("counselor", site=desk.site, at=AT)
    save_step(by=counselor, step=step, version=1, status="open", words="Wants to keep the Tuesday group.", at=AT)
    item.refresh_from_db()
    assert item.status == "done"
