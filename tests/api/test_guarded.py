"""Emergency access, joined charts, sign-ins from outside, messages of clients and files of clients, over the API."""

import base64
import uuid

import pytest

from clients.models import ChartMerge, Client, EmergencyAccess, ImportRun, PortalAccount, PortalInvitation, Thread
from tests.api.signed_in import calling_as, post, refused, rows
from tests.factories import ground
from tests.factories.api import calling_with
from tests.factories.clients import AT, make_client
from tests.factories.threads import answer, begin, make_talk, upload, write

pytestmark = pytest.mark.django_db
API = "/api/v1/"
WHY = "Called us from the ambulance, unconscious."


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


@pytest.fixture
def site():
    return ground.make_site()


def test_a_chart_is_opened_in_an_emergency_given_back_and_reviewed(site):
    person, counselor = make_client(ground.make_site()), calling_as(ground.make_staff("counselor", site=site))
    body = {"record_number": person.record_number, "reason": WHY}
    assert counselor.get(f"{API}clients/{person.pk}/").status_code == 404
    assert refused(counselor, f"{API}emergency-accesses/", {**body, "record_number": "R-0"})[0] == 404
    made = post(counselor, f"{API}emergency-accesses/", body, 201)
    assert counselor.get(f"{API}clients/{person.pk}/").status_code == 200
    post(counselor, f"{API}emergency-accesses/{made['id']}/give-back/")
    review = {"was_right": True}
    assert refused(counselor, f"{API}emergency-accesses/{made['id']}/review/", review)[0] == 403
    officer = calling_as(ground.make_staff("privacy_officer", site=person.episodes.get().site))
    assert [row["id"] for row in rows(officer, "emergency-accesses/?waiting=true")] == [made["id"]]
    post(officer, f"{API}emergency-accesses/{made['id']}/review/", review)
    assert EmergencyAccess.objects.get().was_right


def test_a_program_opens_no_chart_in_an_emergency(site):
    body = {"record_number": make_client(site).record_number, "reason": WHY}
    assert refused(calling_with("consents:write"), f"{API}emergency-accesses/", body)[0] == 403


def test_two_charts_are_joined_after_a_look_and_parted_again(site):
    kept, absorbed = make_client(site), make_client(site)
    officer = calling_as(ground.make_staff("privacy_officer", site=site))
    pair = {"kept": str(kept.pk), "absorbed": str(absorbed.pk)}
    seen = post(officer, f"{API}chart-merges/preview/", pair)
    assert set(seen) == {"moves", "stays", "why_not"}
    assert not ChartMerge.objects.exists()
    made = post(officer, f"{API}chart-merges/", {**pair, "reason": "Same birth date, same card."}, 201)
    assert Client.objects.get(pk=absorbed.pk).merged_into_id == kept.pk
    post(officer, f"{API}chart-merges/{made['id']}/undo/")
    assert refused(officer, f"{API}chart-merges/{made['id']}/undo/")[0] == 409
    assert refused(calling_with("consents:write"), f"{API}chart-merges/preview/", pair)[0] in (400, 403)


def test_somebody_is_invited_the_code_is_told_once_and_it_is_taken_back(site):
    person, counselor = make_client(site), calling_as(ground.make_staff("counselor", site=site))
    body = {"client": str(person.pk), "email": "ada@home.example", "identity_check": "photo_id"}
    made = post(counselor, f"{API}portal-invitations/", body, 201)
    assert len(made["code_to_tell"]) == 6
    assert "code_to_tell" not in rows(counselor, "portal-invitations/")[0]
    post(counselor, f"{API}portal-invitations/{made['id']}/revoke/")
    assert PortalInvitation.objects.get().revoked_at == AT
    assert refused(calling_with("consents:write"), f"{API}portal-invitations/", body)[0] == 403


@pytest.fixture
def talk():
    return make_talk()


def test_a_sign_in_is_opened_again_and_ended(talk):
    counselor, account = calling_as(talk.counselor), talk.account
    shown = rows(counselor, f"portal-accounts/?client={talk.client.pk}")[0]
    assert not {"pin", "user"} & set(shown)
    address = f"{API}portal-accounts/{account.pk}/"
    post(counselor, f"{address}open-again/", {"client": str(talk.client.pk)})
    other = make_client(talk.site)
    assert refused(counselor, f"{address}end/", {"client": str(other.pk), "reason": "asked"})[0] == 403
    post(counselor, f"{address}end/", {"client": str(talk.client.pk), "reason": "asked"})
    assert PortalAccount.objects.get().end_reason == "asked"


def test_a_client_is_answered_once_and_not_past_what_was_not_read(talk):
    thread, counselor = begin(talk), calling_as(talk.counselor)
    address = f"{API}threads/{thread.pk}/"
    seen = rows(counselor, "threads/?waiting=true")[0]
    assert seen["subject"] == "My shifts"
    body = {"words": "Let us look at it.", "key": str(uuid.uuid4()), "seen": seen["last_at"]}
    write(talk, thread)
    assert refused(counselor, f"{address}answer/", body)[0] == 409
    body["seen"] = Thread.objects.get().last_at.isoformat()
    first = post(counselor, f"{address}answer/", body, 201)
    assert post(counselor, f"{address}answer/", body, 201)["id"] == first["id"]
    said = [row["words"] for row in rows(counselor, f"thread-messages/?thread={thread.pk}")]
    assert said[-1] == "Let us look at it."
    assert len(said) == 3


def test_a_thread_is_taken_given_settled_and_closed(talk):
    thread, counselor = begin(talk), calling_as(talk.counselor)
    address = f"{API}threads/{thread.pk}/"
    taken = post(counselor, f"{address}take/")
    assert taken["assigned_to"] == str(talk.counselor.pk)
    given = post(counselor, f"{address}hand-over/", {"version": taken["version"], "to": str(talk.manager.pk)})
    assert refused(counselor, f"{address}settle/", {"version": taken["version"]})[0] == 409
    settled = post(counselor, f"{address}settle/", {"version": given["version"]})
    post(counselor, f"{address}mark-read/", {"until": settled["last_at"]})
    assert post(counselor, f"{address}close/", {"version": settled["version"]})["closed_at"]


def test_a_colleague_begins_a_thread_and_a_program_does_not(talk):
    body = {"client": str(talk.client.pk), "about": "other", "subject": "Your letter", "words": "It is ready.",
            "key": str(uuid.uuid4())}  # fmt: skip
    key = calling_with("threads:read", "threads:write")
    assert refused(key, f"{API}threads/", body)[0] == 403
    assert post(calling_as(talk.counselor), f"{API}threads/", body, 201)["about"] == "other"


def test_a_file_of_a_message_is_fetched(talk):
    thread = begin(talk, files=[upload()])
    counselor = calling_as(talk.counselor)
    answer(talk, thread)
    file = rows(counselor, f"thread-files/?thread={thread.pk}")[0]
    assert base64.b64decode(counselor.get(f"{API}thread-files/{file['id']}/content/").json()["content"])[:4] == b"%PDF"


def test_a_file_of_clients_is_looked_through_and_brought_in(site):
    table = b"First name,Last name,Date of birth\nNoor,Haddad,05/01/1990\n"
    body = {"site": str(site.pk), "source": "Old system",
            "file": {"name": "clients.csv", "content": base64.b64encode(table).decode()}}  # fmt: skip
    assert refused(calling_with("clients:write"), f"{API}imports/", body)[0] in (400, 403)
    intake = calling_as(ground.make_staff("intake", site=site))
    made = post(intake, f"{API}imports/", body, 201)
    assert made["status"] in ("ready", "waiting")
    version = ImportRun.objects.get().version
    post(intake, f"{API}imports/{made['id']}/bring-in/", {"version": version})
    assert [row["outcome"] for row in rows(intake, f"imported-rows/?run={made['id']}")] == ["made"]
    assert Client.objects.get().legal_last_name == "Haddad"
