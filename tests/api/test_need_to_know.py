"""Who reads what over the API is who reads it on the pages: by site and by role; drafts and relatives least of all."""

import datetime as dt
import uuid

import pytest

from clients.actions.letters import ensure_letter_templates
from clients.choices import Information, PartyKind, Purpose
from clients.models import Client, Concern, Episode, LetterTemplate, OutsideStay
from iop.access.actors import SYSTEM
from iop.access.choices import Permission as P
from iop.access.models import Role
from iop.audit.models import AuditEvent
from iop.clinic.models import SiteRole
from tests.api.signed_in import calling_as, post, refused, rows
from tests.factories import ground, own_plans, plans
from tests.factories import measures as measured
from tests.factories import rewards as prizes
from tests.factories.api import calling_with
from tests.factories.assessments import make_codes, open_dimensions
from tests.factories.assessments import make_desk as make_assessing
from tests.factories.clients import AT, TODAY, make_admitted, make_client, make_clinic, make_inquiry
from tests.factories.privacy import make_consent, make_party, make_relative
from tests.factories.rewards import NOW
from tests.therapy.test_warnings import missed
from tests.therapy.world import World
from therapy.actions import measures
from therapy.actions.own_plans import save_draft
from therapy.actions.warnings import install_warning_rules, watch_warnings
from therapy.choices.rewards import RewardKind
from therapy.models import EarlyWarning

pytestmark = pytest.mark.django_db
API = "/api/v1/"
WHY = "Called us from the ambulance, unconscious."


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


def ids(found):
    return {row["id"] for row in found}


def holding(staff, site, *permissions):
    """Give a colleague a role of these permissions alone at a site."""
    role = Role.objects.create(
        key=f"only-{site.code}", name="Only", description="These alone.", permissions=permissions
    )
    SiteRole.objects.create(staff=staff, site=site, role=role, starts_on=dt.date(2020, 1, 1))
    return staff


def test_a_filter_tells_of_no_stay_at_a_site_that_is_not_ones_own():
    clinic, elsewhere = make_clinic(), ground.make_site()
    person = make_client(clinic.site)
    make_admitted(elsewhere)
    Episode.objects.filter(site=elsewhere).update(client=person)
    mine = calling_as(clinic.counselor)
    assert ids(rows(mine, "clients/", episode_status="inquiry")) == {str(person.pk)}
    assert rows(mine, "clients/", episode_status="admitted") == []


def test_on_a_consent_nobody_reads_relatives_permissions_or_photos():
    person, outside = make_client(ground.make_site()), make_party(PartyKind.PROVIDER)
    relative = make_relative(person)
    make_consent(person, party=outside, information=[Information.CONTACT])
    caller = calling_with("clients:read", "consents:read", party=outside, purpose=Purpose.TREATMENT)
    Client.objects.update(notes_for_contact="Never at work.")
    assert [(row["id"], row["notes_for_contact"]) for row in rows(caller, "clients/")] == [(str(person.pk), "")]
    for address in ("relationships/", "channel-permissions/", "recipients/"):
        assert rows(caller, address) == []
    assert caller.get(f"{API}clients/{person.pk}/photo/").status_code == 404
    serving = calling_with("clients:read", "consents:read")
    assert str(relative.pk) in ids(rows(serving, "recipients/"))
    assert len(rows(serving, "relationships/")) == 1
    assert [row["notes_for_contact"] for row in rows(serving, "clients/")] == ["Never at work."]


def test_a_search_in_an_emergency_stays_on_record_and_counts_whatever_comes_of_it():
    counselor = calling_as(ground.make_staff("counselor", site=ground.make_site()))
    place = f"{API}emergency-accesses/"
    for number in range(20):
        body, key = {"record_number": f"R-{number}", "reason": WHY}, {"Idempotency-Key": f"search-{number}"}
        assert counselor.post(place, body, format="json", headers=key).status_code == 404
    assert AuditEvent.objects.filter(verb="clients.emergency_searched").count() == 20
    late = counselor.post(
        place, {"record_number": "R-0", "reason": WHY}, format="json", headers={"Idempotency-Key": "z"}
    )
    assert late.status_code == 429


def test_a_judgement_that_nobody_signed_is_for_those_who_rate_and_for_no_program():
    desk = make_assessing()
    place = f"{API}dimensional-assessments/{open_dimensions(desk).pk}/"
    assert calling_as(desk.therapist).get(place).status_code == 200
    assert calling_as(ground.make_staff("counselor", site=desk.site)).get(place).status_code == 404
    assert calling_with("assessments:read", "assessments:write").get(place).status_code == 404


def test_a_program_reads_no_draft_of_a_plan_even_when_it_may_write():
    desk = plans.make_desk()
    draft = plans.open_plan(desk)
    assert ids(rows(calling_as(desk.therapist), "plans/")) == {str(draft.pk)}
    assert rows(calling_with("plans:read", "plans:write"), "plans/") == []


def test_what_is_being_written_with_a_client_is_for_who_writes_notes_at_their_site():
    desk = own_plans.make_desk()
    plan = own_plans.keep_safety(desk).plan
    plan.refresh_from_db()
    save_draft(by=desk.by, plan=plan, version=plan.version, contents=own_plans.SAFETY, at=AT)
    place = f"{API}own-plans/{plan.pk}/"
    assert calling_as(desk.counselor).get(place).json()["draft"]
    reader = holding(ground.make_staff("counselor", site=ground.make_site()), desk.site, P.CLIENT_VIEW, P.NOTE_VIEW)
    answer = calling_as(reader).get(place)
    assert (answer.status_code, answer.json()["draft"]) == (200, None)


def test_facts_of_a_sort_that_one_reads_at_another_site_are_not_told_here(at):
    at(NOW)
    world = World()
    install_warning_rules(by=SYSTEM, at=NOW)
    (person,) = world.clients(1)
    missed(world, person, 3, 1)
    watch_warnings(by=SYSTEM, at=NOW)
    EarlyWarning.objects.update(kind="test_unexpected")
    reader = ground.make_staff("counselor", site=ground.make_site())
    holding(reader, world.site, P.CLIENT_VIEW, P.NOTE_VIEW)
    assert len(rows(calling_as(world.counselor), "early-warnings/")) == 1
    assert rows(calling_as(reader), "early-warnings/") == []
    lines = calling_as(reader).get(f"{API}timelines/{person.pk}/").json()["lines"]
    assert not [line for line in lines if "test" in line["key"]]


def test_the_timeline_asks_at_the_clients_site(monkeypatch):
    from clients import timeline

    clinic, elsewhere = make_clinic(), ground.make_site()
    person = make_admitted(clinic.site).client
    point = timeline.Point(on=TODAY, says="x")
    told = [
        timeline.Line(needs, needs, timeline.LineKind.EVENT, [point], needs=needs)
        for needs in (P.NOTE_VIEW, P.TESTS_VIEW)
    ]
    monkeypatch.setattr(timeline, "lines", lambda *_: told)
    reader = ground.make_staff("counselor", site=elsewhere)
    place = f"{API}timelines/{person.pk}/"
    holding(reader, clinic.site, P.CLIENT_VIEW, P.NOTE_VIEW)
    assert [line["key"] for line in calling_as(reader).get(place).json()["lines"]] == [P.NOTE_VIEW]
    Role.objects.filter(name="Only").update(permissions=[P.CLIENT_VIEW])
    assert calling_as(reader).get(place).status_code == 404


def test_what_was_earned_by_a_test_is_told_where_one_reads_tests(at):
    at(NOW)
    house = prizes.make_rewards()
    prizes.came(house, 2, 1)
    prizes.one_prize(house)
    drawn = prizes.draw(house)
    drawn.pk, drawn.kind = uuid.uuid4(), RewardKind.TEST
    drawn.save(force_insert=True)
    reader = ground.make_staff("counselor", site=ground.make_site())
    holding(reader, house.site, P.CLIENT_VIEW, P.REWARDS_GIVE)
    assert {row["kind"] for row in rows(calling_as(reader), "reward-draws/")} == {"attended"}
    assert len(rows(calling_as(house.world.counselor), "reward-draws/")) == 2


def test_nothing_is_written_about_a_client_at_a_site_where_they_never_were():
    desk, elsewhere = make_assessing(), ground.make_site()
    make_codes()
    for site in (desk.site, elsewhere):
        holding(desk.director, site, P.CLIENT_VIEW, P.ASSESS, P.INTAKE_WORK, P.CONCERN_RAISE, P.NOTE_VIEW)
    mine = calling_as(desk.director)
    about = {"client": str(desk.client.pk), "site": str(elsewhere.pk)}
    stay = {"kind": "detox", "facility": "Harbor", "referred_on": str(TODAY)}
    for address, body in (
        ("diagnoses/", {"code": "F10.20"}), ("outside-stays/", stay), ("concerns/", {"kind": "suicidal"}),
    ):  # fmt: skip
        answer = mine.post(API + address, {**about, **body}, format="json")
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/site"), answer.content
    assert not Concern.objects.exists()
    assert not OutsideStay.objects.exists()


def test_a_stay_elsewhere_belongs_to_no_call_of_somebody_else():
    clinic = make_clinic()
    person = make_client(clinic.site)
    mine = calling_as(clinic.director)
    call = post(
        mine, f"{API}inquiries/", {"site": str(clinic.site.pk), "first_name": "Bo", "callback_phone": "617-555-0123"}
    )
    body = {"client": str(person.pk), "site": str(clinic.site.pk), "kind": "detox", "facility": "Harbor",
            "referred_on": str(TODAY), "inquiry": call["id"]}  # fmt: skip
    answer = mine.post(f"{API}outside-stays/", body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/inquiry")


def test_a_letter_about_one_client_tells_nothing_of_anothers_stay():
    clinic = make_clinic()
    ensure_letter_templates(at=AT)
    one, other = make_admitted(clinic.site), make_admitted(clinic.site)
    party = make_party(PartyKind.PROVIDER)
    make_consent(one.client, party=party, information=[Information.ATTENDANCE, Information.PRESENCE])
    template = LetterTemplate.objects.filter(language="en").first()
    body = {"client": str(one.client_id), "episode": str(other.pk), "template": str(template.pk), "party": str(party.pk),
            "first": str(TODAY), "last": str(TODAY)}  # fmt: skip
    answer = calling_as(clinic.director).post(f"{API}letters/draft/", body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/episode")


def test_clinicians_do_here_what_they_do_on_pages():
    site = ground.make_site()
    episode, therapist = make_inquiry(site), calling_as(ground.make_staff("therapist", site=site))
    counselor = calling_as(ground.make_staff("counselor", site=site))
    call = post(
        calling_as(ground.make_staff("intake", site=site)), f"{API}inquiries/",
        {"site": str(site.pk), "first_name": "Bo", "callback_phone": "617-555-0123"},
    )  # fmt: skip
    assert ids(rows(therapist, "inquiries/")) == {call["id"]}
    assert counselor.get(f"{API}inquiries/").status_code == 403
    hold = {"client": str(episode.client_id), "kind": "incarcerated", "starts_on": str(TODAY)}
    officer = calling_as(ground.make_staff("privacy_officer", site=site))
    post(officer, f"{API}message-holds/", hold, 201)
    assert refused(officer, f"{API}clients/{episode.client_id}/", {"version": 1, "pronouns": "she"}, "patch")[0] == 403
    medical = calling_as(ground.make_staff("medical", site=site))
    post(medical, f"{API}own-plans/begin/", {"client": str(episode.client_id), "kind": "safety"}, 201)


def test_answers_under_way_or_in_error_leave_on_no_consent():
    desk, outside = measured.make_desk(), make_party(PartyKind.PROVIDER)
    row = measures.begin(by=desk.by, episode=desk.episode, key="phq9", at=AT)
    make_consent(desk.client, party=outside, information=[Information.MEASURES])
    on_consent = calling_with("measures:read", party=outside, purpose=Purpose.TREATMENT)
    assert rows(on_consent, "measure-responses/") == []
    assert ids(rows(calling_with("measures:read"), "measure-responses/")) == {str(row.pk)}
    assert ids(rows(calling_as(desk.counselor), "measure-responses/")) == {str(row.pk)}
