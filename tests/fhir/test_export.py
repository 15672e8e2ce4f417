"""``$export``: asked for, made in the background, fetched by whom it was made for, and taken away after a day."""

import datetime as dt
import json

import pytest
from django.core.files.storage import default_storage

from clients.choices import Information, PartyKind
from clients.models import Client, Consent, Disclosure
from iop.access.actors import SYSTEM
from iop.api.actions import end_integration
from iop.audit.models import AuditEvent
from iop.fhir.bulk import making
from iop.fhir.elements import moment
from iop.fhir.models import BulkExport, BulkExportFile
from iop.fhir.tasks import make_exports
from tests.factories.clients import AT, make_admitted, make_client, make_site
from tests.factories.fhir import BASE, calling
from tests.factories.privacy import make_consent, make_party
from tests.factories.scheduling import Counted
from tests.fhir.checking import check

pytestmark = pytest.mark.django_db
LATER = {"Prefer": "respond-async"}


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


def asked(caller, way="$export", **params):
    answer = caller.get(f"{BASE}/{way}", params, headers=LATER)
    assert answer.status_code == 202, answer.content
    return answer["Content-Location"].partition("testserver")[2]


def lines_of(caller, url):
    answer = caller.get(url.partition("testserver")[2])
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/fhir+ndjson"
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


def made(caller, way="$export", **params):
    """What an export came to: its manifest, and its resources by kind."""
    job = asked(caller, way, **params)
    make_exports()
    answer = caller.get(job)
    assert answer.status_code == 200, answer.content
    found = {}
    for each in answer.json()["output"]:
        found.setdefault(each["type"], []).extend(lines_of(caller, each["url"]))
    return answer.json(), found


def test_an_export_is_waited_for_fetched_and_removed(at):
    site = make_site()
    people = {str(make_admitted(site).client_id) for _ in range(3)}
    caller = calling()
    job = asked(caller)
    waiting = caller.get(job)
    assert (waiting.status_code, waiting["X-Progress"], waiting["Retry-After"]) == (202, "waiting", "10")
    assert make_exports() == 1
    told = caller.get(job)
    manifest = told.json()
    assert told["Content-Type"] == "application/json"
    assert manifest["requiresAccessToken"] is True
    assert (manifest["request"], manifest["error"]) == ("http://testserver/fhir/R4/$export", [])
    # What was under way when it was asked for is told again to whoever asks since then.
    assert manifest["transactionTime"] == moment(AT - dt.timedelta(minutes=5))
    by_kind = {each["type"]: each for each in manifest["output"]}
    patients = lines_of(caller, by_kind["Patient"]["url"])
    assert {each["id"] for each in patients} == people
    assert by_kind["Patient"]["count"] == 3
    for each in [
        *patients,
        *lines_of(caller, by_kind["EpisodeOfCare"]["url"]),
        *lines_of(caller, by_kind["Location"]["url"]),
    ]:
        check(each)
    at(AT + making.LIES_FOR)
    assert caller.get(job).status_code == 404
    make_exports()
    assert BulkExportFile.objects.count() == 0
    assert BulkExport.objects.get().removed_at is not None


def test_files_are_gone_from_the_store_once_an_export_is_cancelled(django_capture_on_commit_callbacks):
    make_client(make_site())
    caller = calling()
    job = asked(caller, _type="Patient")
    make_exports()
    [name] = [each.file.name for each in BulkExportFile.objects.all()]
    url = caller.get(job).json()["output"][0]["url"].partition("testserver")[2]
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        assert caller.delete(job).status_code == 202
    assert not default_storage.exists(name)
    assert [caller.get(path).status_code for path in (job, url)] == [404, 404]


def test_types_and_a_day_narrow_it_down(at):
    site = make_site()
    make_client(site)
    at(AT + dt.timedelta(hours=2))
    new = make_client(site)
    since = (AT + dt.timedelta(hours=1)).isoformat().replace("+00:00", "Z")
    manifest, found = made(calling(), _type="Patient,Coverage", _since=since)
    assert [each["type"] for each in manifest["output"]] == ["Patient"]
    assert [each["id"] for each in found["Patient"]] == [str(new.pk)]


def test_one_client_is_exported_alone_and_clients_without_staff_and_places():
    site = make_site()
    mine, other = make_admitted(site), make_admitted(site)
    caller = calling()
    _manifest, found = made(caller, f"Patient/{mine.client_id}/$export")
    assert [each["id"] for each in found["Patient"]] == [str(mine.client_id)]
    assert str(other.client_id) not in json.dumps(found)
    _manifest, everybody = made(caller, "Patient/$export")
    assert len(everybody["Patient"]) == 2
    assert not {"Practitioner", "Location", "Organization"} & set(everybody)
    assert caller.get(f"{BASE}/Patient/{site.pk}/$export", headers=LATER).status_code == 404


def test_it_is_for_integrations_that_say_how_they_want_it():
    make_client(make_site())
    caller = calling()
    assert caller.get(f"{BASE}/$export").status_code == 400
    for params in ({"_type": "Nothing"}, {"_outputFormat": "csv"}, {"_since": "soon"}, {"_typeFilter": "Patient"}):
        assert caller.get(f"{BASE}/$export", params, headers=LATER).status_code == 400, params
    assert caller.get(f"{BASE}/Patient/$export", {"_type": "Location"}, headers=LATER).status_code == 400
    lone = calling("system/Coverage.rs")
    assert lone.get(f"{BASE}/$export", {"_type": "Patient"}, headers=LATER).status_code == 403
    assert calling("clients:read").get(f"{BASE}/$export", headers=LATER).status_code == 403
    asked(caller), asked(caller), asked(caller)
    assert caller.get(f"{BASE}/$export", headers=LATER).status_code == 429


def test_nobody_else_looks_at_it_or_fetches_it():
    make_client(make_site())
    caller, other = calling(), calling(name="Somebody else")
    job = asked(caller, _type="Patient")
    make_exports()
    url = caller.get(job).json()["output"][0]["url"].partition("testserver")[2]
    assert [other.get(path).status_code for path in (job, url)] == [404, 404]
    assert other.delete(job).status_code == 404
    assert caller.get(url).status_code == 200


def test_consents_decide_at_the_start_and_again_when_it_is_fetched():
    site = make_site()
    hospital = make_party(PartyKind.PROVIDER, name="City Hospital")
    mine, other = make_client(site), make_client(site)
    consent = make_consent(mine, party=hospital, information=[Information.CONTACT])
    caller = calling(party=hospital)
    manifest, found = made(caller)
    assert [each["id"] for each in found["Patient"]] == [str(mine.pk)]
    assert str(other.pk) not in json.dumps(found)
    assert "42 CFR part 2 prohibits" in manifest["extension"]["urn:iop:redisclosure-notice"]
    row = Disclosure.objects.get()
    assert (row.client, row.consent, row.sent_as) == (mine, consent, "api")
    fetched = AuditEvent.objects.filter(verb="fhir.export_fetched")
    assert [one.client_id for each in fetched if each.detail["kind"] == "Patient" for one in each.subjects.all()] == [
        mine.pk
    ]
    url = next(each["url"] for each in manifest["output"] if each["type"] == "Patient").partition("testserver")[2]
    Consent.objects.filter(pk=consent.pk).update(stopped_at=AT)
    assert caller.get(url).status_code == 404
    job = f"{BASE}/export-jobs/{BulkExport.objects.get().pk}"
    assert "Patient" not in [each["type"] for each in caller.get(job).json()["output"]]


def test_a_consent_that_is_taken_back_while_it_is_made_closes_what_is_written_and_stops_what_is_not(monkeypatch):
    site, hospital = make_site(), make_party(PartyKind.PROVIDER, name="City Hospital")
    first, second = sorted((make_client(site) for _ in range(2)), key=lambda each: each.pk)
    consents = {each: make_consent(each, party=hospital, information=[Information.CONTACT]) for each in (first, second)}
    caller = calling(party=hospital)
    monkeypatch.setattr(making, "CHUNK", 1)
    monkeypatch.setattr(making, "LINES_A_FILE", 1)
    leave = making.Reading.leave

    def taken_back(self, spec, source, rows):
        told = leave(self, spec, source, rows)
        if told:
            Consent.objects.filter(pk__in=[each.pk for each in consents.values()]).update(stopped_at=AT)
        return told

    monkeypatch.setattr(making.Reading, "leave", taken_back)
    manifest, found = made(caller, _type="Patient")
    assert (manifest["output"], found) == ([], {})
    [written] = BulkExportFile.objects.all()
    assert written.clients == [first.pk]
    assert [row.client for row in Disclosure.objects.all()] == [first]
    assert caller.get(f"{BASE}/export-files/{written.pk}").status_code == 404


def test_one_who_is_killed_half_way_is_followed_by_another_who_begins_anew(monkeypatch, at):
    site = make_site()
    for _ in range(5):
        make_client(site)
    caller = calling()
    job = asked(caller, _type="Location,Patient")
    monkeypatch.setattr(making, "CHUNK", 2)
    leave, left = making.Reading.leave, []

    def killed(self, spec, source, rows):
        left.append(spec.kind)
        if left.count("Patient") == 2:
            raise KeyboardInterrupt
        return leave(self, spec, source, rows)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(making.Reading, "leave", killed)
        make_exports()
    # The whole file of places is there, the export is not: nothing of it is offered.
    assert list(BulkExportFile.objects.values_list("kind", flat=True)) == ["Location"]
    assert caller.get(job).status_code == 202
    assert make_exports() == 0
    at(AT + making.SILENT_FOR + dt.timedelta(seconds=1))
    assert make_exports() == 1
    output = caller.get(job).json()["output"]
    assert [(each["type"], each["count"]) for each in output] == [("Location", 1), ("Patient", 5)]


def test_one_that_kills_whoever_makes_it_is_given_up_in_the_end(monkeypatch, at):
    make_client(make_site())
    caller = calling()
    job = asked(caller, _type="Patient")

    def killed(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(making.Reading, "leave", killed)
    now = AT
    for _ in range(making.MOST_TRIES):
        with pytest.raises(KeyboardInterrupt):
            make_exports()
        now += making.SILENT_FOR + dt.timedelta(seconds=1)
        at(now)
    assert caller.get(job).status_code == 202
    assert make_exports() == 0
    assert caller.get(job).status_code == 500


def test_what_keeps_failing_is_said_to_have_failed(monkeypatch):
    make_client(make_site())
    caller = calling()
    job = asked(caller, _type="Patient")
    monkeypatch.setattr(making.Reading, "leave", lambda *args: 1 / 0)
    for _ in range(making.MOST_TRIES):
        with pytest.raises(ZeroDivisionError):
            make_exports()
    assert caller.get(job).status_code == 500
    assert BulkExportFile.objects.count() == 0


def test_a_cancelled_export_is_left_by_whoever_makes_it(monkeypatch):
    make_client(make_site())
    caller = calling()
    job = asked(caller, _type="Location,Patient")
    leave = making.Reading.leave

    def cancelled(self, spec, source, rows):
        if spec.kind == "Patient":
            caller.delete(job)
        return leave(self, spec, source, rows)

    monkeypatch.setattr(making.Reading, "leave", cancelled)
    assert make_exports() == 0
    assert BulkExportFile.objects.count() == 0
    assert caller.get(job).status_code == 404


def test_its_statements_grow_with_chunks_and_files_with_lines(monkeypatch):
    site = make_site()
    caller = calling()

    def counted():
        asked(caller, _type="Patient,EpisodeOfCare")
        with Counted() as found:
            make_exports()
        return found.number

    for _ in range(3):
        make_admitted(site)
    few = counted()
    for _ in range(6):
        make_admitted(site)
    assert counted() <= few + 2
    monkeypatch.setattr(making, "CHUNK", 2)
    monkeypatch.setattr(making, "LINES_A_FILE", 4)
    manifest, found = made(caller, _type="Patient")
    assert [each["count"] for each in manifest["output"]] == [4, 4, 1]
    assert {each["id"] for each in found["Patient"]} == {str(pk) for pk in Client.objects.values_list("pk", flat=True)}


def test_an_integration_that_ends_half_way_gets_nothing_and_nothing_more_is_written_down(monkeypatch):
    site = make_site()
    for _ in range(3):
        make_client(site)
    caller = calling()
    asked(caller, _type="Patient,Location")
    monkeypatch.setattr(making, "CHUNK", 1)
    leave = making.Reading.leave

    def ended(self, spec, source, rows):
        told = leave(self, spec, source, rows)
        if told and spec.kind == "Patient":
            end_integration(by=SYSTEM, integration=BulkExport.objects.get().integration, at=AT)
        return told

    monkeypatch.setattr(making.Reading, "leave", ended)
    assert make_exports() == 0
    assert Disclosure.objects.count() == 1
    make_exports()
    assert (BulkExportFile.objects.count(), BulkExport.objects.get().removed_at) == (0, AT)


def test_a_file_is_closed_when_somebody_in_it_is_out_of_reach_by_now():
    site, elsewhere = make_site(), make_site()
    mine = make_client(site)
    caller = calling(sites=[site])
    job = asked(caller, _type="Patient")
    make_exports()
    url = caller.get(job).json()["output"][0]["url"].partition("testserver")[2]
    assert caller.get(url).status_code == 200
    Client.objects.filter(pk=mine.pk).update(is_restricted=True, restricted_reason="A colleague's relative")
    assert caller.get(url).status_code == 404
    Client.objects.filter(pk=mine.pk).update(is_restricted=False, restricted_reason="")
    assert caller.get(url).status_code == 200
    BulkExport.objects.get().integration.sites.set([elsewhere])
    assert caller.get(url).status_code == 404
    assert caller.get(job).json()["output"] == []
