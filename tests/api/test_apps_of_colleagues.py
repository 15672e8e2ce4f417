"""What an app may do that a colleague let act for them: what their roles and its scopes include, what is kept for people too."""

import pytest

from clients.choices import Information, PartyKind, Purpose
from clients.models import Placement
from tests.api.signed_in import post, refused, rows
from tests.factories import ground, own_plans, plans, progress_notes, recovery
from tests.factories.api import app_of, calling_with
from tests.factories.clients import AT, TODAY, make_admitted, make_inquiry, make_level
from tests.factories.privacy import make_consent, make_party
from tests.therapy.test_warnings import missed
from tests.therapy.world import World
from therapy.actions.warnings import install_warning_rules, watch_warnings
from therapy.models import EarlyWarning

pytestmark = pytest.mark.django_db
API = "/api/v1/"


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


@pytest.fixture
def site():
    return ground.make_site()


def placing(episode):
    return {
        "episode": str(episode.pk),
        "level": make_level().key,
        "starts_on": str(TODAY),
        "reason": "Needs structure.",
    }


def test_a_level_is_decided_by_a_therapists_app_and_by_no_key(site):
    body, scopes = placing(make_inquiry(site)), ("clients:read", "assessments:write")
    assert refused(calling_with(*scopes), f"{API}placements/", body)[0] == 403
    assert refused(app_of(ground.make_staff("counselor", site=site), *scopes), f"{API}placements/", body)[0] == 403
    therapist = app_of(ground.make_staff("therapist", site=site), *scopes)
    assert post(therapist, f"{API}placements/", body, 201)["level"] == body["level"]


def test_what_is_done_and_may_not_be_told_is_no_404(site):
    body, scopes = placing(make_inquiry(site)), ("clients:read", "assessments:write")
    therapist, outside = ground.make_staff("therapist", site=site), make_party(PartyKind.PROVIDER)
    app = app_of(therapist, *scopes, party=outside, purpose=Purpose.TREATMENT)
    assert post(app, f"{API}placements/", body, 204) is None
    assert Placement.objects.get(episode=body["episode"]).level.key == body["level"]


def test_a_stay_is_ended_by_an_app_with_the_scope_of_reviews(site):
    episode, therapist = make_admitted(site), ground.make_staff("therapist", site=site)
    body = {"on": str(TODAY), "kind": "completed", "reason": "Finished the program."}
    place = f"{API}episodes/{episode.pk}/discharge/"
    assert refused(calling_with("clients:read", "reviews:write"), place, body)[0] == 403
    assert refused(app_of(therapist, "clients:read", "assessments:write"), place, body)[0] == 403
    assert post(app_of(therapist, "clients:read", "reviews:write"), place, body)["status"] == "discharged"


def test_a_chart_is_restricted_by_the_privacy_officers_app_with_the_scope_of_consents(site):
    place = f"{API}clients/{make_inquiry(site).client_id}/restrict/"
    body = {"reason": "A colleague's sister."}
    assert refused(calling_with("clients:read", "consents:write"), place, body)[0] == 403
    officer = app_of(ground.make_staff("privacy_officer", site=site), "clients:read", "consents:write")
    assert post(officer, place, body)["is_restricted"]


def test_nothing_that_is_not_signed_leaves_through_an_app_on_a_consent(at):
    desk = recovery.make_desk()
    recovery.share(desk)
    room = progress_notes.make_room()
    note = progress_notes.written(room)
    told = [Information.NOTES, Information.PROGRESS, Information.PLAN, Information.ASSESSMENT]
    outside = make_party(PartyKind.PROVIDER)
    for person in (desk.client, note.episode.client):
        make_consent(person, party=outside, information=told)
    inside = app_of(room.staff, "notes:read", "notes:write")
    on_consent = app_of(room.staff, "notes:read", "notes:write", party=outside, purpose=Purpose.TREATMENT)
    assert [row["status"] for row in rows(inside, "progress-notes/")] == ["draft"]
    assert rows(on_consent, "progress-notes/") == []
    assert rows(app_of(desk.counselor, "notes:read"), "journal-pages/") == []


def test_a_plan_that_nobody_signed_leaves_through_no_app_on_a_consent():
    desk, outside = plans.make_desk(), make_party(PartyKind.PROVIDER)
    plans.open_plan(desk)
    make_consent(desk.client, party=outside, information=[Information.PLAN])
    assert len(rows(app_of(desk.therapist, "plans:read", "plans:write"), "plans/")) == 1
    on_consent = app_of(desk.therapist, "plans:read", "plans:write", party=outside, purpose=Purpose.TREATMENT)
    assert rows(on_consent, "plans/") == []


def test_what_rests_on_tests_leaves_on_no_consent_to_progress(at):
    from iop.access.actors import SYSTEM
    from tests.factories.rewards import NOW

    at(NOW)
    world, outside = World(), make_party(PartyKind.PROVIDER)
    install_warning_rules(by=SYSTEM, at=NOW)
    (person,) = world.clients(1)
    missed(world, person, 3, 1)
    watch_warnings(by=SYSTEM, at=NOW)
    EarlyWarning.objects.update(kind="test_unexpected")
    make_consent(person, party=outside, information=[Information.PROGRESS])
    scopes = ("notes:read", "tests:read")
    assert len(rows(app_of(world.counselor, *scopes), "early-warnings/")) == 1
    on_consent = app_of(world.counselor, *scopes, party=outside, purpose=Purpose.TREATMENT)
    assert rows(on_consent, "early-warnings/") == []


def test_a_safety_plan_is_written_by_the_app_of_whoever_writes_notes():
    desk = own_plans.make_desk()
    medical = ground.make_staff("medical", site=desk.site)
    body = {"client": str(desk.client.pk), "kind": "safety"}
    app = app_of(medical, "plans:read", "plans:write")
    assert post(app, f"{API}own-plans/begin/", body, 201)["kind"] == "safety"
