"""Reports and samples of drug tests: what they group, who may read them, and what nobody learns from them."""

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from clients.choices import Information, PartyKind
from clients.models import Client, Disclosure
from iop.access.starting_roles import STARTING_ROLES
from iop.clinic.models import Organization
from iop.fhir.record import files
from iop.fhir.registry import specs
from iop.fhir.tasks import make_exports
from tests.factories import drug_tests as made
from tests.factories.drug_tests import AT, GOOD
from tests.factories.fhir import BASE, calling, found, ids
from tests.factories.ground import make_site, make_staff, sign_in
from tests.factories.privacy import make_consent, make_party
from tests.factories.scheduling import Counted
from tests.fhir.checking import US_CORE, check, faults
from tests.fhir.test_apps import own_app
from therapy.actions import drug_tests
from therapy.actions.drug_tests.results import NOT_CHECKED
from therapy.choices.drug_tests import Analyte

pytestmark = pytest.mark.django_db
KINDS = ("DiagnosticReport", "Specimen")
LAB = "http://terminology.hl7.org/CodeSystem/v2-0074|LAB"
TOXICOLOGY = "http://loinc.org|18728-6"
URINE = "http://snomed.info/sct|122575003"
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk(people=2)


def other_of(desk):
    return desk.enrolments[1].episode


def told_of(test, kind="DiagnosticReport", caller=None):
    told = (caller or calling()).get(f"{BASE}/{kind}/{test.pk}").json()
    check(told)
    return told


def led_to(parts):
    return [each["reference"] for each in parts if "reference" in each]


def test_a_screen_is_a_report_of_all_its_lines_and_of_one_sample(desk):
    test = made.screen(desk, Analyte.COCAINE, custody_id="HL-1")
    report, sample = told_of(test), told_of(test, "Specimen")
    assert report["meta"]["profile"] == [f"{US_CORE}us-core-diagnosticreport-lab"]
    assert [each["code"] for each in report["category"][0]["coding"]] == ["LAB"]
    assert [(each["system"], each["code"]) for each in report["code"]["coding"]] == [
        ("http://loinc.org", "18728-6"), ("urn:iop:report", "drug-test"),
    ]  # fmt: skip
    assert report["code"]["text"] == desk.cup.name
    assert report["subject"]["reference"] == f"Patient/{desk.client.pk}"
    assert report["effectiveDateTime"] == report["issued"] == "2026-03-02T12:00:00.000Z"
    assert set(led_to(report["result"])) == {f"Observation/{line.pk}" for line in test.result.lines.all()}
    assert led_to(report["specimen"]) == [f"Specimen/{test.pk}"]
    clinic = Organization.objects.get()
    assert led_to(report["performer"]) == [f"Practitioner/{desk.counselor.pk}", f"Organization/{clinic.pk}"]
    assert sample["type"]["coding"][0]["code"] == URINE.partition("|")[2]
    assert sample["collection"] == {
        "collector": {"reference": f"Practitioner/{desk.counselor.pk}", "display": desk.counselor.name},
        "collectedDateTime": "2026-03-02T12:00:00.000Z",
    }
    assert [each["value"] for each in sample["identifier"]] == [str(test.pk), "HL-1"]
    assert [each["coding"][0]["code"] for each in sample["condition"]] == ["normal"]
    assert "status" not in sample
    [line] = found(calling().get(f"{BASE}/Observation", {"specimen": test.pk, "code": Analyte.COCAINE}))
    check(line)
    assert line["specimen"]["reference"] == f"Specimen/{test.pk}"
    assert line["meta"]["profile"] == [f"{US_CORE}us-core-observation-lab"]


def test_an_order_that_waits_is_told_to_nobody_and_one_without_a_sample_is_no_report(desk):
    waits = made.order(desk)
    missed = made.order(desk, panel=desk.small)
    drug_tests.mark_outcome(by=desk.by, test=missed, version=missed.version, outcome="missed", at=AT)
    cancelled = made.order(desk, panel=desk.breath)
    drug_tests.cancel_test(by=desk.by, test=cancelled, version=cancelled.version, reason="Ordered twice", at=AT)
    for caller in (calling(), own_app(desk.client)):
        for kind in KINDS:
            assert ids(caller.get(f"{BASE}/{kind}")) == set()
            assert caller.get(f"{BASE}/{kind}/{waits.pk}").status_code == 404
        whole = caller.get(f"{BASE}/Patient/{desk.client.pk}/$everything", {"_count": 200}).content.decode()
        assert not [test for test in (waits, missed, cancelled) if str(test.pk) in whole]


def test_the_status_follows_the_test_to_its_end(desk, at):
    caller = calling()
    thrown_away = made.collect(desk, made.order(desk, panel=desk.breath))
    test = made.collect(desk)
    registered = told_of(test)
    assert (registered["status"], "issued" in registered, "result" in registered) == ("registered", False, False)
    test = made.screen(desk, Analyte.FENTANYL, test=test)
    screened = test.result
    assert told_of(test)["status"] == "partial"
    at(AT + HOUR)
    test = made.send(desk, test, at=AT + HOUR)
    assert told_of(test)["status"] == "partial"
    at(AT + 2 * HOUR)
    test = made.report(desk, test, Analyte.FENTANYL, at=AT + 2 * HOUR)
    final = told_of(test)
    assert (final["status"], final["issued"]) == ("final", "2026-03-02T14:00:00.000Z")
    assert {"display": "Fenway Laboratory"} in final["performer"]
    assert len(final["result"]) == screened.lines.count() + test.report.lines.count()
    assert told_of(test, "Specimen")["accessionIdentifier"] == {
        "system": "urn:iop:accession", "value": "FW-1001", "assigner": {"display": "Fenway Laboratory"},
    }  # fmt: skip
    at(AT + 3 * HOUR)
    drug_tests.review_test(
        by=desk.by, test=test, version=test.version, outcome="talked", note="A hard weekend.", at=AT + 3 * HOUR
    )
    assert led_to(told_of(test)["resultsInterpreter"]) == [f"Practitioner/{desk.counselor.pk}"]
    before = told_of(test)["meta"]["lastUpdated"]
    at(AT + 4 * HOUR)
    corrected = drug_tests.correct_result(
        by=desk.by,
        result=test.report,
        readings=made.readings(desk.lab),
        reason="Read in the wrong row",
        at=AT + 4 * HOUR,
    )
    told = told_of(test)
    assert (told["status"], told["meta"]["lastUpdated"] > before) == ("corrected", True)
    assert told["issued"] > final["issued"]
    assert {f"Observation/{line.pk}" for line in test.report.lines.all()} & set(led_to(told["result"])) == set()
    assert {f"Observation/{line.pk}" for line in corrected.lines.all()} <= set(led_to(told["result"]))
    thrown_away.refresh_from_db()
    drug_tests.cancel_test(
        by=desk.by, test=thrown_away, version=thrown_away.version, reason="The device failed", at=AT + 4 * HOUR
    )
    assert told_of(thrown_away)["status"] == "cancelled"
    half = made.screen(desk, test=made.collect(desk, made.order(desk, panel=desk.small, at=AT + 4 * HOUR), at=AT + 4 * HOUR), at=AT + 4 * HOUR)  # fmt: skip
    unread = made.collect(desk, made.order(desk, episode=other_of(desk), at=AT + 4 * HOUR), at=AT + 4 * HOUR)
    sent = made.send(desk, unread, at=AT + 4 * HOUR, accession="FW-2002")
    answers = {
        "registered": {sent.pk}, "partial": {half.pk}, "corrected": {test.pk}, "cancelled": {thrown_away.pk}, "final": set(),
        "entered-in-error": set(),
    }  # fmt: skip
    for status, expected in answers.items():
        answer = caller.get(f"{BASE}/DiagnosticReport", {"status": status})
        assert ids(answer) == {str(pk) for pk in expected}, status
        assert {each["status"] for each in found(answer)} <= {status}
    assert ids(caller.get(f"{BASE}/DiagnosticReport", {"status:not": "corrected,partial"})) == {
        str(sent.pk), str(thrown_away.pk),
    }  # fmt: skip


def test_a_sample_that_cannot_be_used_says_so(desk):
    test = made.screen(desk, checks=replace(GOOD, creatinine=Decimal("0.8")))
    told = told_of(test, "Specimen")
    assert told["status"] == "unsatisfactory"
    assert (told["condition"][0]["coding"][0]["code"], told["condition"][0]["text"]) == (
        "invalid", "Screen (point of care): Invalid",
    )  # fmt: skip
    fine = made.screen(desk, test=made.collect(desk, made.order(desk, panel=desk.small)))
    assert ids(calling().get(f"{BASE}/Specimen", {"status": "unsatisfactory"})) == {str(test.pk)}
    assert ids(calling().get(f"{BASE}/Specimen", {"status": "available"})) == set()
    assert "status" not in told_of(fine, "Specimen")


def test_searches_that_us_core_asks_of_a_server(desk, at):
    test = made.report(desk, made.send(desk, made.screen(desk, Analyte.COCAINE)), Analyte.COCAINE)
    spat = made.collect(desk, made.order(desk, panel=desk.oral, episode=other_of(desk)))
    mouth = made.screen(desk, test=spat, checks=NOT_CHECKED)
    mine, theirs = desk.client.pk, other_of(desk).client_id
    caller, clinic = calling(), Organization.objects.get()
    line, replaced = test.report.lines.first(), make_site()
    for kind, asked, expected in [
        ("DiagnosticReport", {"_id": test.pk}, {test}),
        ("DiagnosticReport", {"patient": mine}, {test}),
        ("DiagnosticReport", {"subject": f"Patient/{theirs}"}, {mouth}),
        ("DiagnosticReport", {"patient": mine, "category": LAB}, {test}),
        ("DiagnosticReport", {"patient": mine, "category": "LP29684-5"}, set()),
        ("DiagnosticReport", {"patient": mine, "code": TOXICOLOGY}, {test}),
        ("DiagnosticReport", {"patient": mine, "code": "urn:iop:report|drug-test"}, {test}),
        ("DiagnosticReport", {"patient": mine, "code": "http://loinc.org|drug-test"}, set()),
        ("DiagnosticReport", {"patient": mine, "code": f"{TOXICOLOGY},x", "date": "ge2026-03-02"}, {test}),
        ("DiagnosticReport", {"patient": mine, "category": "LAB", "date": "lt2026-03-02"}, set()),
        ("DiagnosticReport", {"patient": mine, "category": "LAB", "date": ["ge2026-03-02", "lt2026-03-03"]}, {test}),
        ("DiagnosticReport", {"patient": mine, "status": "final,corrected"}, {test}),
        ("DiagnosticReport", {"issued": "gt2026-03-02"}, set()),
        ("DiagnosticReport", {"issued": "ge2026-03-02"}, {test, mouth}),
        ("DiagnosticReport", {"identifier": f"urn:iop:drug-test|{test.pk}"}, {test}),
        ("DiagnosticReport", {"result": f"Observation/{line.pk}"}, {test}),
        ("DiagnosticReport", {"result": replaced.pk}, set()),
        ("DiagnosticReport", {"specimen": mouth.pk}, {mouth}),
        ("DiagnosticReport", {"performer": f"Practitioner/{desk.counselor.pk}"}, {test, mouth}),
        ("DiagnosticReport", {"performer": clinic.pk, "patient": mine}, {test}),
        ("DiagnosticReport", {"results-interpreter": desk.counselor.pk}, set()),
        ("DiagnosticReport", {"_lastUpdated": "ge2026-03-02"}, {test, mouth}),
        ("DiagnosticReport", {"_lastUpdated": "lt2026-03-02"}, set()),
        ("Specimen", {"_id": test.pk}, {test}),
        ("Specimen", {"patient": mine}, {test}),
        ("Specimen", {"type": URINE}, {test}),
        ("Specimen", {"type": "441620008"}, {mouth}),
        ("Specimen", {"collected": "2026-03-02"}, {test, mouth}),
        ("Specimen", {"collector": desk.counselor.pk, "patient": theirs}, {mouth}),
        ("Specimen", {"accession": "FW-1001"}, {test}),
        ("Specimen", {"accession": "urn:iop:accession|"}, set()),
        ("Specimen", {"identifier": "urn:iop:custody-form|"}, set()),
        ("Specimen", {"identifier": test.pk}, {test}),
        ("Observation", {"specimen": f"Specimen/{mouth.pk}", "code": Analyte.THC}, None),
    ]:  # fmt: skip
        answer = caller.get(f"{BASE}/{kind}", asked, headers={"Prefer": "handling=strict"})
        if expected is None:
            assert led_to([each["specimen"] for each in found(answer)]) == [f"Specimen/{mouth.pk}"]
        else:
            assert ids(answer) == {str(each.pk) for each in expected}, (kind, asked)
        check(answer.json())


def test_lines_sample_client_and_who_wrote_it_come_along(desk):
    test = made.screen(desk, Analyte.COCAINE)
    named = [f"DiagnosticReport:{name}" for name in ("patient", "result", "specimen", "performer")]
    answer = calling().get(f"{BASE}/DiagnosticReport", {"_include": named, "_revinclude": "Provenance:target"})
    check(answer.json())
    along = found(answer, "include")
    assert {each["resourceType"] for each in along} == {
        "Patient", "Observation", "Specimen", "Practitioner", "Organization", "Provenance",
    }  # fmt: skip
    written = {each["id"]: each for each in along if each["resourceType"] == "Provenance"}
    assert set(written) == {str(test.pk), str(test.result.pk)}
    assert led_to(written[str(test.result.pk)]["target"]) == [f"DiagnosticReport/{test.pk}"]
    assert led_to(written[str(test.pk)]["target"]) == [f"Specimen/{test.pk}", f"DiagnosticReport/{test.pk}"]
    assert {each["agent"][0]["who"]["reference"] for each in written.values()} == {f"Practitioner/{desk.counselor.pk}"}
    # Without the scope of the lines they stay out, and their numbers alone are named.
    narrow = calling("system/DiagnosticReport.rs").get(f"{BASE}/DiagnosticReport", {"_include": named})
    assert found(narrow, "include") == []
    assert calling("system/Observation.rs").get(f"{BASE}/DiagnosticReport/{test.pk}").status_code == 403
    assert calling("system/DiagnosticReport.rs").get(f"{BASE}/Specimen/{test.pk}").status_code == 403


def test_a_consent_without_drug_tests_opens_none_and_one_with_them_opens_that_client_alone(desk):
    mine = made.screen(desk, Analyte.COCAINE)
    theirs = made.screen(desk, test=made.collect(desk, made.order(desk, episode=other_of(desk))))
    hospital, court = make_party(PartyKind.PROVIDER, name="City Hospital"), make_party(PartyKind.PROVIDER, name="Elm")
    every_other = sorted(set(Information.values) - {Information.DRUG_TESTS, Information.COUNSELING_NOTES})
    make_consent(desk.client, party=court, information=every_other)
    make_consent(desk.client, party=hospital, information=[Information.CONTACT, Information.DRUG_TESTS])
    without, with_them = calling(party=court), calling(party=hospital)
    for kind in KINDS:
        assert ids(without.get(f"{BASE}/{kind}")) == set()
        assert without.get(f"{BASE}/{kind}/{mine.pk}").json() == without.get(f"{BASE}/{kind}/{desk.site.pk}").json()
        assert ids(with_them.get(f"{BASE}/{kind}")) == {str(mine.pk)}
        assert with_them.get(f"{BASE}/{kind}/{theirs.pk}").status_code == 404
    told = {each["resourceType"] for each in found(without.get(f"{BASE}/Patient/{desk.client.pk}/$everything", {"_count": 200}))}  # fmt: skip
    assert told & set(KINDS) == set()
    traced = found(without.get(f"{BASE}/Provenance", {"_count": 200}))
    assert not {each.partition("/")[0] for one in traced for each in led_to(one["target"])} & {*KINDS, "Observation"}
    answer = with_them.get(f"{BASE}/DiagnosticReport/{mine.pk}")
    assert answer["Redisclosure-Notice"].startswith("42 CFR part 2")
    row = Disclosure.objects.filter(recipient_name="City Hospital").latest("created_at")
    assert (row.client, row.ground, row.information) == (desk.client, "consent", [Information.DRUG_TESTS])
    codes = {label["code"] for label in answer.json()["meta"]["security"]}
    assert codes == {"R", "42CFRPart2", "SUD", "NORDSCLCD"}


def test_nobody_learns_from_a_report_what_is_of_another_kind(desk):
    """How a result fits is reckoned from medications and from what was said before: neither is of the kind drug tests."""
    made.medication(desk, "buprenorphine")
    collected = made.collect(desk, use="used", substances=["cocaine"], words="On Saturday, at my brother's.")
    test = made.screen(desk, Analyte.BUPRENORPHINE, Analyte.COCAINE, test=collected)
    drug_tests.review_test(
        by=desk.by, test=test, version=test.version, outcome="talked", note="Called a friend on Sunday.", at=AT
    )
    for kind in KINDS:
        text = json.dumps(told_of(test, kind)).lower()
        for word in ("brother", "friend on sunday", "8 mg", "explained", "as_told", "expected", made.WHY.lower()):
            assert word not in text, (kind, word)


@pytest.mark.parametrize("role", [each.key for each in STARTING_ROLES])
def test_colleagues_read_them_where_their_role_reads_drug_tests(desk, client, role):
    test = made.screen(desk)
    reads = any(each.key == role and "tests.view" in each.permissions for each in STARTING_ROLES)
    sign_in(client, make_staff(role, site=desk.site))
    for kind in KINDS:
        answer = client.get(f"{BASE}/{kind}")
        assert answer.status_code == (200 if reads else 403), role
        if reads:
            assert ids(answer) == {str(test.pk)}
        assert client.get(f"{BASE}/{kind}/{test.pk}").status_code == (200 if reads else 403)
    assert Disclosure.objects.count() == 0


def test_other_sites_and_restricted_charts_are_not_there(desk, client):
    test = made.screen(desk)
    sign_in(client, make_staff("counselor", site=make_site()))
    assert client.get(f"{BASE}/DiagnosticReport/{test.pk}").status_code == 404
    sign_in(client, make_staff("counselor", site=desk.site))
    Client.objects.filter(pk=desk.client.pk).update(is_restricted=True, restricted_reason="A colleague's relative")
    for kind in KINDS:
        assert client.get(f"{BASE}/{kind}/{test.pk}").status_code == 404
        assert ids(client.get(f"{BASE}/{kind}")) == set()


def test_a_clients_app_reads_their_own_by_scope_and_category(desk):
    mine = made.screen(desk)
    theirs = made.screen(desk, test=made.collect(desk, made.order(desk, episode=other_of(desk))))
    whole = own_app(desk.client, f"patient/DiagnosticReport.rs?category={LAB}")
    assert ids(whole.get(f"{BASE}/DiagnosticReport")) == {str(mine.pk)}
    assert whole.get(f"{BASE}/DiagnosticReport/{theirs.pk}").status_code == 404
    assert whole.get(f"{BASE}/Specimen").status_code == 403


def test_a_category_that_no_report_has_opens_nothing(desk):
    made.screen(desk)
    scope = "patient/DiagnosticReport.rs?category=http://loinc.org|LP29684-5"
    assert ids(own_app(desk.client, scope).get(f"{BASE}/DiagnosticReport")) == set()


def test_they_are_in_everything_in_exports_and_in_the_clients_archive(desk):
    test = made.screen(desk)
    caller = calling()
    everything = found(caller.get(f"{BASE}/Patient/{desk.client.pk}/$everything", {"_count": 200}))
    assert {each["resourceType"] for each in everything if each["id"] == str(test.pk)} == {*KINDS, "Provenance"}
    asked = caller.get(f"{BASE}/$export", {"_type": ",".join(KINDS)}, headers={"Prefer": "respond-async"})
    make_exports()
    manifest = caller.get(asked["Content-Location"].partition("testserver")[2]).json()
    assert {each["type"]: each["count"] for each in manifest["output"]} == dict.fromkeys(KINDS, 1)
    [(path, content)] = files(desk.client, [Information.DRUG_TESTS], {}, AT)[0].items()
    kept = [entry["resource"] for entry in json.loads(content)["entry"]]
    assert path == "fhir/bundle.json"
    assert [fault for each in kept for fault in faults(each)] == []
    assert {f"{each['resourceType']}/{each['id']}" for each in kept} >= {f"{kind}/{test.pk}" for kind in KINDS}
    some = files(desk.client, [Information.MEASURES], {}, AT)[0]["fhir/bundle.json"]
    assert str(test.pk) not in some.decode()


def test_a_page_costs_the_same_for_one_report_as_for_many(desk):
    caller, numbers = calling(), {}
    test = made.screen(desk)
    made.report(desk, made.send(desk, test))
    for many in (1, 5):
        if many > 1:
            for number in range(4):
                panel = (desk.small, desk.oral, desk.breath, desk.cup)[number]
                made.screen(desk, test=made.collect(desk, made.order(desk, panel=panel)), checks=NOT_CHECKED)
        for kind in KINDS:
            with Counted() as statements:
                assert len(found(caller.get(f"{BASE}/{kind}"))) == many
            numbers.setdefault(kind, []).append(statements.number)
    for kind, (few, more) in numbers.items():
        assert more <= few, (kind, few, more)


def test_what_is_said_of_them_stands_in_the_statement(desk):
    rest = calling().get(f"{BASE}/metadata").json()["rest"][0]
    offered = {each["type"]: each for each in rest["resource"]}
    for kind in KINDS:
        assert offered[kind]["supportedProfile"] == list(specs()[kind].profiles)
        assert offered[kind]["searchRevInclude"] == ["Provenance:target"]
    assert "DiagnosticReport:result" in offered["DiagnosticReport"]["searchInclude"]
    assert "Observation:specimen" in offered["Observation"]["searchInclude"]
    scopes = calling().get(f"{BASE}/.well-known/smart-configuration").json()["scopes_supported"]
    assert {f"{context}/{kind}.rs" for context in ("patient", "user", "system") for kind in KINDS} <= set(scopes)
    assert f"patient/DiagnosticReport.rs?category={LAB}" in scopes
