"""What is asked wrongly is refused before anything happens; of two who change one state, one is told."""

import base64
import threading
import time
import uuid

import pytest
from rest_framework.test import APIClient

from clients.models import Client, Disclosure
from iop.access.actions import change_role, ensure_roles
from iop.access.actors import SYSTEM
from iop.api.views import staff as view
from iop.audit.models import AuditEvent
from iop.clinic import actions
from iop.clinic.models import CredentialKind
from iop.core.errors import Stale
from scheduling.models import Room
from tests.api.signed_in import calling_as, refused
from tests.factories.api import calling_with, make_key
from tests.factories.clients import AT, make_admitted, make_client, make_site
from tests.factories.ground import make_staff
from tests.factories.scheduling import race

CLIENTS, KINDS, ROOMS = "/api/v1/clients/", "/api/v1/credential-kinds/", "/api/v1/rooms/"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_what_has_no_version_as_they_read_it_one_is_told(monkeypatch):
    make_site()
    kind = actions.save_credential_kind(by=SYSTEM, code="LCSW", name="LCSW")
    _, text = make_key("clinic:read", "clinic:write")

    def caller():
        return APIClient(headers={"Authorization": f"Api-Key {text}"})

    tag = caller().get(f"{KINDS}{kind.pk}/")["ETag"]
    plain, inside = actions.save_credential_kind, threading.Semaphore(2)

    def slowly(**fields):
        with inside:
            time.sleep(0.3)
            return plain(**fields)

    monkeypatch.setattr(view.actions, "save_credential_kind", slowly)

    def change(name):
        return (
            caller().patch(f"{KINDS}{kind.pk}/", {"name": name}, format="json", headers={"If-Match": tag}).status_code
        )

    assert sorted(race(lambda: change("One"), lambda: change("Two"))) == [200, 412]
    assert CredentialKind.objects.get().name in ("One", "Two")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_a_role_at_once_one_is_told():
    role = ensure_roles(by=SYSTEM)["biller"]

    def changes(name):
        return lambda: change_role(
            by=SYSTEM, role_id=role.pk, name=name, description="x", permissions=["census.view"], version=role.version
        )

    came = race(changes("One"), changes("Two"), changes("Three"))
    assert sum(isinstance(each, Stale) for each in came) == 2
    (won,) = [each for each in came if not isinstance(each, Exception)]
    as_read = role.version
    role.refresh_from_db()
    assert (role.name, role.version) == (won.name, as_read + 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("as_header", [True, False])
def test_of_two_colleagues_who_send_a_role_at_once_one_is_told(as_header):
    site = make_site()
    people = [make_staff("site_admin", site=site) for _number in range(2)]
    role = ensure_roles(by=SYSTEM)["biller"]
    address = f"/api/v1/roles/{role.pk}/"

    def sends(staff, name):
        caller = calling_as(staff)
        headers = {"If-Match": caller.get(address)["ETag"]} if as_header else {}
        body = {"name": name} if as_header else {"name": name, "version": role.version}
        return lambda: caller.patch(address, body, format="json", headers=headers).status_code

    came = race(sends(people[0], "One"), sends(people[1], "Two"))
    assert sorted(came) == [200, 412 if as_header else 409]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_the_same_at_once_one_is_told_why(monkeypatch):
    make_site()
    _, text = make_key("clinic:read", "clinic:write")
    plain, gate = actions.save_credential_kind, threading.Barrier(2)

    def together(**fields):
        gate.wait(20)
        return plain(**fields)

    monkeypatch.setattr(view.actions, "save_credential_kind", together)

    def add():
        caller = APIClient(headers={"Authorization": f"Api-Key {text}"})
        return caller.post(KINDS, {"code": "LADC", "name": "LADC"}, format="json").status_code

    assert sorted(race(add, add)) in ([201, 409], [201, 201])
    assert CredentialKind.objects.count() == 1


@pytest.fixture
def house(at):
    at(AT)
    return make_site()


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["?fields=nothing", "?expand=nothing", "?expand=site"])
def test_what_the_answer_cannot_be_like_is_refused_before_anything_is_written(house, query):
    caller = calling_with("intake:read", "intake:write", "schedule:write")
    body = {"site": str(house.pk), "name": "Quiet room", "capacity": 4}
    status, _words = refused(caller, f"{ROOMS}{query}", body)
    assert status in (400, 403)
    assert not Room.objects.exists()


@pytest.mark.django_db
def test_a_list_that_may_not_be_expanded_is_not_written_down_as_told(house):
    make_client(house)
    caller = calling_with("tests:read", "medications:read", "clients:read")
    assert caller.get("/api/v1/episodes/?expand=site").status_code == 403
    assert not Disclosure.objects.exists()


@pytest.mark.django_db
def test_a_filter_that_is_not_there_is_refused_instead_of_passed_over(house):
    make_client(house)
    caller = calling_with("clients:read")
    answer = caller.get(CLIENTS, {"record_nunber": "C-1"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/record_nunber")
    assert caller.get("/api/v1/changes/", {"event": "x"}).status_code == 403
    assert calling_with("changes:read").get("/api/v1/changes/", {"event": "x"}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("position", ["nobody", "1", "\x00", ""])
def test_a_cursor_that_somebody_wrote_is_refused(house, position):
    make_client(house)
    cursor = base64.b64encode(f"p={position}".encode()).decode()
    answer = calling_with("clients:read").get(CLIENTS, {"cursor": cursor})
    assert answer.status_code in (200, 400, 404), answer.content
    assert answer.status_code == 200 or answer["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_pages_stay_as_they_are_while_rows_are_added(house):
    known = [str(make_client(house).pk) for _number in range(5)]
    caller, seen = calling_with("clients:read"), []
    address = f"{CLIENTS}?page_size=2"
    while address:
        page = caller.get(address).json()
        seen += [row["id"] for row in page["results"]]
        make_client(house)
        address = page["next"] if len(seen) < 5 else None
    assert seen[:5] == known
    assert len(seen) == len(set(seen))


@pytest.mark.django_db
def test_what_an_id_stands_for_is_told_anew_though_the_row_is_unchanged(house):
    address = f"/api/v1/episodes/{make_admitted(house).pk}/"
    caller = calling_with("clients:read", "schedule:read")
    tag = {"If-None-Match": caller.get(address)["ETag"]}
    assert caller.get(address, headers=tag).status_code == 304
    assert caller.get(f"{address}?expand=site", headers=tag).json()["expanded"]["site"]["id"] == str(house.pk)


@pytest.mark.django_db
def test_a_call_that_was_answered_with_nothing_new_is_on_record_too(house):
    client, caller = make_client(house), calling_with("clients:read")
    tag = caller.get(f"{CLIENTS}{client.pk}/")["ETag"]
    before = AuditEvent.objects.filter(verb="api.called").count()
    assert caller.get(f"{CLIENTS}{client.pk}/", headers={"If-None-Match": tag}).status_code == 304
    assert AuditEvent.objects.filter(verb="api.called").count() == before + 1
    assert Disclosure.objects.count() == 1


@pytest.mark.django_db
def test_of_several_states_one_must_stand(house):
    client, caller = make_client(house), calling_with("clients:read", "clients:write")
    address = f"{CLIENTS}{client.pk}/"
    tag = caller.get(address)["ETag"]
    body = {"preferred_name": "Bo", "version": client.version}
    assert caller.patch(address, body, format="json", headers={"If-Match": '"7-x", "8-y"'}).status_code == 412
    assert caller.patch(address, body, format="json", headers={"If-Match": f'"7-x", {tag}'}).status_code == 200
    assert Client.objects.get(pk=client.pk).preferred_name == "Bo"
    assert caller.patch(f"{CLIENTS}{uuid.uuid4()}/", body, format="json").status_code == 404
