"""Check-ins after treatment: planned, put on the lists, tried, settled, taken back."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError
from django.test.utils import CaptureQueriesContext

from clients.actions.consents.ending import revoke
from clients.choices import RevocationMethod
from clients.models import DischargeDetail
from iop.access.actors import SYSTEM
from iop.clinic.models import SettingValue
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.work.models import WorkItem
from iop.workflows.discharge import discharge
from tests.factories import clients
from tests.factories.discharges import AT, DAY, TODAY, agree, leave, leaving, make_desk, make_ended
from therapy.actions.follow_ups import log_attempt, settle, watch_follow_ups
from therapy.models import FollowUp, FollowUpAttempt, MeasureAssignment
from therapy.rules.follow_ups import Told

pytestmark = pytest.mark.django_db
TOLD = Told("stable", "working", "none", False)


@pytest.fixture
def desk():
    return make_ended()


def work(kind="follow_up"):
    return WorkItem.objects.filter(kind=kind, status="open")


def watch(days=0):
    return watch_follow_ups(by=SYSTEM, at=AT + DAY * days)


def end(desk, row, *, status="reached", told=TOLD, at=AT + DAY * 7, **fields):
    return settle(
        by=desk.as_case_manager, follow_up=row, version=row.version, status=status, told=told, at=at, **fields
    )


def tried(desk, row, outcome="no_answer", at=AT + DAY * 7):
    return log_attempt(by=desk.as_case_manager, follow_up=row, way="phone", outcome=outcome, at=at)


class TestWatching:
    def test_on_its_day_a_check_in_is_the_case_managers_work(self, desk):
        assert watch(6) == 0
        assert watch(7) == 1
        assert (work().get().role_key, work().get().assignee_id) == ("case_manager", None)

    def test_running_again_opens_nothing_twice(self, desk):
        watch(7)
        assert (watch(7), work().count()) == (0, 1)

    def test_the_questionnaires_of_the_day_are_made_with_the_call(self, desk):
        from therapy.models import MeasureRule

        placed = desk.episode.placements.get()
        MeasureRule.objects.create(level=placed.level, key="phq9", valid_from=dt.date(2026, 1, 1), after_days=[30])
        watch(30)
        assert not work().exclude(due_at__lte=AT + DAY * 31).exists()
        made = MeasureAssignment.objects.filter(episode=desk.episode, occasion="after").values_list("key", "due_on")
        assert list(made) == [("phq9", TODAY + DAY * 30)]

    def test_a_consent_signed_after_the_discharge_begins_with_the_next_day(self):
        desk = make_desk()
        leave(desk)
        agree(desk, at=AT + DAY * 10)
        watch(11)
        assert list(FollowUp.objects.values_list("after_days", flat=True)) == [30, 90, 180]

    def test_a_revoked_consent_takes_back_what_was_to_come(self, desk):
        watch(7)
        consent = desk.client.consents.get()
        revoke(by=desk.as_intake, consent=consent, method=RevocationMethod.ORAL, at=AT + DAY * 8)
        watch(8)
        assert set(FollowUp.objects.values_list("status", "withdrawn_why")) == {("withdrawn", "consent")}
        assert not work().exists()

    def test_a_consent_signed_anew_brings_the_days_ahead_back(self, desk):
        consent = desk.client.consents.get()
        revoke(by=desk.as_intake, consent=consent, method=RevocationMethod.ORAL, at=AT + DAY)
        watch(8)
        agree(desk, at=AT + DAY * 9)
        watch(10)
        due = FollowUp.objects.filter(status="due").values_list("after_days", flat=True)
        assert sorted(due) == [30, 90, 180]

    def test_whoever_is_back_in_treatment_is_not_called(self, desk):
        from clients import actions

        again = actions.open_episode(
            by=desk.as_clinical_director, client=desk.client, site_id=desk.site.pk, at=AT + DAY * 5
        )
        actions.place(
            by=desk.as_clinical_director, episode=again, level=clients.make_level(), starts_on=TODAY + DAY * 5,
            reason="Early signs.", at=AT + DAY * 5,
        )  # fmt: skip
        actions.admit(by=desk.as_clinical_director, episode=again, on=TODAY + DAY * 5, at=AT + DAY * 5)
        watch(7)
        assert set(FollowUp.objects.values_list("withdrawn_why", flat=True)) == {"back"}

    def test_days_are_the_sites_own_setting(self):
        desk = make_desk()
        SettingValue.objects.create(key="followup.days", site=desk.site, value=["14"], valid_from=dt.date(2026, 1, 1))
        agree(desk)
        leave(desk)
        assert list(FollowUp.objects.values_list("after_days", flat=True)) == [14]

    def test_statements_do_not_grow_with_the_people(self, desk):
        def count(days):
            with CaptureQueriesContext(connection) as seen:
                watch(days)
            return len(seen)

        few = count(7)
        for _ in range(4):
            stay = clients.make_admitted(desk.site, by=desk.as_clinical_director, on=TODAY, at=AT)
            agree(desk, client=stay.client)
            discharge(
                by=desk.as_clinical_director, episode=stay, on=TODAY, kind="completed", reason="Done.", at=AT,
                leaving=leaving(),
            )  # fmt: skip
        assert count(8) <= few


class TestCalling:
    def test_an_attempt_is_kept_as_it_was(self, desk):
        made = tried(desk, desk.check_ins[0], "left_message")
        with pytest.raises(InternalError), transaction.atomic():
            FollowUpAttempt.objects.filter(pk=made.pk).update(words="else")

    def test_nobody_gives_up_before_three_attempts(self, desk):
        row = desk.check_ins[0]
        tried(desk, row)
        tried(desk, row)
        with pytest.raises(Invalid) as refused:
            end(desk, row, status="not_reached")
        assert "Try once more first." in str(refused.value)
        tried(desk, row)
        assert end(desk, row, status="not_reached").status == "not_reached"

    def test_giving_up_keeps_no_answers(self, desk):
        row = desk.check_ins[0]
        for _ in range(3):
            tried(desk, row)
        assert end(desk, row, status="not_reached").living == ""

    def test_a_talk_closes_the_work(self, desk):
        watch(7)
        end(desk, desk.check_ins[0])
        assert not work().exists()

    def test_nobody_is_called_once_the_consent_has_ended(self, desk):
        consent = desk.client.consents.get()
        revoke(by=desk.as_intake, consent=consent, method=RevocationMethod.ORAL, at=AT + DAY)
        with pytest.raises(Conflict):
            tried(desk, desk.check_ins[0])

    def test_no_more_takes_back_the_rest_and_says_so_with_the_stay(self, desk):
        end(desk, desk.check_ins[0], status="declined", no_more=True)
        assert FollowUp.objects.filter(withdrawn_why="wish").count() == 3
        assert DischargeDetail.objects.get().contact_after == "declined"

    def test_two_who_settle_at_once_do_not_overwrite_each_other(self, desk):
        row = desk.check_ins[0]
        end(desk, row)
        with pytest.raises(Stale):
            end(desk, row)

    def test_a_biller_calls_nobody(self, desk):
        with pytest.raises(NotAllowed):
            log_attempt(by=desk.as_biller, follow_up=desk.check_ins[0], way="phone", outcome="reached", at=AT)

    def test_a_talk_without_answers_is_no_talk_for_the_database_either(self, desk):
        with pytest.raises(IntegrityError), transaction.atomic():
            FollowUp.objects.filter(pk=desk.check_ins[0].pk).update(status="reached", settled_at=AT)
