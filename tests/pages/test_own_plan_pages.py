"""Pages of safety and relapse-prevention plans, of aftercare and of discharge summaries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.actions import raise_concern
from clients.models import Disclosure
from tests.factories import own_plans as make
from tests.factories import privacy
from tests.factories.clients import AT, TODAY, make_admitted
from tests.factories.ground import make_site, make_staff, sign_in
from therapy.actions import aftercare, own_plans, summaries
from therapy.choices.own_plans import SeenBy
from therapy.models import AftercareStep, DischargeSummary, OwnPlan, OwnPlanVersion

pytestmark = pytest.mark.django_db
AUTO = {"HTTP_X_AUTOSAVE": "1"}
WRITTEN = {
    "s-signs": "I stop sleeping.\nI stop answering.",
    "s-alone": "Walk",
    "s-surroundings": "Ana keeps the pills",
    "s-helpers-0-name": "Ana",
    "s-helpers-0-phone": "617 555 0151",
    "language": "es",
}


@pytest.fixture
def desk(at):
    at(AT)
    return make.make_desk()


@pytest.fixture
def staff(desk, client):
    sign_in(client, desk.counselor)
    return client


def url(name, desk, *more):
    return reverse(name, args=[desk.client.pk, *more])


def stay(name, desk):
    return reverse(name, args=[desk.episode.pk])


def text(answer):
    return answer.content.decode()


def test_the_tab_says_what_is_there(staff, desk):
    make.keep_safety(desk)
    make.step(desk)
    shown = text(staff.get(url("client_own_plans", desk)))
    assert "0 of 8" in shown
    assert "not made yet" in shown
    assert "Stay from" in shown


def test_a_plan_is_written_and_kept_without_scripts(staff, desk):
    write = url("own_plan_write", desk, "safety")
    assert staff.get(write).status_code == 200
    plan = OwnPlan.objects.get()
    answer = staff.post(write, {**WRITTEN, "version": plan.version, "do": "keep"})
    assert answer.status_code == 302
    version = OwnPlanVersion.objects.get()
    assert version.contents["helpers"] == [{"name": "Ana", "phone": "617 555 0151"}]
    assert version.language == "es"
    shown = text(staff.get(url("own_plan", desk, "safety")))
    assert 'href="tel:6175550151"' in shown
    assert "988" in shown


def test_it_saves_itself_as_a_draft(staff, desk):
    write = url("own_plan_write", desk, "safety")
    staff.get(write)
    answer = staff.post(write, {"version": 1, "s-signs": "I stop sleeping."}, **AUTO)
    assert answer.json()["version"] == 2
    assert OwnPlan.objects.get().draft == {"signs": [{"text": "I stop sleeping."}]}


def test_two_who_write_one_plan_both_see_both(staff, desk):
    write = url("own_plan_write", desk, "safety")
    staff.get(write)
    staff.post(write, {"version": 1, "s-signs": "theirs"}, **AUTO)
    told = staff.post(write, {"version": 1, "s-signs": "mine"}, **AUTO)
    assert told.status_code == 409
    assert told.json()["theirs"]["s-signs"] == "theirs"
    shown = staff.post(write, {"version": 1, "s-signs": "mine", "do": "keep"})
    assert shown.status_code == 409
    assert "mine" in text(shown)
    assert "theirs" in text(shown)


def test_what_is_missing_is_said_beside_its_question_and_nothing_is_lost(staff, desk):
    write = url("own_plan_write", desk, "safety")
    staff.get(write)
    shown = staff.post(write, {"version": 1, "s-signs": "Only this", "do": "keep"})
    assert shown.status_code == 400
    assert "Only this" in text(shown)
    assert 'id="wrong-alone"' in text(shown)


def test_the_one_page_paper_goes_to_the_client_through_the_gate(staff, desk):
    make.keep_safety(desk)
    answer = staff.post(url("own_plan_pdf", desk, "safety"), {"language": "es"})
    assert answer["Content-Type"] == "application/pdf"
    assert Disclosure.objects.get().ground == "own_access"


def test_nothing_kept_prints_nothing(staff, desk):
    assert staff.post(url("own_plan_pdf", desk, "safety")).status_code == 409


def test_older_versions_stay_readable(staff, desk):
    first = make.keep_safety(desk)
    make.keep_safety(desk, signs=["I stop answering calls."])
    shown = text(staff.get(url("own_plan_version", desk, "safety", first.pk)))
    assert "I stop sleeping." in shown
    assert "This is version 1" in shown


def test_a_version_of_somebody_else_is_not_there(staff, desk):
    other = make.keep_safety(desk, client=make_admitted(desk.site, by=desk.by_director).client)
    assert staff.get(url("own_plan_version", desk, "safety", other.pk)).status_code == 404


def test_a_plan_of_no_kind_is_not_there(staff, desk):
    assert staff.get(url("own_plan", desk, "holiday")).status_code == 404


def test_in_the_clients_hands_only_the_plan_opens(staff, desk):
    plan = own_plans.plan_of(by=desk.by, client=desk.client, kind="safety", at=AT)
    answer = staff.post(reverse("own_plan_hand_over", args=[plan.pk]), {"language": "es"})
    fill = reverse("own_plan_fill", args=[plan.pk])
    assert answer.url == fill + "?language=es"
    shown = text(staff.get(answer.url))
    assert "Mi plan de seguridad" in shown
    assert staff.get(url("client", desk)).status_code == 302
    staff.post(fill, {**WRITTEN, "version": plan.version})
    assert OwnPlanVersion.objects.get().how == "by_client"
    assert staff.get(reverse("own_plan_filled", args=[plan.pk]) + "?language=es").status_code == 200


def test_the_client_is_told_in_their_words_what_is_missing(staff, desk):
    plan = own_plans.plan_of(by=desk.by, client=desk.client, kind="safety", at=AT)
    shown = staff.post(reverse("own_plan_fill", args=[plan.pk]), {"version": 1, "s-signs": "x", "language": "es"})
    assert shown.status_code == 400
    assert "Lo que puedo hacer por mi cuenta" in text(shown)


def test_a_relapse_plan_for_the_care_team_is_closed_to_others(staff, desk, client):
    plan = own_plans.plan_of(by=desk.by_director, client=desk.client, kind="relapse", at=AT)
    own_plans.keep_version(
        by=desk.by_director, plan=plan, version=1, contents=make.RELAPSE, at=AT, seen_by=SeenBy.CARE_TEAM
    )
    shown = text(staff.get(url("own_plan", desk, "relapse")))
    assert "own care team" in shown
    assert "Lonely" not in shown
    assert staff.get(url("own_plan_write", desk, "relapse")).status_code == 403


def test_intake_opens_the_safety_plan_in_danger_and_no_other(desk, client):
    make.keep_safety(desk)
    make.keep_relapse(desk)
    sign_in(client, make_staff("intake", site=desk.site))
    assert client.get(url("own_plan", desk, "safety")).status_code == 200
    assert client.get(url("own_plan", desk, "relapse")).status_code == 403
    assert client.get(url("client_own_plans", desk)).status_code == 403


def test_the_head_of_the_chart_leads_to_the_safety_plan(staff, desk):
    make.keep_safety(desk)
    assert f'href="{url("own_plan", desk, "safety")}">Safety plan' in text(staff.get(url("client", desk)))


def test_a_concern_leads_to_the_safety_plan(staff, desk):
    make.keep_safety(desk)
    concern = raise_concern(
        by=desk.by, site_id=desk.site.pk, client=desk.client, kind="suicidal", what_happened="", what_was_done="", at=AT
    )
    for address in (url("client_concern", desk), reverse("concern", args=[concern.pk])):
        assert "Open their safety plan" in text(staff.get(address))


def test_a_step_of_aftercare_saves_itself(staff, desk):
    step = make.step(desk)
    answer = staff.post(
        reverse("aftercare_step", args=[step.pk]),
        {"version": 1, "status": "arranged", "provider": "Dr. Moreau", "meets_on": "2026-05-04", "meets_at": "09:30"},
        **AUTO,
    )
    assert answer.json()["version"] == 2
    assert AftercareStep.objects.get(pk=step.pk).meets_on.isoformat() == "2026-05-04"


def test_a_stale_step_is_told_what_stands(staff, desk):
    step = make.step(desk)
    aftercare.save_step(by=desk.by_director, step=step, version=1, status="open", words="theirs", at=AT)
    answer = staff.post(
        reverse("aftercare_step", args=[step.pk]), {"version": 1, "status": "open", "words": "mine"}, **AUTO
    )
    assert (answer.status_code, answer.json()["theirs"]["words"]) == (409, "theirs")


def test_a_step_that_says_nothing_is_refused_beside_its_field(staff, desk):
    step = make.step(desk)
    shown = staff.post(reverse("aftercare_step", args=[step.pk]), {"version": 1, "status": "arranged"})
    assert shown.status_code == 422
    assert "Say what is arranged" in text(shown)


def test_aftercare_begins_with_a_button_and_prints(staff, desk):
    assert "Begin it" in text(staff.get(stay("aftercare", desk)))
    staff.post(stay("aftercare_begin", desk))
    assert staff.post(stay("aftercare_pdf", desk), {"language": "en"})["Content-Type"] == "application/pdf"


def test_a_summary_goes_from_nothing_to_signed(staff, desk):
    desk.episode = make.leave(desk)
    assert "Begin with what the chart knows" in text(staff.get(stay("discharge_summary", desk)))
    staff.post(stay("discharge_summary_begin", desk))
    make.open_summary(desk)
    row = DischargeSummary.objects.get()
    assert (
        staff.post(stay("discharge_summary_save", desk), {"version": row.version, "p-risk": "Low"}, **AUTO).status_code
        == 200
    )
    shown = text(staff.get(stay("discharge_summary", desk)))
    read = shown.split('name="read" value="')[1].split('"')[0]
    assert staff.post(stay("discharge_summary_sign", desk), {"read": read}).status_code == 302
    assert DischargeSummary.objects.get().status == "signed"
    assert staff.get(stay("discharge_summary_print", desk))["Content-Type"] == "application/pdf"


def test_two_who_write_one_summary_both_see_both(staff, desk):
    row = summaries.open_summary(by=desk.by, episode=desk.episode, at=AT)
    summaries.save_summary(by=desk.by_director, summary=row, version=1, contents={"risk": "theirs"}, at=AT)
    told = staff.post(stay("discharge_summary_save", desk), {"version": 1, "p-risk": "mine"}, **AUTO)
    assert (told.status_code, told.json()["theirs"]["p-risk"]) == (409, "theirs")
    shown = text(staff.post(stay("discharge_summary_save", desk), {"version": 1, "p-risk": "mine"}))
    assert "mine" in shown
    assert "theirs" in shown


def test_a_summary_is_sent_to_whom_a_release_names(staff, desk):
    make.signed_summary(desk, tests="One unexpected result.")
    party = privacy.make_party()
    told = ["discharge", "attendance", "diagnosis", "safety", "presence"]
    privacy.make_consent(desk.client, party=party, information=told)
    shown = text(staff.get(stay("discharge_summary_send", desk), {"to": party.pk}))
    assert "no release opens this" in shown
    refused = staff.post(
        stay("discharge_summary_send", desk), {"to": party.pk, "purpose": "treatment", "parts": ["tests"]}
    )
    assert refused.status_code == 422
    sent = staff.post(
        stay("discharge_summary_send", desk), {"to": party.pk, "purpose": "treatment", "parts": ["reason", "risk"]}
    )
    assert sent["Content-Type"] == "application/pdf"
    assert Disclosure.objects.get().party_id == party.pk


def test_what_is_owed_is_listed_with_its_age(staff, desk):
    make.leave(desk)
    shown = text(staff.get(reverse("summaries_due")))
    assert desk.client.name in shown
    assert "not begun" in shown


def test_the_list_of_what_is_owed_is_not_for_billers(desk, client):
    sign_in(client, make_staff("biller", site=desk.site))
    assert client.get(reverse("summaries_due")).status_code == 403


def statements(staff, address):
    with CaptureQueriesContext(connection) as found:
        assert staff.get(address).status_code == 200
    return len(found)


def test_pages_cost_the_same_for_two_versions_and_for_ten(staff, desk):
    for _ in range(2):
        make.keep_safety(desk)
    address = url("own_plan", desk, "safety")
    staff.get(address)
    first = statements(staff, address)
    for _ in range(8):
        make.keep_safety(desk)
    assert statements(staff, address) == first


def test_the_list_of_what_is_owed_costs_the_same_for_one_and_for_five(staff, desk):
    make.leave(desk)
    address = reverse("summaries_due")
    staff.get(address)
    first = statements(staff, address)
    for _ in range(4):
        make.leave(desk, episode=make_admitted(desk.site, by=desk.by_director, on=TODAY))
    assert statements(staff, address) == first


def test_another_site_sees_nothing(desk, client):
    make.keep_safety(desk)
    sign_in(client, make_staff("counselor", site=make_site()))
    assert client.get(url("own_plan", desk, "safety")).status_code == 404
