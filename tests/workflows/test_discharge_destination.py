"""A discharge says where somebody goes, and what follows from it."""

import datetime as dt

import pytest

from clients.discharge_rules import Leaving
from clients.models import DischargeDetail, MessageHold
from iop.core.errors import Invalid, NotAllowed, Stale
from iop.notifications.choices import MessageStatus
from iop.notifications.models import Message
from iop.work.models import WorkItem
from iop.workflows.discharge import answer_first_appointment, keep_destination
from tests.factories.discharges import ARRANGED, AT, DAY, TODAY, agree, leave, leaving, make_desk
from therapy.models import FollowUp

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


def asking():
    return WorkItem.objects.filter(kind="first_appointment", status="open")


def test_the_destination_is_kept_with_the_stay(desk):
    leave(desk, going=leaving(destination="residential", **ARRANGED))
    row = DischargeDetail.objects.get(episode=desk.episode)
    assert (row.destination, row.first_with, row.version) == ("residential", "Dr. Moreau, Northside", 1)


def test_a_wrong_destination_ends_nothing(desk):
    with pytest.raises(Invalid) as refused:
        leave(desk, going=leaving(destination="other"))
    desk.episode.refresh_from_db()
    assert (refused.value.field, desk.episode.status) == ("destination_words", "admitted")


def test_check_ins_follow_for_whoever_signed_the_consent(desk):
    agree(desk)
    leave(desk)
    assert list(FollowUp.objects.values_list("after_days", "due_on")) == [
        (days, TODAY + DAY * days) for days in (7, 30, 90, 180)
    ]


def test_a_spoken_yes_without_a_signature_plans_none(desk):
    leave(desk)
    assert not FollowUp.objects.exists()


def test_a_spoken_no_goes_before_the_signature(desk):
    agree(desk)
    leave(desk, going=leaving(contact_after="declined"))
    assert not FollowUp.objects.exists()


def test_somebody_asks_after_the_first_appointment_on_the_day_after_it(desk):
    leave(desk, going=leaving(**ARRANGED))
    item = asking().get()
    assert (item.role_key, item.due_at.date()) == ("case_manager", TODAY + DAY * 6)


def test_nobody_asks_somebody_who_declined_contact(desk):
    leave(desk, going=leaving(contact_after="declined", **ARRANGED))
    assert not asking().exists()


def test_the_answer_about_the_first_appointment_closes_the_question(desk):
    leave(desk, going=leaving(**ARRANGED))
    detail = DischargeDetail.objects.get()
    row = answer_first_appointment(by=desk.as_case_manager, detail=detail, kept="yes", at=AT + DAY * 5)
    assert (row.first_kept, asking().count()) == ("yes", 0)


def test_nobody_says_that_an_appointment_ahead_was_kept(desk):
    leave(desk, going=leaving(**ARRANGED))
    with pytest.raises(Invalid):
        answer_first_appointment(by=desk.as_case_manager, detail=DischargeDetail.objects.get(), kept="yes", at=AT)


def test_another_appointment_is_asked_after_anew(desk):
    leave(desk, going=leaving(**ARRANGED))
    answer_first_appointment(by=desk.as_case_manager, detail=DischargeDetail.objects.get(), kept="no", at=AT + DAY * 5)
    moved = leaving(**{**ARRANGED, "first_at": AT + DAY * 9})
    row = keep_destination(by=desk.as_case_manager, episode=desk.episode, leaving=moved, version=2, at=AT + DAY * 5)
    assert (row.first_kept, asking().get().due_at.date()) == ("", TODAY + DAY * 11)


def test_a_colleagues_change_is_not_overwritten(desk):
    leave(desk)
    keep_destination(by=desk.as_case_manager, episode=desk.episode, leaving=leaving(), version=1, at=AT)
    with pytest.raises(Stale):
        keep_destination(by=desk.as_case_manager, episode=desk.episode, leaving=leaving(), version=1, at=AT)


def test_a_biller_keeps_no_destination(desk):
    leave(desk)
    with pytest.raises(NotAllowed):
        keep_destination(by=desk.as_biller, episode=desk.episode, leaving=leaving(), version=1, at=AT)


def test_a_discharge_without_a_destination_may_be_completed_later(desk):
    from iop.workflows.discharge import discharge

    discharge(by=desk.as_clinical_director, episode=desk.episode, on=TODAY, kind="left", reason="Gone.", at=AT)
    assert not DischargeDetail.objects.exists()
    keep_destination(by=desk.as_case_manager, episode=desk.episode, leaving=leaving(destination="home"), at=AT)
    assert DischargeDetail.objects.get().destination == "home"


class TestSomebodyDied:
    @pytest.fixture(autouse=True)
    def _died(self, desk):
        agree(desk)
        leave(desk, kind="deceased", going=Leaving(destination="home", contact_after="agreed", **ARRANGED))

    def test_the_destination_says_so(self):
        row = DischargeDetail.objects.get()
        assert (row.destination, row.first_appointment, row.first_at) == ("deceased", "not_needed", None)

    def test_nobody_is_called_and_nothing_asked(self):
        assert not FollowUp.objects.exists()
        assert not asking().exists()

    def test_messages_are_held_back_for_good(self, desk):
        assert MessageHold.objects.filter(client=desk.client, kind="deceased").exists()


@pytest.mark.parametrize(("kind", "waiting"), [("completed", 1), ("deceased", 0)])
def test_after_a_death_not_even_the_cancelled_appointment_is_told(kind, waiting):
    from iop.workflows.discharge import discharge
    from tests.factories import clients
    from tests.factories.scheduling import book, let_text, make_place, on

    place = make_place()
    stay = clients.make_admitted(place.site, by=place.by)
    let_text(stay.client)
    book(place, stay, day=on(7))
    discharge(by=place.by, episode=stay, on=TODAY, kind=kind, reason="Told by the family.", at=AT)
    told = Message.objects.filter(recipient_id=stay.client_id, template="appointment_cancelled")
    assert told.filter(status=MessageStatus.WAITING).count() == waiting


def test_a_death_cannot_be_told_by_the_destination_alone(desk):
    with pytest.raises(Invalid) as refused:
        leave(desk, going=leaving(destination="deceased"))
    assert refused.value.field == "destination"


def test_the_first_appointment_is_not_before_the_last_day(desk):
    with pytest.raises(Invalid) as refused:
        leave(desk, going=leaving(**{**ARRANGED, "first_at": AT - dt.timedelta(days=2)}))
    assert refused.value.field == "first_on"


class TestDecidedInAReview:
    @pytest.fixture
    def reviewed(self):
        from tests.factories import reviews

        desk = reviews.make_desk()
        review = reviews.signed(desk, by=desk.by_director, decision="discharge", chosen_level="")
        return desk, review

    def end(self, desk):
        from iop.core import clock
        from iop.workflows.discharge import discharge
        from tests.factories import reviews

        today = clock.local_date(reviews.AT, desk.site.time_zone)
        discharge(
            by=desk.by_director, episode=desk.episode, on=today, kind="completed", reason="Goals met.", at=reviews.AT,
            leaving=leaving(),
        )  # fmt: skip

    def test_the_discharge_puts_the_review_into_effect(self, reviewed):
        desk, review = reviewed
        self.end(desk)
        review.refresh_from_db()
        assert (review.acted_kind, review.acted_id) == ("clients.discharge_of", desk.episode.pk)
