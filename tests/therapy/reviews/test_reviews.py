"""Reviews of the level of care: opened, written together, signed, locked, answered, and put into effect once."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from clients.models import StayExtension
from iop.clinic.models import SettingValue
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.work.models import WorkItem
from tests.factories import reviews as made
from tests.factories.reviews import AT, DECISION, STAY_ON
from therapy.actions.reviews.after import cosign_review, disagree, return_review
from therapy.actions.reviews.drafts import hand_over, save_draft
from therapy.actions.reviews.effect import acted_on, set_aside, taken_back
from therapy.actions.reviews.opening import drop_review, open_review
from therapy.actions.reviews.signing import sign_review
from therapy.models import LevelReview, LevelReviewChange, ReviewDisagreement
from therapy.reviews import to_act_on, why_not_act_on

DAY = dt.timedelta(days=1)


@pytest.fixture
def desk(db):
    return made.make_desk()


def always_cosigned(desk):
    SettingValue.objects.create(key="reviews.cosign", value=["always"], valid_from=dt.date(2020, 1, 1))


def work(kind="review_due"):
    return WorkItem.objects.open().filter(kind=kind)


def test_opening_begins_a_draft_and_asks_whoever_answers_for_the_stay(desk):
    row = made.opened(desk)
    assert (row.status, row.level, row.author) == ("draft", desk.world.level, desk.therapist)
    assert work().get().assignee_id == desk.counselor.pk


def test_opening_again_goes_on_with_the_same(desk):
    assert made.opened(desk).pk == made.opened(desk, by=desk.by_counselor).pk


def test_why_it_was_opened_is_kept(desk):
    row = open_review(by=desk.by, episode=desk.episode, at=AT, why="New job from Monday")
    assert row.causes[0]["says"] == "New job from Monday"


def test_who_has_left_is_not_reviewed(desk):
    desk.episode.status = "inquiry"
    with pytest.raises(Conflict), transaction.atomic():
        ended = type(desk.episode).objects.create(
            client=desk.world.clients(1)[0], site=desk.site, opened_on=dt.date(2026, 2, 1)
        )
        open_review(by=desk.by, episode=ended, at=AT)


def test_whoever_treats_nobody_prepares_no_review(desk):
    by = desk.world.actor(desk.world.staff("Bill", "Er", "biller"))
    with pytest.raises(NotAllowed):
        open_review(by=by, episode=desk.episode, at=AT)


def test_what_was_typed_is_saved(desk):
    row = made.written(desk)
    row.refresh_from_db()
    assert (row.decision, row.chosen_level.key, row.reason) == ("step_down", "lower", DECISION["reason"])


def test_who_stays_chooses_no_level(desk):
    row = made.written(desk, decision="continue")
    assert row.chosen_level is None


def test_a_remark_stands_beside_its_section_and_goes_when_emptied(desk):
    row = made.opened(desk)
    row = save_draft(
        by=desk.by, review=row, version=row.version, values={}, remarks={"10": "Sister comes Friday"}, at=AT
    )
    assert row.remarks == {"10": "Sister comes Friday"}
    row = save_draft(by=desk.by, review=row, version=row.version, values={}, remarks={"10": ""}, at=AT)
    assert row.remarks == {}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"decision": "fire"}, "decision"), ({"chosen_level": "nowhere"}, "chosen_level"), ({"more_weeks": "0"}, "more_weeks"),
        ({"reason": "x" * 5001}, "reason"), ({"client_agrees": "maybe"}, "client_agrees"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_beside_its_field(desk, values, field):
    row = made.opened(desk)
    with pytest.raises(Invalid) as told:
        save_draft(by=desk.by, review=row, version=row.version, values=values, at=AT)
    assert told.value.field == field


def test_of_two_who_write_the_second_is_told(desk):
    row = made.opened(desk)
    save_draft(by=desk.by, review=row, version=row.version, values={"reason": "First"}, at=AT)
    with pytest.raises(Stale):
        save_draft(by=desk.by_counselor, review=row, version=row.version, values={"reason": "Second"}, at=AT)
    assert LevelReview.objects.get().reason == "First"


def test_signing_locks_the_review_with_what_was_shown(desk):
    made.attended(desk, 4, 1)
    row = made.signed(desk)
    assert (row.status, row.signed_by, row.credential) == ("signed", desk.therapist, desk.world.licence.code)
    shown = [fact["says"] for section in row.facts for fact in section["facts"]]
    assert any("4 of 5 treatment days" in one for one in shown)
    assert {each["decision"] for each in row.proposals} >= {"continue"}
    assert not work().exists()


@pytest.mark.parametrize(
    "change", [{"reason": "Else"}, {"facts": []}, {"decision": "continue"}, {"status": "draft"}, {"client_view": ""}]
)
def test_a_signed_review_cannot_be_changed(desk, change):
    row = made.signed(desk)
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        LevelReview.objects.filter(pk=row.pk).update(**change)


def test_a_review_is_never_deleted(desk):
    with pytest.raises(DatabaseError), transaction.atomic():
        made.opened(desk).delete()


def test_what_is_missing_is_said_before_signing(desk):
    row = made.written(desk, reason="")
    with pytest.raises(Conflict) as told:
        sign_review(by=desk.by, review=row, version=row.version, at=AT)
    assert (told.value.code, told.value.field) == ("incomplete", "reason")


def test_whoever_prepares_does_not_decide(desk):
    row = made.written(desk, by=desk.by_counselor)
    with pytest.raises(NotAllowed):
        sign_review(by=desk.by_counselor, review=row, version=row.version, at=AT)


def test_a_prepared_review_is_handed_to_whoever_decides(desk):
    row = made.written(desk, by=desk.by_counselor)
    hand_over(by=desk.by_counselor, review=row, to=desk.therapist, at=AT)
    assert [item.assignee_id for item in work()] == [desk.therapist.pk]


def test_it_is_not_handed_to_somebody_who_cannot_decide(desk):
    row = made.written(desk)
    with pytest.raises(Invalid):
        hand_over(by=desk.by, review=row, to=desk.counselor, at=AT)


def test_a_review_changed_since_it_was_read_is_not_signed(desk):
    row = made.written(desk)
    save_draft(by=desk.by_counselor, review=row, version=row.version, values={"reason": "Better words"}, at=AT)
    with pytest.raises(Stale):
        sign_review(by=desk.by, review=row, version=row.version, at=AT)


def test_the_second_signature_is_told_whose_came_first(desk):
    row = made.signed(desk)
    with pytest.raises(Conflict, match="Thea Voss has signed") as told:
        sign_review(by=desk.by_director, review=row, version=row.version, at=AT)
    assert told.value.code == "already_signed"


def test_where_the_clinic_says_so_a_supervisor_reads_it_first(desk):
    always_cosigned(desk)
    row = made.signed(desk)
    assert row.status == "awaiting"
    assert "co-signature" in str(why_not_act_on(row))
    assert work("review_cosign").get().assignee_id == desk.director.pk


def test_a_cosigned_review_may_be_acted_on(desk):
    always_cosigned(desk)
    row = cosign_review(by=desk.by_director, review=made.signed(desk), at=AT + DAY)
    assert (row.status, to_act_on(desk.episode)) == ("cosigned", row)
    assert not work("review_cosign").exists()


def test_nobody_cosigns_their_own(desk):
    always_cosigned(desk)
    with pytest.raises(NotAllowed):
        cosign_review(by=desk.by, review=made.signed(desk), at=AT + DAY)


def test_a_returned_review_is_decided_anew_from_its_own_words(desk):
    always_cosigned(desk)
    first = return_review(by=desk.by_director, review=made.signed(desk), comment="And the tests?", at=AT + DAY)
    assert [item.assignee_id for item in work()] == [desk.therapist.pk]
    second = open_review(by=desk.by, episode=desk.episode, at=AT + 2 * DAY)
    first.refresh_from_db()
    assert (first.status, second.previous, second.reason) == ("superseded", first, DECISION["reason"])
    assert work().get().subject_id == second.pk


def test_a_return_says_why(desk):
    always_cosigned(desk)
    row = made.signed(desk)
    with pytest.raises(Invalid):
        return_review(by=desk.by_director, review=row, comment=" ", at=AT)


def test_a_colleague_may_see_it_differently(desk):
    row = made.signed(desk)
    disagree(by=desk.by_counselor, review=row, words="He needs two more weeks.", at=AT + DAY)
    row.refresh_from_db()
    assert (ReviewDisagreement.objects.get().staff, row.decision) == (desk.counselor, "step_down")


def test_the_reviewer_does_not_disagree_with_themselves(desk):
    with pytest.raises(NotAllowed):
        disagree(by=desk.by, review=made.signed(desk), words="Hm", at=AT)


def test_a_disagreement_cannot_be_taken_out(desk):
    disagree(by=desk.by_counselor, review=made.signed(desk), words="No.", at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReviewDisagreement.objects.all().delete()


def test_a_decision_is_put_into_effect_once(desk):
    row = made.signed(desk)
    acted_on(by=desk.by, review=row, what=("therapy.transition", row.pk), at=AT)
    with pytest.raises(Conflict):
        acted_on(by=desk.by, review=row, what=("therapy.transition", row.pk), at=AT)
    assert to_act_on(desk.episode) is None


def test_undone_it_waits_again(desk):
    row = made.signed(desk)
    acted_on(by=desk.by, review=row, what=("therapy.transition", row.pk), at=AT)
    taken_back(by=desk.by, review=row, at=AT)
    assert to_act_on(desk.episode) == row


def test_set_aside_it_says_why_and_waits_no_longer(desk):
    row = set_aside(by=desk.by, review=made.signed(desk), because="He changed his mind", at=AT)
    assert (row.set_aside_because, to_act_on(desk.episode)) == ("He changed his mind", None)


def test_nothing_follows_from_continuing(desk):
    made.signed(desk, **STAY_ON)
    assert to_act_on(desk.episode) is None


def test_a_newer_decision_replaces_an_older_one(desk):
    made.signed(desk)
    made.signed(desk, at=AT + 5 * DAY, **STAY_ON)
    assert to_act_on(desk.episode) is None


def test_more_weeks_are_added_by_the_signature(desk):
    row = made.signed(desk, decision="extend", indicated_level="here", more_weeks="3")
    extension = StayExtension.objects.get()
    assert (extension.weeks, extension.review_id, row.acted_id) == (3, row.pk, extension.pk)


def test_more_weeks_wait_for_the_cosignature(desk):
    always_cosigned(desk)
    row = made.signed(desk, decision="extend", indicated_level="here", more_weeks="3")
    assert not StayExtension.objects.exists()
    cosign_review(by=desk.by_director, review=row, at=AT)
    assert StayExtension.objects.get().weeks == 3


def test_a_review_that_is_not_needed_is_closed_with_the_reason(desk):
    row = drop_review(by=desk.by, review=made.opened(desk), because="Opened for the wrong person", at=AT)
    assert (row.status, work().exists()) == ("dropped", False)
    assert LevelReviewChange.objects.latest("at", "id").reason == "Opened for the wrong person"


def test_the_status_cannot_be_set_past_its_history(desk):
    row = made.opened(desk)
    with pytest.raises(DatabaseError, match="history"), transaction.atomic():
        LevelReview.objects.filter(pk=row.pk).update(status="dropped")
        from django.db import connection

        connection.check_constraints()
