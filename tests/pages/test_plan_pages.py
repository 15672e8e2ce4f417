"""The pages of treatment plans: written on a tablet, read, signed, answered by the client, reviewed, owed."""

import datetime as dt

import pytest
from django.urls import reverse

from iop.core import clock
from tests.factories import plans as made
from tests.factories.ground import PASSWORD
from tests.factories.plans import AT
from therapy.actions import plans
from therapy.models import PlanGoal, PlanObjective, PlanReview, PlanSignature, TreatmentPlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    with clock.frozen(AT):
        yield made.make_desk()


@pytest.fixture
def therapist(client, desk):
    assert PASSWORD
    client.force_login(desk.therapist.user)
    return client


def test_a_chart_without_a_plan_offers_to_begin_one(therapist, desk):
    page = therapist.get(reverse("client_plan", args=[desk.client.pk]))
    assert b"Begin the plan" in page.content


def test_beginning_leads_to_the_writing_page(therapist, desk):
    answer = therapist.post(reverse("client_plan_open", args=[desk.client.pk]))
    plan = TreatmentPlan.objects.get()
    assert answer.url == reverse("plan_edit", args=[plan.pk])
    page = therapist.get(answer.url).content.decode()
    assert "in their own words" in page
    assert f'id="goal-{made.only(PlanGoal, plan).pk}"' in page


def test_a_row_saves_itself(therapist, desk):
    goal = made.only(PlanGoal, made.open_plan(desk))
    url = reverse("plan_part", args=[goal.plan_id, "goal", goal.pk])
    answer = therapist.post(url, {"version": 1, "words": "My mornings"}, headers={"X-Autosave": "1"})
    assert answer.json()["version"] == 2
    goal.refresh_from_db()
    assert goal.words == "My mornings"


def test_two_who_edit_one_row_see_both_versions(therapist, desk):
    goal = made.only(PlanGoal, made.open_plan(desk))
    plans.save_part(
        by=desk.by_director, plan=goal.plan, kind="goal", part_id=goal.pk, version=1, values={"words": "Theirs"}, at=AT
    )
    url = reverse("plan_part", args=[goal.plan_id, "goal", goal.pk])
    answer = therapist.post(url, {"version": 1, "words": "Mine"}, headers={"X-Autosave": "1"})
    assert (answer.status_code, answer.json()["version"], answer.json()["theirs"]) == (409, 2, {"words": "Theirs"})


def test_what_does_not_fit_is_said_beside_its_field(therapist, desk):
    row = made.only(PlanObjective, made.open_plan(desk))
    url = reverse("plan_part", args=[row.plan_id, "objective", row.pk])
    answer = therapist.post(url, {"version": 1, "baseline": "many"}, headers={"X-Autosave": "1"})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["baseline"])


def test_without_a_script_a_row_has_its_button_and_leads_back(therapist, desk):
    goal = made.only(PlanGoal, made.open_plan(desk))
    answer = therapist.post(reverse("plan_part", args=[goal.plan_id, "goal", goal.pk]), {"version": 1, "words": "x"})
    assert answer.url.endswith(f"#goal-{goal.pk}")


def test_the_page_to_sign_lists_what_is_missing_with_its_place(therapist, desk):
    plan = made.open_plan(desk)
    page = therapist.get(reverse("plan", args=[plan.pk])).content.decode()
    assert f"{reverse('plan_edit', args=[plan.pk])}#goal-{made.only(PlanGoal, plan).pk}" in page
    assert reverse("plan_sign", args=[plan.pk]) not in page


def test_signing_twice_ends_at_the_signed_plan(therapist, desk):
    plan = made.fill_in(desk, made.open_plan(desk))
    url = reverse("plan_sign", args=[plan.pk])
    answers = [therapist.post(url, {"read": ""}) for _ in range(2)]
    assert [each.url for each in answers] == [reverse("plan", args=[plan.pk])] * 2


def test_the_client_signs_by_name_and_the_device_is_closed(therapist, desk):
    plan = made.signed_plan(desk)
    name = f"{desk.client.legal_first_name} {desk.client.legal_last_name}"
    url = reverse("plan_answer", args=[plan.pk])
    page = therapist.get(url)
    assert "Hand over the device" in page.content.decode()
    typed = {"seen": plan.digest, "signer_role": "client", "typed_name": name, "agrees": "on", "drawing_data": ""}
    answer = therapist.post(url, typed)
    assert answer.url == reverse("plan_answered", args=[plan.pk])
    assert PlanSignature.objects.get().method == "typed"
    assert therapist.get(reverse("client", args=[desk.client.pk])).url == reverse("take_back")


def test_the_device_in_their_hands_opens_nothing_but_the_plan(therapist, desk):
    plan = made.signed_plan(desk)
    assert therapist.post(reverse("plan_hand_over", args=[plan.pk])).status_code == 204
    assert therapist.get(reverse("plan_answer", args=[plan.pk])).status_code == 200
    assert therapist.get(reverse("plan", args=[plan.pk])).url == reverse("take_back")


def test_a_refusal_is_written_down_with_what_they_said(therapist, desk):
    plan = made.signed_plan(desk)
    therapist.post(reverse("plan_refused", args=[plan.pk]), {"refused_because": "I want to think about it"})
    assert PlanSignature.objects.get().refused_because == "I want to think about it"
    assert "I want to think about it" in therapist.get(reverse("plan", args=[plan.pk])).content.decode()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_clients_copy_passes_the_gate(therapist, desk, language):
    plan = made.signed_plan(desk)
    answer = therapist.post(reverse("plan_pdf", args=[plan.pk]), {"language": language})
    assert answer.content[:5] == b"%PDF-"
    from clients.models import Disclosure

    assert Disclosure.objects.get().ground == "own_access"


def test_a_review_is_held_saved_and_signed(therapist, desk):
    plan = made.signed_plan(desk)
    therapist.post(reverse("plan_review_open", args=[plan.pk]))
    review = PlanReview.objects.get()
    url = reverse("plan_review", args=[review.pk])
    assert therapist.get(url).status_code == 200
    thread = made.thread_of(plan).pk
    typed = {
        "version": 1,
        "summary": "Going well",
        f"progress-{thread}": "improved",
        f"comment-{thread}": "PHQ-9 is 11",
    }
    answer = therapist.post(url, typed | {"next_review_on": review.next_review_on}, headers={"X-Autosave": "1"})
    assert answer.json()["version"] == 2
    therapist.post(reverse("plan_review_sign", args=[review.pk]), {"version": 2})
    review.refresh_from_db()
    assert review.signed_at is not None
    assert "Improved" in therapist.get(reverse("plan", args=[plan.pk])).content.decode()


@pytest.mark.parametrize("kind", ["write", "review", "sign", "thread"])
def test_the_list_of_what_is_owed_opens(therapist, desk, kind):
    made.signed_plan(desk)
    assert therapist.get(reverse("plans_overdue"), {"kind": kind}).status_code == 200


def test_an_admitted_client_without_a_plan_is_owed_one(therapist, desk):
    from tests.factories import clients

    stay = clients.make_admitted(desk.site, at=AT)
    page = therapist.get(reverse("plans_overdue"), {"kind": "write"}).content.decode()
    assert stay.client.legal_last_name in page or stay.client.name in page


def test_the_rhythm_is_the_administrators(therapist, desk, client):
    assert therapist.get(reverse("plan_rhythm")).status_code == 403


def statements(therapist, django_assert_max_num_queries, url, most):
    with django_assert_max_num_queries(most) as seen:
        assert therapist.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", ["plan_edit", "plan"])
def test_statements_do_not_grow_with_the_rows(therapist, desk, django_assert_max_num_queries, name):
    plan = made.open_plan(desk)
    url = reverse(name, args=[plan.pk])
    therapist.get(url)
    few = statements(therapist, django_assert_max_num_queries, url, 40)
    for _ in range(4):
        plans.add_part(by=desk.by, plan=plan, kind="problem", at=AT)
    assert statements(therapist, django_assert_max_num_queries, url, 40) == few


def test_statements_of_the_list_do_not_grow_with_the_clients(therapist, desk, django_assert_max_num_queries):
    from tests.factories import clients

    url = reverse("plans_overdue")
    clients.make_admitted(desk.site, at=AT)
    therapist.get(url)
    few = statements(therapist, django_assert_max_num_queries, url, 60)
    for _ in range(3):
        clients.make_admitted(desk.site, at=AT - dt.timedelta(hours=1))
    assert statements(therapist, django_assert_max_num_queries, url, 60) == few
