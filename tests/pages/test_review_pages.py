"""The pages of reviews: the board by urgency, a review written and signed, and what may follow."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iop.clinic.models import SettingValue
from tests.factories import reviews as made
from tests.factories.ground import sign_in
from tests.factories.reviews import AT, DECISION, STAY_ON
from therapy.actions.reviews.drafts import save_draft
from therapy.models import LevelReview, ReviewDisagreement, ReviewRhythm

pytestmark = pytest.mark.django_db
BOARD = "/reviews/"


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


@pytest.fixture
def therapist(client, desk):
    sign_in(client, desk.therapist)
    return client


def seen(answer):
    return " ".join(answer.content.decode().split())


def page_of(row, name="level_review"):
    return reverse(name, args=[row.pk])


def test_the_board_shows_who_is_overdue_with_reason_and_proposal(therapist, desk):
    made.find()
    page = seen(therapist.get(BOARD))
    assert "Overdue" in page
    assert desk.client.name in page
    assert "The review day by rhythm" in page
    assert "Continue at this level" in page
    assert "Dana Ortiz" in page


def test_the_board_shows_what_waits_for_a_supervisor(therapist, desk):
    SettingValue.objects.create(key="reviews.cosign", value=["always"], valid_from=dt.date(2020, 1, 1))
    made.signed(desk)
    assert "Waiting for co-signature" in seen(therapist.get(BOARD + "?state=cosign"))
    assert "Nothing found" in seen(therapist.get(BOARD + "?state=overdue"))


def test_the_board_shows_what_is_decided_and_not_yet_done(therapist, desk):
    made.signed(desk)
    assert "Decided, not yet put into effect" in seen(therapist.get(BOARD))


def test_what_was_decided_to_go_on_as_it_is_waits_for_nobody(therapist, desk):
    made.signed(desk, **STAY_ON)
    assert "Nobody is due" in seen(therapist.get(BOARD))


def test_the_board_can_be_asked_for_ones_own(therapist, desk, client):
    made.find()
    assert "Nothing found" in seen(therapist.get(BOARD + "?whose=mine"))
    sign_in(client, desk.counselor)
    assert desk.client.name in seen(client.get(BOARD + "?whose=mine"))


def test_the_board_costs_the_same_for_many(therapist, desk):
    made.find()

    def counted():
        with CaptureQueriesContext(connection) as asked:
            therapist.get(BOARD)
        return len(asked)

    counted()
    few = counted()
    desk.world.clients(8)
    made.find(AT + dt.timedelta(hours=1))
    assert counted() <= few


def test_whoever_reads_no_notes_sees_no_board(client, desk):
    sign_in(client, desk.world.staff("Bill", "Er", "biller"))
    assert client.get(BOARD).status_code == 403


def test_a_review_names_what_is_known_and_what_is_missing(therapist, desk):
    made.attended(desk, 3, 1)
    page = seen(therapist.get(page_of(made.opened(desk))))
    assert "Attended 3 of 4 treatment days" in page
    assert "The dimensions were not judged in this stay." in page
    assert "No rule speaks for a change" in page


def test_what_is_written_saves_itself(therapist, desk):
    row = made.opened(desk)
    answer = therapist.post(
        page_of(row), {"version": row.version, "reason": "Steady", "remark-10": "Comes on Friday"},
        headers={"X-Autosave": "1"},
    )  # fmt: skip
    row.refresh_from_db()
    assert (answer.status_code, answer.json()["version"]) == (200, row.version)
    assert (row.reason, row.remarks) == ("Steady", {"10": "Comes on Friday"})


def test_two_who_write_see_both_versions(therapist, desk):
    row = made.opened(desk)
    save_draft(by=desk.by_director, review=row, version=row.version, values={"reason": "Theirs"}, at=AT)
    answer = therapist.post(page_of(row), {"version": row.version, "reason": "Mine"}, headers={"X-Autosave": "1"})
    assert (answer.status_code, answer.json()["theirs"]["reason"]) == (409, "Theirs")


def test_without_a_script_ones_own_words_are_still_on_the_page(therapist, desk):
    row = made.opened(desk)
    save_draft(by=desk.by_director, review=row, version=row.version, values={"reason": "Theirs"}, at=AT)
    page = seen(therapist.post(page_of(row), {"version": row.version, "reason": "Mine, long thought about"}))
    assert "Mine, long thought about" in page
    assert "Theirs" in page


def test_a_due_review_begins_with_the_first_word(therapist, desk):
    made.find()
    row = LevelReview.objects.get()
    therapist.post(page_of(row), {"version": row.version, "reason": "Begun"}, headers={"X-Autosave": "1"})
    row.refresh_from_db()
    assert (row.status, row.reason, row.author) == ("draft", "Begun", desk.therapist)


def test_signing_saves_what_is_on_the_page_first(therapist, desk):
    row = made.opened(desk)
    answer = therapist.post(page_of(row, "level_review_sign"), {"version": row.version, **DECISION}, follow=True)
    row.refresh_from_db()
    assert (row.status, row.reason) == ("signed", DECISION["reason"])
    assert "Go on to the change" in seen(answer)


def test_what_is_missing_is_said_and_what_was_typed_is_kept(therapist, desk):
    row = made.opened(desk)
    answer = therapist.post(
        page_of(row, "level_review_sign"), {"version": row.version, **DECISION, "client_agrees": ""}
    )
    row.refresh_from_db()
    assert answer.status_code == 422
    assert "Say whether the client agrees." in seen(answer)
    assert (row.status, row.reason) == ("draft", DECISION["reason"])


def test_the_second_of_two_reviewers_is_told_and_loses_no_word(therapist, desk):
    row = made.opened(desk)
    made.signed(desk, by=desk.by_director)
    answer = therapist.post(
        page_of(row, "level_review_sign"), {"version": row.version, **DECISION, "reason": "I would wait two weeks."}
    )
    page = seen(answer)
    assert answer.status_code == 409
    assert "Ruth Bennett has signed this review meanwhile" in page
    assert page.count("I would wait two weeks.") >= 2


def test_whoever_prepares_hands_it_to_whoever_decides(client, desk):
    sign_in(client, desk.counselor)
    row = made.written(desk, by=desk.by_counselor)
    page = seen(client.get(page_of(row)))
    assert "Hand this one over" in page
    client.post(page_of(row, "level_review_hand_over"), {"to": str(desk.therapist.pk)})
    row.refresh_from_db()
    assert row.handed_to == desk.therapist


def test_a_supervisor_returns_a_review_with_a_comment(client, desk):
    SettingValue.objects.create(key="reviews.cosign", value=["always"], valid_from=dt.date(2020, 1, 1))
    row = made.signed(desk)
    sign_in(client, desk.director)
    assert client.post(page_of(row, "level_review_answer"), {"do": "return", "comment": ""}).status_code == 422
    client.post(page_of(row, "level_review_answer"), {"do": "return", "comment": "And the tests?"})
    row.refresh_from_db()
    assert row.status == "returned"


def test_a_colleague_writes_down_a_different_view(client, desk):
    row = made.signed(desk)
    sign_in(client, desk.counselor)
    page = seen(client.post(page_of(row, "level_review_disagree"), {"words": "Too early for him."}, follow=True))
    assert ReviewDisagreement.objects.get().staff == desk.counselor
    assert "Dana Ortiz sees it differently" in page


def test_a_decision_is_set_aside_with_its_reason(therapist, desk):
    row = made.signed(desk)
    assert therapist.post(page_of(row, "level_review_set_aside"), {"because": ""}).status_code == 422
    page = seen(therapist.post(page_of(row, "level_review_set_aside"), {"because": "New shifts"}, follow=True))
    assert "Set aside" in page
    assert "New shifts" in page


def test_facts_that_a_role_does_not_read_are_counted_not_shown(client, desk):
    row = made.written(desk)
    row.causes = [
        {
            "kind": "test",
            "key": "t",
            "says": "Unexpected drug test result",
            "on": "2026-03-01",
            "place": None,
            "needs": "tests.setup",
        }
    ]
    row.save(update_fields=["causes"])
    sign_in(client, desk.counselor)
    page = seen(client.get(page_of(row)))
    assert "Unexpected drug test result" not in page
    assert "Something that your role does not read" in page


def test_the_chart_begins_a_review_and_lists_them(therapist, desk):
    made.signed(desk, **STAY_ON)
    tab = reverse("client_reviews", args=[desk.client.pk])
    assert "Begin a review" in seen(therapist.get(tab))
    therapist.post(reverse("client_review_open", args=[desk.client.pk]), {"why": "New job"})
    page = seen(therapist.get(tab))
    assert "Go on with the open review" in page
    assert "New job" in page


def test_a_rhythm_is_set_from_a_day_on(client, desk):
    sign_in(client, desk.director)
    values = {
        "level": str(desk.world.level.pk), "valid_from": "2026-03-02", "first_every_days": 14, "first_period_days": 28,
        "then_every_days": 30,
    }  # fmt: skip
    assert client.post("/reviews/rhythm/", values).status_code == 302
    assert ReviewRhythm.objects.get().then_every_days == 30
    assert "later day" in seen(client.post("/reviews/rhythm/", values))


def test_a_review_of_another_site_looks_like_none(client, desk):
    other = made.World("Elsewhere")
    row = made.opened(desk)
    sign_in(client, other.supervisor)
    assert client.get(page_of(row)).status_code == 404
