"""Every administrative resource of a lived-in clinic: as published, whole, and about one client at a time."""

import datetime as dt
from types import SimpleNamespace

import pytest

from clients.actions import assign_care_team
from clients.models import RelatedPerson, Relationship
from iop.clinic.models import Organization, SiteRole
from iop.fhir.registry import specs
from scheduling import actions as scheduling
from tests.factories import days
from tests.factories.billing import make_coverage, make_identity
from tests.factories.fhir import BASE, calling, found, ids
from tests.fhir.checking import check

pytestmark = pytest.mark.django_db
AFTER = dt.datetime(2026, 3, 2, 23, 0, tzinfo=dt.UTC)


@pytest.fixture
def world(at):
    """A closed treatment day of two clients, a meeting one of them came to, their cover, sister and counselor."""
    at(days.NINE)
    clinic = days.make_closed(people=2)
    one, other = [line.client for line in clinic.lines]
    episode = clinic.lines[0].episode
    identity = make_identity(clinic.site)
    meeting = scheduling.book_appointment(
        by=clinic.by_director, kind="individual", client=one, staff=clinic.counselor, site_id=clinic.site.pk,
        starts_at=AFTER - dt.timedelta(hours=3), ends_at=AFTER - dt.timedelta(hours=2), at=days.NINE,
    )  # fmt: skip
    at(AFTER)
    scheduling.set_appointment_status(
        by=clinic.by_director, appointment=meeting, version=meeting.version, status="completed", at=AFTER
    )
    assign_care_team(
        by=clinic.by_director, episode=episode, staff=clinic.counselor, role="primary_counselor", starts_on=days.TODAY,
        at=AFTER,
    )  # fmt: skip
    sister = RelatedPerson.objects.create(first_name="Mia", last_name="Lind", phone="+16175550101")
    kin = Relationship.objects.create(client=one, person=sister, role="Sister", is_emergency_contact=True)
    cover = make_coverage(one, group_number="G7")
    return SimpleNamespace(
        clinic=clinic,
        one=one,
        other=other,
        episode=episode,
        meeting=meeting,
        kin=kin,
        cover=cover,
        call=calling(),
        identity=identity,
    )


def test_every_resource_is_as_published_and_every_reference_leads_somewhere(world):
    told = {kind: found(world.call.get(f"{BASE}/{kind}", {"_count": 200})) for kind in specs()}
    for rows in told.values():
        for each in rows:
            check(each)
    administrative = (
        "Patient", "RelatedPerson", "Practitioner", "PractitionerRole", "Organization", "Location", "EpisodeOfCare",
        "Encounter", "Appointment", "CareTeam", "Coverage",
    )  # fmt: skip
    assert [kind for kind in administrative if not told[kind]] == []
    known = {f"{kind}/{each['id']}" for kind, rows in told.items() for each in rows}
    led_to = {text for rows in told.values() for each in rows for text in references(each)}
    assert led_to - known == set()


def references(value):
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for part in value.values():
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


def test_a_treatment_day_is_one_encounter_a_client_and_names_nobody_else(world):
    told = found(world.call.get(f"{BASE}/Encounter", {"patient": world.one.pk, "type": "treatment-day"}))
    assert len(told) == 1
    text = str(told[0])
    assert str(world.one.pk) in text
    assert str(world.other.pk) not in text
    both = found(world.call.get(f"{BASE}/Encounter", {"type": "treatment-day"}))
    numbers = [each["identifier"][1]["value"] for each in both]
    assert numbers == [str(world.clinic.session.pk)] * 2
    assert {each["class"]["code"] for each in both} == {"AMB"}
    assert {each["status"] for each in both} == {"finished"}
    assert told[0]["participant"][0]["individual"]["reference"] == f"Practitioner/{world.clinic.counselor.pk}"


def test_a_place_on_a_day_and_a_meeting_are_appointments_of_one_client(world):
    told = found(world.call.get(f"{BASE}/Appointment", {"patient": world.one.pk, "date": "2026-03-02"}))
    assert sorted(each["status"] for each in told) == ["fulfilled", "fulfilled"]
    actors = {part["actor"]["reference"] for each in told for part in each["participant"]}
    assert {each for each in actors if each.startswith("Patient/")} == {f"Patient/{world.one.pk}"}
    meeting = world.call.get(f"{BASE}/Encounter/{world.meeting.pk}").json()
    assert (meeting["status"], meeting["type"][0]["text"]) == ("finished", "Individual therapy")


def test_a_course_of_care_tells_how_it_came_to_its_status_and_its_levels(world):
    told = world.call.get(f"{BASE}/EpisodeOfCare/{world.episode.pk}").json()
    assert (told["status"], told["period"]["start"], told["type"][0]["coding"][0]["code"]) == (
        "active", "2026-03-02", "iop",
    )  # fmt: skip
    assert [each["status"] for each in told["statusHistory"]][-1] == "active"
    assert told["careManager"]["reference"] == f"Practitioner/{world.clinic.counselor.pk}"
    assert ids(world.call.get(f"{BASE}/EpisodeOfCare", {"type": "php"})) == set()


def test_a_cover_names_number_payer_group_and_plan(world):
    told = world.call.get(f"{BASE}/Coverage/{world.cover.pk}").json()
    assert (told["subscriberId"], told["status"], told["relationship"]["coding"][0]["code"]) == (
        world.cover.member_number, "active", "self",
    )  # fmt: skip
    assert [each["type"]["coding"][0]["code"] for each in told["class"]] == ["group", "plan"]
    payer = world.call.get(f"{BASE}/{told['payor'][0]['reference']}").json()
    assert payer["name"] == world.cover.plan.payer.name


def test_searches_that_us_core_asks_of_a_server(world):
    one, call = world.one, world.call
    person, ours = world.clinic.counselor, Organization.objects.get()
    role = SiteRole.objects.get(staff=person)
    line = next(each for each in world.clinic.lines if each.client_id == one.pk)
    for kind, asked, expected in [
        ("Encounter", {"_id": line.pk}, {line.pk}),
        ("Encounter", {"patient": f"Patient/{one.pk}", "date": "ge2026-03-02"}, {line.pk, world.meeting.pk}),
        ("Encounter", {"patient": one.pk, "date": "lt2026-03-02"}, set()),
        ("Encounter", {"patient": one.pk, "date": "2026-03-02", "class": "VR"}, set()),
        ("Encounter", {"patient": one.pk, "status": "finished"}, {line.pk, world.meeting.pk}),
        ("Encounter", {"patient": one.pk, "status": "in-progress,arrived"}, set()),
        (
            "Encounter",
            {"patient": one.pk, "service-provider": ours.pk},
            {line.pk, world.meeting.pk},
        ),
        ("Encounter", {"patient": one.pk, "service-provider": person.pk}, set()),
        ("CareTeam", {"patient": one.pk, "status": "active"}, {world.episode.pk}),
        ("CareTeam", {"patient": one.pk, "status": "inactive"}, set()),
        ("CareTeam", {"patient": one.pk, "role": "101YA0400X"}, {world.episode.pk}),
        ("CareTeam", {"patient": one.pk, "role": "urn:iop:care-role|therapist"}, set()),
        ("Coverage", {"patient": one.pk, "status:not": "cancelled,entered-in-error"}, {world.cover.pk}),
        ("Organization", {"identifier": f"http://hl7.org/fhir/sid/us-npi|{world.identity.npi}"}, {ours.pk}),
        ("Organization", {"identifier": world.identity.npi}, {ours.pk}),
        ("EpisodeOfCare", {"patient": one.pk, "organization": ours.pk}, {world.episode.pk}),
        ("PractitionerRole", {"practitioner": person.pk, "organization": ours.pk}, {role.pk}),
        ("PractitionerRole", {"practitioner": person.pk, "organization": person.pk}, set()),
        ("Organization", {"address": "Bosto"}, {ours.pk}),
        ("Organization", {"address": "Nowhere"}, set()),
        ("RelatedPerson", {"_id": world.kin.pk}, {world.kin.pk}),
        ("RelatedPerson", {"patient": one.pk}, {world.kin.pk}),
        ("Coverage", {"patient": one.pk}, {world.cover.pk}),
        ("Coverage", {"patient": one.pk, "status": "cancelled"}, set()),
        ("Practitioner", {"name": person.last_name}, {person.pk}),
        ("Practitioner", {"identifier": f"urn:iop:staff|{person.pk}"}, {person.pk}),
        ("Location", {"name": world.clinic.site.name}, {world.clinic.site.pk}),
        ("Organization", {"type": "pay"}, {world.cover.plan.payer_id}),
        ("PractitionerRole", {"practitioner": person.pk, "specialty": "x"}, set()),
        ("EpisodeOfCare", {"patient": one.pk, "status": "active"}, {world.episode.pk}),
        ("Appointment", {"practitioner": person.pk}, {world.meeting.pk}),
        ("Appointment", {"patient": one.pk, "date": "2026-03-02", "status": "booked,noshow,cancelled"}, set()),
    ]:
        answer = call.get(f"{BASE}/{kind}", asked)
        assert ids(answer) == {str(pk) for pk in expected}, (kind, asked)


def test_what_references_lead_to_comes_along_when_asked_for(world):
    answer = world.call.get(
        f"{BASE}/Encounter",
        {
            "patient": world.one.pk,
            "_include": [
                "Encounter:patient",
                "Encounter:participant",
                "Encounter:location",
                "Encounter:service-provider",
            ],
        },
    )
    along = found(answer, "include")
    assert {each["resourceType"] for each in along} == {"Patient", "Practitioner", "Location", "Organization"}
    assert [each["id"] for each in along if each["resourceType"] == "Patient"] == [str(world.one.pk)]
    narrow = calling("system/Encounter.rs").get(
        f"{BASE}/Encounter", {"patient": world.one.pk, "_include": "Encounter:patient"}
    )
    assert found(narrow, "include") == []


def test_when_a_row_last_changed_can_be_asked(world):
    line = world.clinic.lines[0]
    changed = world.call.get(f"{BASE}/Encounter/{line.pk}").json()["meta"]["lastUpdated"]
    assert changed.startswith("2026-03-02T")
    asked = {"patient": world.one.pk, "type": "treatment-day"}
    assert len(ids(world.call.get(f"{BASE}/Encounter", {**asked, "_lastUpdated": "ge2026-03-02"}))) == 1
    assert ids(world.call.get(f"{BASE}/Encounter", {**asked, "_lastUpdated": "gt2026-03-02"})) == set()
