"""Race, ethnicity, sex and death: told as US Core says, where the gate opens more than contact details, and never more."""

import datetime as dt
import json

import pytest

from clients.actions import contact
from clients.choices import Information, PartyKind, Sex
from clients.models import Disclosure, Episode
from iop.fhir.models import BulkExportFile
from iop.fhir.record import files
from iop.fhir.tasks import make_exports
from iop.reports.state_data import codes
from iop.reports.state_data.models import StateRecord
from tests.factories.clients import AT, make_admitted, make_client, make_staff
from tests.factories.fhir import BASE, calling, found, ids
from tests.factories.ground import sign_in
from tests.factories.privacy import make_consent, make_party
from tests.factories.scheduling import Counted
from tests.factories.state_data import ANSWERS, admit, make_house
from tests.fhir.checking import US_CORE, check

pytestmark = pytest.mark.django_db
CDC = "urn:oid:2.16.840.1.113883.6.238"
LATER = AT + dt.timedelta(hours=3)


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


@pytest.fixture
def house():
    return make_house()


def answer(episode, *, at=AT, kind="admission", **values):
    """What somebody answered for the state."""
    return StateRecord.objects.create(
        episode=episode, kind=kind, values={**ANSWERS, **values}, answered_at=at, status="complete"
    )


def patient(client, caller=None):
    told = (caller or calling()).get(f"{BASE}/Patient/{client.pk}").json()
    check(told)
    return told


def extension(told, name):
    """The parts of an extension of US Core, by their names; nothing when it isn't there."""
    found = [each for each in told.get("extension", []) if each["url"] == f"{US_CORE}us-core-{name}"]
    assert len(found) <= 1
    parts = {}
    for each in found[0]["extension"] if found else []:
        [value] = [part for key, part in each.items() if key != "url"]
        parts[each["url"]] = (value["system"], value["code"]) if isinstance(value, dict) else value
    return parts


@pytest.mark.parametrize(
    ("field", "word", "parts"),
    [
        ("race", "white", {"ombCategory": (CDC, "2106-3"), "text": "White"}),
        (
            "race",
            "american_indian",
            {"ombCategory": (CDC, "1002-5"), "detailed": (CDC, "1004-1"), "text": "American Indian"},
        ),
        ("race", "two_or_more", {"text": "Two or more races"}),
        (
            "race",
            "unknown",
            {"ombCategory": ("http://terminology.hl7.org/CodeSystem/v3-NullFlavor", "UNK"), "text": "Not known"},
        ),
        ("race", "not_collected", {}),
        (
            "ethnicity",
            "puerto_rican",
            {"ombCategory": (CDC, "2135-2"), "detailed": (CDC, "2180-8"), "text": "Puerto Rican"},
        ),
    ],
)
def test_an_answer_is_told_in_the_categories_of_omb_and_in_words(house, field, word, parts):
    episode = admit(house)
    answer(episode, **{field: word})
    assert extension(patient(episode.client), field) == parts


def test_every_word_of_the_list_has_a_code_or_is_told_in_words_alone():
    for field, alone in (("race", {"other_single", "two_or_more", "not_collected"}), ("ethnicity", {"not_collected"})):
        words = {word for word, _label in codes.native()[field]}
        told = codes.mappings()[f"us_core_{field}"]
        assert words - set(told) == alone
        assert {*told.values(), *codes.mappings()[f"us_core_{field}_detailed"].values()} <= set(
            codes.mappings()["us_core_names"]
        )


def test_a_clinics_own_word_is_told_as_its_own_data_says(house, tmp_path, settings):
    (tmp_path / "native_own.json").write_text(json.dumps({"lists": {"race": [["declined", "Asked, declined"]]}}))
    (tmp_path / "mappings_own.json").write_text(json.dumps({"us_core_race": {"declined": "ASKU"}}))
    episode = admit(house)
    answer(episode, race="declined")
    settings.STATE_DATA_DIRS = [str(tmp_path)]
    codes.forget()
    try:
        told = extension(patient(episode.client), "race")
    finally:
        settings.STATE_DATA_DIRS = []
        codes.forget()
    assert (told["ombCategory"][1], told["text"]) == ("ASKU", "Asked, declined")


def test_an_answer_goes_before_not_known_of_a_later_day(house):
    episode = admit(house)
    row = answer(episode, race="asian")
    later = answer(episode, at=LATER, kind="transfer", race="unknown")
    assert extension(patient(episode.client), "race")["text"] == "Asian"
    later.values = {**later.values, "race": "black"}
    later.save()
    assert extension(patient(episode.client), "race")["text"] == "Black or African American"
    StateRecord.objects.filter(pk=row.pk).update(answered_at=LATER + dt.timedelta(hours=1))
    assert extension(patient(episode.client), "race")["text"] == "Asian"


def test_whoever_may_be_told_of_contact_details_alone_is_told_of_nothing_else(house):
    episode, other = admit(house), admit(house)
    answer(episode)
    hospital = make_party(PartyKind.PROVIDER, name="City Hospital")
    make_consent(episode.client, party=hospital, information=[Information.CONTACT])
    make_consent(other.client, party=hospital, information=[Information.CONTACT, Information.ASSESSMENT])
    caller = calling(party=hospital)
    told = found(caller.get(f"{BASE}/Patient"))
    assert {each["id"] for each in told} == {str(episode.client_id), str(other.client_id)}
    assert "us-core-race" not in str(told)
    assert {tuple(row.information) for row in Disclosure.objects.all()} == {("contact",)}


def test_on_consent_to_the_assessment_race_is_told_and_the_accounting_says_so(house):
    episode = admit(house)
    answer(episode)
    hospital = make_party(PartyKind.PROVIDER, name="City Hospital")
    make_consent(episode.client, party=hospital, information=[Information.CONTACT, Information.ASSESSMENT])
    assert extension(patient(episode.client, calling(party=hospital)), "race")["text"] == "White"
    assert set(Disclosure.objects.get().information) == {"contact", "assessment"}


def test_that_somebody_died_is_told_to_whoever_may_know_how_the_stay_ended(house):
    episode = admit(house)
    assert "deceasedBoolean" not in patient(episode.client)
    Episode.objects.filter(pk=episode.pk).update(discharge_kind="deceased")
    hospital = make_party(PartyKind.PROVIDER, name="City Hospital")
    make_consent(episode.client, party=hospital, information=[Information.CONTACT])
    assert patient(episode.client)["deceasedBoolean"] is True
    assert "deceasedBoolean" not in patient(episode.client, calling(party=hospital))
    answer(episode)
    both = patient(episode.client)
    assert both["deceasedBoolean"] is True
    assert extension(both, "race")["text"] == "White"


def test_colleagues_are_told_who_keep_the_answers(client, house):
    episode = admit(house)
    answer(episode)
    for role, told in (("counselor", False), ("case_manager", True)):
        sign_in(client, make_staff(house.site, role))
        assert ("us-core-race" in client.get(f"{BASE}/Patient/{episode.client_id}").content.decode()) is told, role
        assert ids(client.get(f"{BASE}/Patient")) == {str(episode.client_id)}


@pytest.mark.parametrize(("sex", "code"), [(Sex.FEMALE, "248152002"), (Sex.MALE, "248153007"), (Sex.OTHER, None)])
def test_the_sex_on_record_is_told_as_such_and_not_as_the_one_at_birth(house, sex, code):
    told = patient(make_admitted(house.site, by=house.director, sex=sex).client)
    given = [each["valueCode"] for each in told.get("extension", []) if each["url"] == f"{US_CORE}us-core-sex"]
    assert given == ([code] if code else [])
    assert "birthsex" not in str(told)


def test_each_client_is_found_once_whatever_is_told_of_them(house):
    people = {str(admit(house).client_id) for _ in range(3)}
    answered = admit(house)
    answer(answered)
    died = admit(house)
    Episode.objects.filter(pk=died.pk).update(discharge_kind="deceased")
    caller, seen = calling(), []
    answer_ = caller.get(f"{BASE}/Patient", {"_count": 2})
    while True:
        seen += [each["id"] for each in found(answer_)]
        links = {each["relation"]: each["url"] for each in answer_.json()["link"]}
        if "next" not in links:
            break
        answer_ = caller.get(links["next"].removeprefix("http://testserver"))
    assert sorted(seen) == sorted({*people, str(answered.client_id), str(died.client_id)})


def test_answers_and_ways_to_reach_somebody_are_changes(house, at):
    episode = admit(house)
    before = patient(episode.client)["meta"]["lastUpdated"]
    at(LATER)
    answer(episode, at=LATER)
    then = patient(episode.client)["meta"]["lastUpdated"]
    assert then > before
    much_later = LATER + dt.timedelta(hours=3)
    at(much_later)
    point = contact.add_contact_point(
        by=house.director, client=episode.client, kind="phone", value="6175550142", at=much_later
    )
    added = patient(episode.client)["meta"]["lastUpdated"]
    assert added > then
    at(much_later + dt.timedelta(hours=1))
    contact.remove_contact_point(
        by=house.director, client=episode.client, contact_point_id=point.pk, at=much_later + dt.timedelta(hours=1)
    )
    assert patient(episode.client)["meta"]["lastUpdated"] > added


def test_statements_do_not_grow_with_answers(house):
    caller = calling()

    def counted():
        with Counted() as statements:
            assert found(caller.get(f"{BASE}/Patient", {"_count": 100}))
        return statements.number

    answer(admit(house))
    counted()
    before = counted()
    for _ in range(4):
        answer(admit(house))
    assert counted() == before


def test_an_export_keeps_apart_who_may_be_told_of_more(house):
    episode, other = admit(house), make_client(house.site)
    answer(episode)
    hospital = make_party(PartyKind.PROVIDER, name="City Hospital")
    make_consent(episode.client, party=hospital, information=[Information.CONTACT, Information.ASSESSMENT])
    make_consent(other, party=hospital, information=[Information.CONTACT])
    calling(party=hospital).get(f"{BASE}/$export", {"_type": "Patient"}, headers={"Prefer": "respond-async"})
    make_exports()
    kept = {tuple(each.clients): each.file.read().decode() for each in BulkExportFile.objects.all()}
    assert set(kept) == {(episode.client_id,), (other.pk,)}
    assert "us-core-race" in kept[(episode.client_id,)]


def test_a_clients_own_copy_tells_as_much_as_they_chose(house):
    episode = admit(house)
    answer(episode)

    def copied(*information):
        [(_path, content)] = files(episode.client, information, {}, AT)[0].items()
        return [
            each["resource"] for each in json.loads(content)["entry"] if each["resource"]["resourceType"] == "Patient"
        ]

    [whole] = copied(Information.CONTACT, Information.ASSESSMENT)
    [less] = copied(Information.CONTACT)
    assert extension(whole, "race")["text"] == "White"
    assert extension(less, "race") == {}
    assert copied(Information.SCHEDULE) == []
