"""A call for help: taking, changing, moving, answering, handing on."""

import datetime as dt

import pytest

from clients import actions
from clients.models import ChannelPermission, Inquiry, InquiryStatusChange, IntakeCheck
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.clinic.actions import depart
from iop.clinic.actors import actor_of
from iop.clinic.models import OnCallShift
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.work.models import WorkItem
from tests.factories import ground
from tests.factories.clients import AT, TODAY, make_client
from tests.factories.intake import BORN, make_desk, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


def work(kind):
    return list(WorkItem.objects.open().filter(kind=kind))


def move(desk, inquiry, to, **fields):
    return actions.move_inquiry(by=desk.by, inquiry=inquiry, to=to, at=AT, **fields)


class TestTaking:
    def test_keeps_what_was_told(self, desk):
        row = take(desk, presenting_problem="Drinking again.\nSince March.", substances=["alcohol"], urgency="soon")
        assert (row.status, row.presenting_problem, row.substances) == (
            "new",
            "Drinking again.\nSince March.",
            ["alcohol"],
        )

    def test_whoever_takes_it_owns_it(self, desk):
        assert take(desk).owner_id == desk.worker.pk

    def test_begins_its_history(self, desk):
        assert list(take(desk).status_changes.values_list("status", flat=True)) == ["new"]

    @pytest.mark.parametrize(
        "typed", ["617-555-0123", "(617) 555 0123", "+1 617.555.0123", "6175550123", "1-617-555-0123"]
    )
    def test_a_phone_number_in_many_spellings_is_one(self, desk, typed):
        assert take(desk, callback_phone=typed).callback_phone == "+16175550123"

    def test_the_number_of_who_calls_for_themselves_is_theirs(self, desk):
        assert take(desk).phone == "+16175550123"

    def test_the_number_of_a_relative_is_the_relatives(self, desk):
        assert take(desk, caller_is="relative", caller_name="Sam Doe").phone == ""

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"callback_phone": ""}, "callback_phone"),
            ({"callback_phone": "   "}, "callback_phone"),
            ({"callback_phone": "call me"}, "callback_phone"),
            ({"callback_email": "not an address"}, "callback_email"),
            ({"reply_by": "email"}, "callback_email"),
            ({"first_name": " "}, "first_name"),
            ({"first_name": "x" * 301}, "first_name"),
            ({"date_of_birth": TODAY + dt.timedelta(days=1)}, "date_of_birth"),
            ({"date_of_birth": dt.date(1890, 1, 1)}, "date_of_birth"),
            ({"urgency": "whenever"}, "urgency"),
            ({"safety": "maybe"}, "safety"),
            ({"substances": ["sugar"]}, "substances"),
            ({"wished_weekdays": [9]}, "wished_weekdays"),
            ({"referral_source": "01890000-0000-7000-8000-000000000000"}, "referral_source"),
            ({"payer_told": "x" * 201}, "payer_told"),
            ({"presenting_problem": "x" * 5001}, "presenting_problem"),
            ({"language": "English, please"}, "language"),
            ({"channel": "pigeon"}, "channel"),
        ],
    )
    def test_refuses_beside_the_field(self, desk, fields, field):
        with pytest.raises(Invalid) as told:
            take(desk, **fields)
        assert told.value.field == field
        assert not Inquiry.objects.exists()

    def test_somebody_of_129_years_may_call(self, desk):
        assert take(desk, date_of_birth=dt.date(1896, 3, 3)).pk

    def test_who_keeps_no_board_takes_no_call(self, desk):
        desk.by = actor_of(ground.make_staff("counselor", site=desk.site).pk, AT)
        with pytest.raises(NotAllowed, match="taking calls"):
            take(desk)

    def test_status_and_owner_are_not_told_by_callers(self, desk):
        with pytest.raises(NotAllowed):
            take(desk, status="admitted")

    def test_a_source_says_what_kind_it_is(self, desk):
        source = actions.save_source(by=desk.by, kind="court", organization="District Court", at=AT)
        assert take(desk, referral_source=source).referral_kind == "court"

    def test_asks_for_a_call_back_by_when_the_urgency_says(self, desk):
        row = take(desk, urgency="urgent")
        assert [item.due_at for item in work("inquiry_next")] == [AT + dt.timedelta(hours=2)]
        assert row.next_step_at == AT + dt.timedelta(hours=2)

    def test_is_recorded_without_a_name(self, desk):
        row = take(desk)
        event = AuditEvent.objects.get(verb="clients.inquiry_taken")
        assert event.subject_id == row.pk
        assert "Doe" not in str(event.detail)

    def test_gives_no_permission_to_send_messages(self, desk):
        take(desk, may_leave_message=True)
        assert not ChannelPermission.objects.exists()


class TestDanger:
    @pytest.mark.parametrize("fields", [{"urgency": "emergency"}, {"safety": "not_safe"}])
    def test_asks_for_somebody_at_once_and_names_nobody(self, desk, fields):
        take(desk, **fields)
        [item] = work("concern")
        assert (item.due_at, item.role_key) == (AT, "clinical_director")
        assert "Jordan" not in item.summary

    def test_goes_to_the_colleague_on_call(self, desk):
        OnCallShift.objects.create(
            site=desk.site,
            staff=desk.therapist,
            starts_at=AT - dt.timedelta(hours=1),
            ends_at=AT + dt.timedelta(hours=1),
        )
        take(desk, safety="not_safe")
        assert [item.assignee_id for item in work("concern")] == [desk.therapist.pk]

    def test_being_safe_asks_nobody(self, desk):
        take(desk, safety="safe")
        assert work("concern") == []

    def test_an_answer_later_in_the_call_asks_too(self, desk):
        row = take(desk)
        actions.change_inquiry(by=desk.by, inquiry=row, version=row.version, changes={"safety": "not_safe"}, at=AT)
        assert len(work("concern")) == 1

    def test_being_safe_again_takes_it_back(self, desk):
        row = take(desk, safety="not_safe")
        actions.change_inquiry(by=desk.by, inquiry=row, version=row.version, changes={"safety": "safe"}, at=AT)
        assert work("concern") == []

    def test_closing_the_inquiry_leaves_somebody_in_danger_on_the_list(self, desk):
        move(desk, take(desk, safety="not_safe"), "lost", reason="no_answer")
        assert len(work("concern")) == 1

    def test_whoever_follows_concerns_up_may_open_it(self, desk):
        counselor = actor_of(ground.make_staff("counselor", site=desk.site).pk, AT)
        assert actions.open_inquiry(by=counselor, inquiry=take(desk, safety="not_safe"), at=AT)
        with pytest.raises(NotAllowed):
            actions.open_inquiry(by=counselor, inquiry=take(desk), at=AT)


class TestFromTheProgramPage:
    def send(self, desk, **fields):
        said = {"first_name": "Kim", "callback_phone": "617-555-0177", "presenting_problem": "I need help."}
        return actions.receive_from_web(site_id=desk.site.pk, at=AT, **{**said, **fields})

    def test_is_kept_for_whoever_is_on_intake(self, desk):
        row = self.send(desk)
        assert (row.channel, row.owner_id, row.taken_by_id, row.referral_kind) == ("web", None, None, "web")
        assert [item.role_key for item in work("inquiry_next")] == ["intake"]

    def test_takes_only_what_the_page_asks(self, desk):
        with pytest.raises(NotAllowed):
            self.send(desk, referral_source=None)

    def test_is_refused_like_any_other(self, desk):
        with pytest.raises(Invalid):
            self.send(desk, callback_phone="")


class TestChanging:
    def change(self, desk, row, **changes):
        return actions.change_inquiry(by=desk.by, inquiry=row, version=row.version, changes=changes, at=AT)

    def test_counts_versions(self, desk):
        assert self.change(desk, take(desk), payer_kind="medicaid").version == 2

    def test_the_second_of_two_is_told(self, desk):
        row = take(desk)
        self.change(desk, row, payer_kind="medicaid")
        with pytest.raises(Stale):
            self.change(desk, row, payer_kind="commercial")

    def test_nothing_changed_is_no_new_version(self, desk):
        assert self.change(desk, take(desk), first_name="Jordan").version == 1

    def test_the_last_way_to_call_back_stays(self, desk):
        with pytest.raises(Invalid) as told:
            self.change(desk, take(desk), callback_phone="")
        assert told.value.field == "callback_phone"

    def test_a_closed_one_is_reopened_first(self, desk):
        row = move(desk, take(desk), "lost", reason="no_answer")
        with pytest.raises(Conflict, match="Reopen"):
            self.change(desk, row, payer_kind="medicaid")

    def test_the_record_names_fields_and_no_words(self, desk):
        self.change(desk, take(desk), presenting_problem="Something private")
        event = AuditEvent.objects.get(verb="clients.inquiry_changed")
        assert event.detail == {"fields": ["presenting_problem"]}


class TestMoving:
    def test_writes_status_and_history_together(self, desk):
        row = move(desk, take(desk), "contacted", note="Spoke with them.")
        newest = InquiryStatusChange.objects.filter(inquiry=row).order_by("-at", "-id").first()
        assert (row.status, newest.status, newest.reason) == ("contacted", "contacted", "Spoke with them.")

    def test_was_the_next_step(self, desk):
        row = move(desk, take(desk), "contacted")
        assert work("inquiry_next") == []
        assert row.next_step_at is None

    def test_leaving_needs_a_reason(self, desk):
        with pytest.raises(Invalid) as told:
            move(desk, take(desk), "declined")
        assert told.value.field == "reason"

    def test_a_referral_keeps_where_to(self, desk):
        row = move(desk, take(desk), "referred_out", reason="needs_more", destination="Riverside Detox")
        assert (row.destination, row.out_reason, row.closed_at) == ("Riverside Detox", "needs_more", AT)

    def test_a_closed_one_may_be_reopened(self, desk):
        row = move(desk, move(desk, take(desk), "lost", reason="no_answer"), "contacted")
        assert (row.closed_at, row.out_reason) == (None, "")

    def test_not_every_way_leads_on(self, desk):
        with pytest.raises(Conflict, match="cannot become"):
            move(desk, take(desk), "assessed")

    def test_the_second_of_two_is_told(self, desk):
        row = take(desk)
        move(desk, row, "contacted", version=1)
        with pytest.raises(Stale):
            move(desk, row, "lost", reason="no_answer", version=1)

    def test_who_assesses_may_say_assessed_and_nothing_else(self, desk):
        row = move(desk, take(desk), "contacted")
        assert actions.move_inquiry(by=desk.as_therapist, inquiry=row, to="assessed", at=AT).status == "assessed"
        with pytest.raises(NotAllowed):
            actions.move_inquiry(by=desk.as_therapist, inquiry=row, to="contacted", at=AT)


class TestNextStep:
    def set(self, desk, row, words="Call the plan", due=AT + dt.timedelta(hours=3)):
        return actions.set_next_step(by=desk.by, inquiry=row, next_step=words, next_step_at=due, at=AT)

    def test_is_on_the_owners_list_once(self, desk):
        row = take(desk)
        self.set(desk, row)
        self.set(desk, row, due=AT + dt.timedelta(hours=5))
        assert [(item.assignee_id, item.due_at) for item in work("inquiry_next")] == [
            (desk.worker.pk, AT + dt.timedelta(hours=5))
        ]

    def test_a_time_needs_words(self, desk):
        with pytest.raises(Invalid) as told:
            self.set(desk, take(desk), words=" ")
        assert told.value.field == "next_step"

    def test_words_alone_are_on_no_list(self, desk):
        self.set(desk, take(desk), due=None)
        assert work("inquiry_next") == []

    def test_the_list_never_shows_the_words(self, desk):
        self.set(desk, take(desk), words="Call Jordan Doe's mother")
        assert "Doe" not in work("inquiry_next")[0].summary


class TestOwning:
    def test_open_work_goes_along(self, desk):
        other = ground.make_staff("intake", site=desk.site)
        row = actions.assign(by=desk.by, inquiry=take(desk), owner=other, at=AT)
        assert row.owner_id == other.pk
        assert [item.assignee_id for item in work("inquiry_next")] == [other.pk]

    def test_nobody_means_whoever_is_on_intake(self, desk):
        actions.assign(by=desk.by, inquiry=take(desk), owner=None, at=AT)
        assert [(item.assignee_id, item.role_key) for item in work("inquiry_next")] == [(None, "intake")]

    def test_only_colleagues_who_take_calls_there(self, desk):
        with pytest.raises(Invalid, match="does not take calls"):
            actions.assign(by=desk.by, inquiry=take(desk), owner=desk.therapist, at=AT)

    def test_a_departed_owner_is_asked_nothing(self, desk):
        row = take(desk)
        actions.set_next_step(by=desk.by, inquiry=row, next_step="", next_step_at=None, at=AT)
        depart(by=SYSTEM, staff_id=desk.worker.pk, left_on=TODAY, on=TODAY)
        director = desk.as_director
        actions.set_next_step(by=director, inquiry=row, next_step="Call", next_step_at=AT, at=AT)
        assert [(item.assignee_id, item.role_key) for item in work("inquiry_next")] == [(None, "intake")]


class TestChecks:
    def answer(self, desk, row, answer="yes", key="stable-home", by=None, **fields):
        check = IntakeCheck.objects.get(kind="fit", key=key)
        return actions.answer_check(by=by or desk.by, inquiry=row, check=check, answer=answer, at=AT, **fields)

    def test_keeps_answer_and_reason(self, desk):
        kept = self.answer(desk, take(desk), "no", reason="Lives in a car.")
        assert (kept.answer, kept.reason) == ("no", "Lives in a car.")

    def test_the_newest_answer_stands(self, desk):
        row = take(desk)
        self.answer(desk, row, "no")
        self.answer(desk, row, "yes")
        assert list(row.answers.values_list("answer", flat=True)) == ["yes"]

    def test_clinicians_answer_too(self, desk):
        assert self.answer(desk, take(desk), by=desk.as_therapist)

    def test_others_do_not(self, desk):
        with pytest.raises(NotAllowed):
            self.answer(desk, take(desk), by=actor_of(ground.make_staff("biller", site=desk.site).pk, AT))

    def test_a_wrong_answer_is_refused(self, desk):
        with pytest.raises(Invalid):
            self.answer(desk, take(desk), "perhaps")

    def test_a_check_out_of_use_takes_no_answer(self, desk):
        IntakeCheck.objects.filter(key="stable-home").update(is_active=False)
        with pytest.raises(Conflict):
            self.answer(desk, take(desk))


class TestLinking:
    def link(self, desk, row, client):
        return actions.link_client(by=desk.by, inquiry=row, client=client, at=AT)

    def test_a_former_client_by_birth_date(self, desk):
        client = make_client(desk.site, date_of_birth=BORN)
        assert self.link(desk, take(desk), client).client_id == client.pk

    def test_a_former_client_by_phone(self, desk):
        points = [{"kind": "phone", "value": "617 555 0123"}]
        client = make_client(desk.site, contact_points=points)
        assert self.link(desk, take(desk), client).client_id == client.pk

    def test_nobody_reaches_a_chart_by_guessing(self, desk):
        with pytest.raises(Invalid, match="Neither birth date nor phone"):
            self.link(desk, take(desk), make_client(desk.site))

    def test_a_restricted_chart_is_the_privacy_officers(self, desk):
        client = make_client(desk.site, date_of_birth=BORN)
        type(client).objects.filter(pk=client.pk).update(is_restricted=True, restricted_reason="staff")
        with pytest.raises(NotAllowed, match="privacy officer"):
            self.link(desk, take(desk), client)

    def test_can_be_taken_back(self, desk):
        row = self.link(desk, take(desk), make_client(desk.site, date_of_birth=BORN))
        assert actions.unlink_client(by=desk.by, inquiry=row, at=AT).client_id is None
