"""The chart over the API: ways to reach, people around, numbers, stays, levels, care teams, worries, papers."""

import base64
import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clients.actions.documents import add_document
from clients.actions.identifiers import add_identifier
from clients.models import (
    ChannelPermission,
    Client,
    ClientDocument,
    ClientIdentifier,
    Concern,
    ContactPoint,
    Disclosure,
    Episode,
    MessageHold,
    Placement,
)
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from tests.api.signed_in import calling_as, patch, post, refused, rows
from tests.documents.files import pdf, picture
from tests.factories import ground
from tests.factories.api import calling_with
from tests.factories.clients import AT, TODAY, make_admitted, make_client, make_inquiry, make_level, make_placed

pytestmark = pytest.mark.django_db
API = "/api/v1/"
READ, WRITE = "clients:read", "clients:write"


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


@pytest.fixture
def site():
    return ground.make_site()


@pytest.fixture
def director(site):
    return calling_as(ground.make_staff("clinical_director", site=site))


def test_a_way_to_reach_is_added_in_its_international_form_and_taken_away(site):
    person, key = make_client(site), calling_with(READ, WRITE)
    body = {"client": str(person.pk), "kind": "phone", "value": "617-555-0123", "is_preferred": True}
    made = post(key, f"{API}contact-points/", body, 201)
    assert made["value"] == "+16175550123"
    assert [row["id"] for row in rows(key, f"contact-points/?client={person.pk}")] == [made["id"]]
    assert key.delete(f"{API}contact-points/{made['id']}/").status_code == 204
    assert not ContactPoint.objects.filter(client=person).exists()


def test_what_cannot_be_called_is_a_sentence_at_its_field(site):
    body = {"client": str(make_client(site).pk), "kind": "phone", "value": "12"}
    answer = calling_with(WRITE).post(f"{API}contact-points/", body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/value")


def test_a_client_of_another_site_cannot_be_named(site):
    other = make_client(ground.make_site())
    body = {"client": str(other.pk), "kind": "email", "value": "a@b.example"}
    answer = calling_with(WRITE, sites=[site]).post(f"{API}contact-points/", body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/client")


def test_channels_are_answered_together_and_what_stands_is_left_alone(site):
    person, key = make_client(site), calling_with(READ, WRITE)
    post(key, f"{API}channel-permissions/", {"client": str(person.pk), "channel": "sms", "allowed": True}, 201)
    post(key, f"{API}clients/{person.pk}/channels/", {"sms": True, "email": True})
    said = ChannelPermission.objects.filter(client=person).values_list("channel", flat=True)
    assert sorted(said) == ["email", "sms"]


def test_an_emergency_contact_takes_the_place_of_the_one_before(site):
    person, key = make_client(site), calling_with(READ, WRITE)
    for name in ("Bo", "Ann"):
        post(key, f"{API}clients/{person.pk}/emergency-contact/", {"first_name": name, "role": "sister"}, 201)
    found = rows(key, f"relationships/?client={person.pk}&is_emergency_contact=true")
    assert [row["person"]["first_name"] for row in found] == ["Ann"]


def test_reminders_are_chosen_kind_by_kind(site):
    person, key = make_client(site), calling_with(READ, WRITE)
    address = f"{API}clients/{person.pk}/reminders/"
    post(key, address, {"reminders": [{"kind": "session", "way": "none"}]})
    assert AuditEvent.objects.filter(verb="clients.reminders_chosen").count() == 1
    assert refused(key, address, {"reminders": [{"kind": "session", "leads": [7]}]})[0] == 400


def test_a_number_is_closed_and_shown_in_full_to_a_colleague_alone(site):
    person = make_client(site)
    row = add_identifier(by=SYSTEM, client=person, kind="ssn", value="123-45-6789", at=AT)
    key, address = calling_with(READ, WRITE), f"{API}identifiers/{row.pk}/show/"
    shown = rows(key, f"identifiers/?client={person.pk}")[0]
    assert "12345" not in str(shown)
    assert shown["masked"].endswith("6789")
    assert refused(key, address) == (403, "A number in full is shown to a colleague who is signed in.")
    desk = calling_as(ground.make_staff("intake", site=site))
    assert post(desk, address)["number"] == "123-45-6789"
    assert AuditEvent.objects.filter(verb="clients.identifier_shown").count() == 1


def test_a_number_is_added_and_ended(site):
    person, key = make_client(site), calling_with(READ, WRITE)
    body = {"client": str(person.pk), "kind": "member", "value": "W123 456 789"}
    made = post(key, f"{API}identifiers/", body, 201)
    assert refused(key, f"{API}identifiers/", body)[0] == 409
    post(key, f"{API}identifiers/{made['id']}/end/")
    assert not ClientIdentifier.objects.get(pk=made["id"]).is_active


def test_messages_are_held_back_and_go_out_again(site):
    person, key = make_client(site), calling_with(READ, WRITE)
    body = {"client": str(person.pk), "kind": "hospitalised", "starts_on": str(TODAY)}
    made = post(key, f"{API}message-holds/", body, 201)
    assert refused(key, f"{API}message-holds/", body)[0] == 409
    post(key, f"{API}message-holds/{made['id']}/end/", {"on": str(TODAY)})
    assert MessageHold.objects.get(pk=made["id"]).ends_on == TODAY


def test_a_photo_is_kept_fetched_and_taken_away(site):
    person, key = make_client(site), calling_with(READ, WRITE)
    photo = {"name": "me.png", "content": base64.b64encode(picture("PNG")).decode()}
    assert post(key, f"{API}clients/{person.pk}/set-photo/", {"photo": photo})["has_photo"]
    fetched = key.get(f"{API}clients/{person.pk}/photo/").json()
    assert base64.b64decode(fetched["content"]).startswith(b"\x89PNG")
    assert not post(key, f"{API}clients/{person.pk}/set-photo/", {"photo": None})["has_photo"]
    assert refused(key, f"{API}clients/{person.pk}/set-photo/", {"photo": {"name": "x", "content": "%%%"}})[0] == 400


def test_a_chart_is_restricted_and_opened_again_by_the_privacy_officer(site):
    person, officer = make_client(site), calling_as(ground.make_staff("privacy_officer", site=site))
    address, why = f"{API}clients/{person.pk}/", {"reason": "A colleague's sister."}
    assert post(officer, f"{address}restrict/", why)["is_restricted"]
    assert calling_with(READ).get(address).status_code == 404
    assert not post(officer, f"{address}lift-restriction/", why)["is_restricted"]


def test_somebody_who_comes_back_gets_a_new_stay_once(site):
    person, key = make_client(site), calling_with(READ, WRITE)
    body = {"client": str(person.pk), "site": str(site.pk)}
    assert refused(key, f"{API}episodes/", body)[0] == 409
    Episode.objects.get(client=person)
    stay = person.episodes.get()
    desk = calling_as(ground.make_staff("clinical_director", site=site))
    post(desk, f"{API}episodes/{stay.pk}/discharge/", {"on": str(TODAY), "kind": "", "reason": "Did not answer."})
    made = post(key, f"{API}episodes/", body, 201)
    assert (made["status"], made["status_changes"][0]["status"]) == ("inquiry", "inquiry")


def test_a_level_is_decided_and_taken_back_by_a_clinician_alone(site):
    stay, level = make_inquiry(site), make_level()
    body = {
        "episode": str(stay.pk),
        "level": level.key,
        "starts_on": "2026-03-05",
        "reason": "Stable, needs structure.",
    }
    assert refused(calling_with("assessments:write"), f"{API}placements/", body)[0] == 403
    therapist = calling_as(ground.make_staff("therapist", site=site))
    made = post(therapist, f"{API}placements/", body, 201)
    assert post(therapist, f"{API}placements/{made['id']}/withdraw/")["withdrawn_at"]
    assert not Placement.objects.filter(pk=made["id"]).exists()
    assert refused(therapist, f"{API}placements/", {**body, "level": "no-such"})[0] == 400


def test_a_stay_is_made_longer_and_that_is_taken_back(site):
    stay = make_admitted(site)
    therapist = calling_as(ground.make_staff("therapist", site=site))
    body = {"episode": str(stay.pk), "weeks": 2, "reason": "Goals within reach."}
    made = post(therapist, f"{API}stay-extensions/", body, 201)
    post(therapist, f"{API}stay-extensions/{made['id']}/withdraw/")
    assert refused(therapist, f"{API}stay-extensions/{made['id']}/withdraw/")[0] == 409
    assert rows(therapist, f"stay-extensions/?client={stay.client_id}&withdrawn=false") == []


def test_a_colleague_takes_a_role_on_a_care_team(site, director):
    stay, counselor = make_admitted(site), ground.make_staff("counselor", site=site)
    biller = ground.make_staff("biller", site=site)
    body = {"episode": str(stay.pk), "role": "primary_counselor", "starts_on": str(TODAY), "staff": str(counselor.pk)}
    made = post(director, f"{API}care-teams/", body, 201)
    assert (made["client"], made["staff"]) == (str(stay.client_id), str(counselor.pk))
    assert refused(director, f"{API}care-teams/", {**body, "staff": str(biller.pk)})[0] == 400


def test_a_worry_is_raised_and_closed_by_people(site):
    person = make_admitted(site).client
    body = {"site": str(site.pk), "client": str(person.pk), "kind": "suicidal"}
    assert refused(calling_with("work:write"), f"{API}concerns/", body)[0] == 403
    counselor = calling_as(ground.make_staff("counselor", site=site))
    made = post(counselor, f"{API}concerns/", body, 201)
    post(counselor, f"{API}concerns/{made['id']}/resolve/", {"resolution": "Talked; safe with their sister."})
    assert Concern.objects.get().resolved_at == AT
    assert rows(counselor, "concerns/?open=true") == []


def test_what_an_admission_asks_for_is_listed(site, director):
    lines = director.get(f"{API}episodes/{make_placed(site).pk}/admission-checklist/").json()
    assert {"seat", "placement"} <= {line["key"] for line in lines}
    key, address = calling_with(READ, "intake:read"), f"{API}episodes/{make_placed(site).pk}/admission-checklist/"
    assert refused(key, address, method="get")[0] == 403


def test_where_somebody_went_is_kept_once_treatment_has_ended(site, director):
    stay = make_admitted(site)
    address = f"{API}episodes/{stay.pk}/"
    leaving = {"destination": "home"}
    assert refused(director, f"{address}destination/", leaving)[0] == 409
    assert refused(director, f"{address}first-appointment/", {"kept": "yes"})[0] == 404
    body = {"on": str(TODAY), "kind": "moved", "reason": "Moved to another state.", "leaving": leaving}
    assert post(director, f"{address}discharge/", body)["status"] == "discharged"
    at = (AT + dt.timedelta(hours=1)).isoformat()
    arranged = {"destination": "outpatient", "first_appointment": "arranged", "first_at": at, "first_with": "Bay Care"}
    made = post(director, f"{address}destination/", {**arranged, "version": 1})
    assert (made["destination"], made["version"]) == ("outpatient", 2)
    assert refused(director, f"{address}destination/", {**arranged, "version": 1})[0] == 409
    assert refused(director, f"{address}first-appointment/", {"kept": "yes"})[0] == 400


def test_what_a_level_asks_of_a_week_is_set_from_a_day_on(site, director):
    level = make_level()
    body = {"level": level.key, "valid_from": "2026-04-01", "min_weekly_minutes": 540, "max_weekly_minutes": 1140}
    post(director, f"{API}level-requirements/", body, 201)
    assert refused(director, f"{API}level-requirements/", body)[0] == 409
    assert [row["min_weekly_minutes"] for row in rows(director, f"level-requirements/?level={level.key}")] == [540]
    later = {**body, "valid_from": "2026-05-01"}
    assert refused(director, f"{API}level-requirements/", {**later, "version": 1})[0] == 409
    post(director, f"{API}level-requirements/", {**later, "version": 2}, 201)


def test_a_level_is_added_and_changed(director):
    body = {"key": "op-2", "name": "Outpatient", "short_name": "OP", "intensity": 3}
    made = post(director, f"{API}levels/", body, 201)
    address, wanted = f"{API}levels/{made['id']}/", {**body, "is_active": False, "version": made["version"]}
    changed = patch(director, address, wanted)
    assert (changed["is_active"], changed["version"]) == (False, 2)
    assert refused(director, address, wanted, method="patch")[0] == 409
    assert refused(director, f"{API}levels/", {**body, "key": "op-3"})[0] == 409


def kept_paper(person, kind="referral"):
    upload = SimpleUploadedFile("letter.pdf", pdf())
    return add_document(by=SYSTEM, client=person, kind=kind, upload=upload, at=AT)


def test_a_paper_is_added_opened_shared_and_marked(site, director):
    person = make_client(site)
    file = {"name": "letter.pdf", "content": base64.b64encode(pdf()).decode()}
    made = post(director, f"{API}documents/", {"client": str(person.pk), "kind": "referral", "file": file}, 201)
    address = f"{API}documents/{made['id']}/"
    assert base64.b64decode(director.get(f"{address}file/").json()["content"]) == pdf()
    assert AuditEvent.objects.filter(verb="clients.document_opened").count() == 1
    assert post(director, f"{address}share/", {"shared": True})["shared_at"]
    assert post(director, f"{address}mark-error/", {"reason": "Another person's."})["error_reason"]
    assert ClientDocument.objects.get().error_at == AT


def test_a_file_that_is_none_is_refused_at_its_field(site):
    file = {"name": "letter.pdf", "content": base64.b64encode(b"hello").decode()}
    body = {"client": str(make_client(site).pk), "kind": "id", "file": file}
    assert refused(calling_with("documents:write"), f"{API}documents/", body)[0] == 400


def test_who_looks_at_cards_alone_is_told_of_cards_alone_and_reading_one_is_a_disclosure(site):
    person = make_client(site)
    card, letter = kept_paper(person, "id"), kept_paper(person)
    key = calling_with("documents:read")
    assert [row["id"] for row in rows(key, "documents/")] == [str(card.pk)]
    assert key.get(f"{API}documents/{letter.pk}/file/").status_code == 404
    before = Disclosure.objects.count()
    assert key.get(f"{API}documents/{card.pk}/file/").status_code == 200
    assert Disclosure.objects.count() == before + 1


@pytest.mark.parametrize("number", [2, 9])
def test_lists_of_the_chart_take_the_same_statements_whatever_their_length(
    site, director, number, django_assert_max_num_queries
):
    for _ in range(number):
        stay = make_admitted(site)
        kept_paper(stay.client)
        add_identifier(by=SYSTEM, client=stay.client, kind="other", value=f"A{number}{_}", at=AT)
    for address in ("episodes/?expand=client", "placements/", "documents/", "identifiers/", "clients/"):
        with django_assert_max_num_queries(22):
            assert len(rows(director, address)) == number


def test_each_write_needs_its_scope(site):
    person, key = make_client(site), calling_with(READ)
    for address in ("contact-points/", "channel-permissions/", "identifiers/", "message-holds/", "episodes/", "placements/",
                    "stay-extensions/", "care-teams/", "concerns/", "level-requirements/", "documents/",
                    f"clients/{person.pk}/channels/", f"clients/{person.pk}/restrict/"):  # fmt: skip
        assert refused(key, API + address)[0] == 403, address
    assert Client.objects.get().pk == person.pk
