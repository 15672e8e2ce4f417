"""Somebody asks for more support: in treatment their team hears it, after treatment a new inquiry is open."""

import pytest

from clients.actions import assign_care_team
from clients.models import Inquiry
from clients.review_causes import causes
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.notifications.models import Message
from iop.work.models import WorkItem
from iop.workflows.follow_up import settle
from iop.workflows.more_support import answer, ask
from tests.factories import clients
from tests.factories.discharges import AT, DAY, TODAY, leave, make_desk, make_ended
from therapy.models import MoreSupportAsk
from therapy.rules.follow_ups import Told

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    desk = make_desk()
    assign_care_team(
        by=desk.as_clinical_director, episode=desk.episode, staff=desk.counselor, role="primary_counselor",
        starts_on=TODAY - DAY * 7, at=AT,
    )  # fmt: skip
    return desk


@pytest.fixture
def gone(desk):
    leave(desk)
    return desk


def wish(desk, by=None, urgency="soon", channel="phone", at=AT, client=None, **fields):
    return ask(
        by=by or desk.as_case_manager, client=client or desk.client, words="Three evenings are not enough.",
        urgency=urgency, channel=channel, at=at, **fields,
    )  # fmt: skip


def work(kind="more_support"):
    return WorkItem.objects.filter(kind=kind, status="open")


class TestInTreatment:
    def test_the_primary_counselor_is_asked(self, desk):
        wish(desk)
        assert (work().get().assignee_id, work().get().due_at) == (desk.counselor.pk, AT + DAY)

    def test_a_review_becomes_due(self, desk):
        row = wish(desk)
        found = [each for each in causes([desk.episode.pk], AT - DAY, AT + DAY) if each.kind == "more_support"]
        assert [(each.key, each.by_on) for each in found] == [(str(row.pk), TODAY + DAY * 3)]

    def test_a_wish_taken_back_asks_for_no_review(self, desk):
        answer(by=desk.as_counselor, ask=wish(desk), version=1, answer="taken_back", words="Fine again.", at=AT)
        assert not [each for each in causes([desk.episode.pk], AT - DAY, AT + DAY) if each.kind == "more_support"]

    def test_what_is_pressing_is_told_at_once(self, desk):
        wish(desk, urgency="urgent")
        assert Message.objects.filter(template="staff_urgent").exists()

    def test_what_is_not_pressing_wakes_nobody(self, desk):
        wish(desk, urgency="soon")
        assert not Message.objects.filter(template="staff_urgent").exists()

    def test_no_inquiry_is_open(self, desk):
        before = Inquiry.objects.count()
        wish(desk)
        assert Inquiry.objects.count() == before

    def test_an_answer_closes_the_work(self, desk):
        answer(by=desk.as_counselor, ask=wish(desk), version=1, answer="review", words="Talked today.", at=AT)
        assert not work().exists()

    def test_an_answer_says_what_was_agreed(self, desk):
        with pytest.raises(Invalid):
            answer(by=desk.as_counselor, ask=wish(desk), version=1, answer="review", words=" ", at=AT)

    def test_a_second_answer_does_not_replace_the_first(self, desk):
        row = wish(desk)
        answer(by=desk.as_counselor, ask=row, version=1, answer="review", words="Talked.", at=AT)
        with pytest.raises(Stale):
            answer(by=desk.as_case_manager, ask=row, version=1, answer="talked", words="Me too.", at=AT)

    def test_intake_takes_it_down_and_a_biller_does_not(self, desk):
        assert wish(desk, by=desk.as_intake).taken_by_id == desk.intake.pk
        with pytest.raises(NotAllowed):
            wish(desk, by=desk.as_biller)


class TestAfterTreatment:
    def test_a_new_inquiry_is_linked_to_the_chart(self, gone):
        row = wish(gone)
        found = Inquiry.objects.get(client=gone.client)
        assert (row.inquiry_id, found.status, found.referral_kind) == (found.pk, "new", "alumni")
        assert (found.callback_phone, found.presenting_problem) == ("+16175550123", "Three evenings are not enough.")

    def test_fresh_consents_are_asked_for(self, gone):
        wish(gone)
        assert work("task").get().subject_kind == "clients.consents_of"

    def test_the_wish_is_answered_by_the_inquiry(self, gone):
        assert wish(gone).answer == "inquiry"

    def test_asking_again_opens_no_second_inquiry(self, gone):
        wish(gone)
        wish(gone, at=AT + DAY)
        assert Inquiry.objects.filter(client=gone.client).count() == 1
        assert work().get().subject_kind == "clients.inquiry"

    def test_a_counselor_opens_it_without_taking_calls(self, gone):
        wish(gone, by=gone.as_counselor)
        assert Inquiry.objects.get(client=gone.client).owner_id is None

    def test_no_review_is_due(self, gone):
        wish(gone)
        assert causes([gone.episode.pk], AT - DAY, AT + DAY) == []

    def test_somebody_nobody_could_call_back_gives_a_number(self):
        desk = make_desk()
        desk.client.contact_points.all().delete()
        leave(desk)
        with pytest.raises(Invalid) as refused:
            wish(desk)
        assert refused.value.field == "callback_phone"
        assert not MoreSupportAsk.objects.exists()

    def test_a_check_in_that_ends_with_the_wish_opens_the_inquiry(self):
        desk = make_ended()
        told = Told("stable", "working", "sometimes", True)
        _, asked = settle(
            by=desk.as_case_manager, follow_up=desk.check_ins[0], version=1, status="reached", told=told,
            words="Drinks on weekends again.", at=AT + DAY * 7,
        )  # fmt: skip
        assert (asked.channel, asked.inquiry.presenting_problem) == ("follow_up", "Drinks on weekends again.")


def test_somebody_who_never_was_in_treatment_has_an_inquiry_instead(desk):
    stay = clients.make_inquiry(desk.site)
    with pytest.raises(Conflict):
        wish(desk, client=stay.client)
