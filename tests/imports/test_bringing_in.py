"""A file of clients is looked through, then brought in whole, and nobody twice."""

import datetime as dt

import pytest

from clients.import_choices import ImportStatus, RowOutcome
from clients.models import Client, ContactPoint, Episode, ImportedRow
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed, Refusal, Stale
from iop.workflows.importing import bringing, reading, removing
from iop.workflows.importing.receiving import bring_in, change_mapping, withdraw
from tests.factories import clients as make
from tests.factories.imports import people, received, table

pytestmark = pytest.mark.django_db

AT = make.AT


@pytest.fixture
def site():
    return make.make_site()


def outcomes(run):
    return list(run.rows.order_by("position").values_list("position", "outcome"))


def bring(run, by=SYSTEM, at=AT, **decided):
    run.refresh_from_db()
    bring_in(by=by, run=run, version=run.version, at=at, **decided)
    run.refresh_from_db()
    return run


def test_a_look_brings_nobody_in_and_names_what_nobody_reads(site):
    run = received(site, table(*people(3)), AT)
    assert (run.status, run.counts) == (ImportStatus.READY, {"new": 3})
    assert run.mapping["columns"] == {
        "0": "external_id", "1": "first_name", "2": "last_name", "3": "date_of_birth", "4": "sex", "5": "phone", "6": "email",
    }  # fmt: skip
    assert not Client.objects.exists()


def test_bringing_in_opens_charts_with_an_inquiry_through_the_usual_action(site):
    actor = make.make_actor(site, "intake")
    run = bring(received(site, table(*people(2)), AT, by=actor), by=actor)
    assert (run.status, run.counts) == (ImportStatus.DONE, {"made": 2})
    assert Episode.objects.filter(site=site, status="inquiry").count() == 2
    assert ContactPoint.objects.filter(kind="phone").count() == 2
    registered = AuditEvent.objects.filter(verb="clients.registered")
    assert {event.actor_id for event in registered} == {actor.staff_id}
    assert run.rows.filter(client__isnull=False, outcome=RowOutcome.MADE).count() == 2


def test_the_same_file_again_brings_nobody_in_twice(site):
    content = table(*people(3))
    bring(received(site, content, AT))
    again = received(site, content, AT, source="oldchart")
    assert again.counts == {"known": 3}
    assert bring(again).counts == {"known": 3}
    assert Client.objects.count() == 3


def test_a_person_brought_in_between_the_look_and_the_bringing_is_not_made_twice(site):
    first, second = received(site, table(*people(2)), AT), received(site, table(*people(2)), AT)
    assert second.counts == {"new": 2}
    bring(first)
    assert bring(second).counts == {"known": 2}
    assert Client.objects.count() == 2


def test_without_a_number_somebody_is_known_again_by_name_and_birth_date(site):
    headings = ("first", "last", "dob")
    content = table(("Ann", "Lee", "3/4/1985"), headings=headings)
    bring(received(site, content, AT))
    assert received(site, table(("ANN", "lee", "1985-03-04"), headings=headings), AT).counts == {"known": 1}


def test_what_the_chart_says_otherwise_is_told_and_not_changed(site):
    bring(received(site, table(("7", "Ann", "Lee", "1985-03-04", "F", "", "", "")), AT))
    again = received(site, table(("7", "Anna", "Lee", "1985-03-05", "F", "", "", "")), AT)
    assert again.rows.get().problems == [["known", ""], ["differs", "first_name"], ["differs", "date_of_birth"]]
    bring(again)
    assert Client.objects.get().legal_first_name == "Ann"


def test_every_fault_is_told_with_its_row_and_field(site):
    run = received(
        site,
        table(
            ("1", "", "Lee", "1985-03-04", "F", "", "", ""),
            ("2", "Bo", "Lin", "3/4/85", "F", "", "", ""),
            ("3", "Cy", "Moe", "2099-01-01", "F", "", "", ""),
            ("4", "Di", "Nye", "1985-03-04", "purple", "12", "nobody", ""),
            ("4", "El", "Orr", "1985-03-04", "F", "", "", ""),
        ),
        AT,
    )
    assert {row.position: row.problems for row in run.rows.all()} == {
        2: [["needed", "first_name"]],
        3: [["not_a_date", "date_of_birth"]],
        4: [["not_born", "date_of_birth"]],
        5: [["sex", "sex"], ["phone", "phone"], ["email", "email"]],
        6: [["double", "external_id"]],
    }
    assert run.counts == {"faulty": 3, "new": 1, "double": 1}


def test_faulty_rows_keep_the_file_out_unless_they_are_left_out(site):
    run = received(site, table(("1", "", "Lee", "1985-03-04", "", "", "", ""), *people(1)), AT)
    with pytest.raises(Conflict, match="Some rows cannot be used"):
        bring(run)
    assert not Client.objects.exists()
    assert bring(run, leave_faulty_out=True).counts == {"left_out": 1, "made": 1}


def test_somebody_who_looks_like_a_client_is_left_out_unless_said_otherwise(site):
    known = make.make_client(site)
    person = ("9", known.legal_first_name, known.legal_last_name, known.date_of_birth.isoformat(), "", "", "", "")
    run = received(site, table(person, *people(1)), AT)
    row = run.rows.get(position=2)
    assert (row.outcome, row.problems, row.client) == (RowOutcome.ALIKE, [["alike", ""]], known)
    assert bring(run).counts == {"left_out": 1, "made": 1}
    again = received(site, table(person), AT)
    assert bring(again, bring_alike=True).counts == {"made": 1}
    assert Client.objects.filter(legal_last_name=known.legal_last_name).count() == 2


def test_nothing_is_half_imported_when_one_row_fails(site, monkeypatch):
    run = received(site, table(*people(5)), AT)
    real, calls = bringing.register_client, []

    def third_fails(**values):
        calls.append(1)
        if len(calls) == 3:
            raise Invalid("no")
        return real(**values)

    monkeypatch.setattr(bringing, "register_client", third_fails)
    with pytest.raises(Conflict, match="Read the file again"):
        bring(run)
    run.refresh_from_db()
    assert (Client.objects.count(), run.status) == (0, ImportStatus.READY)


def test_a_file_that_is_not_the_one_looked_at_is_refused(site):
    run = received(site, table(*people(2)), AT)
    storage, name = run.file.file.storage, run.file.file.name
    storage.delete(name)
    from django.core.files.base import ContentFile

    storage.save(name, ContentFile(table(*people(3))))
    with pytest.raises(Conflict, match="not the one that was looked through"):
        bring(run)


def test_a_look_holds_for_a_day(site):
    run = received(site, table(*people(1)), AT)
    with pytest.raises(Conflict, match="more than a day"):
        bring(run, at=AT + dt.timedelta(hours=25))


def test_the_later_of_two_people_gets_a_sentence(site):
    run = received(site, table(*people(1)), AT)
    version = run.version
    bring_in(by=SYSTEM, run=run, version=version, at=AT)
    with pytest.raises(Stale, match="Somebody else decided"):
        bring_in(by=SYSTEM, run=run, version=version, at=AT)
    assert Client.objects.count() == 1


def test_the_mapping_is_changed_and_the_file_read_again(site):
    content = table(("Lee", "Ann", "4.3.1985"), headings=("A", "B", "C"))
    run = received(site, content, AT)
    assert run.counts == {"faulty": 1}
    with pytest.raises(Invalid, match="first and the last name"):
        change_mapping(by=SYSTEM, run=run, version=run.version, columns={"0": "last_name"}, dates="mdy", at=AT)
    run.refresh_from_db()
    columns = {"0": "last_name", "1": "first_name", "2": "date_of_birth"}
    change_mapping(by=SYSTEM, run=run, version=run.version, columns=columns, dates="dmy", at=AT)
    run.refresh_from_db()
    assert run.counts == {"new": 1}
    bring(run)
    assert Client.objects.get().date_of_birth == dt.date(1985, 3, 4)


def test_a_long_file_is_read_and_brought_in_by_the_tasks(site, monkeypatch):
    monkeypatch.setattr("iop.workflows.importing.receiving.READ_AT_ONCE", 10)
    monkeypatch.setattr("iop.workflows.importing.receiving.BRING_AT_ONCE", 1)
    run = received(site, table(*people(3)), AT)
    assert run.status == ImportStatus.WAITING
    assert reading.read_waiting(at=AT) == 1
    run = bring(run)
    assert (run.status, Client.objects.count()) == (ImportStatus.ASKED, 0)
    assert bringing.bring_waiting(at=AT) == 1
    assert bringing.bring_waiting(at=AT) == 0
    run.refresh_from_db()
    assert (run.status, run.counts) == (ImportStatus.DONE, {"made": 3})


def test_what_a_task_cannot_bring_in_goes_back_with_the_reason(site, monkeypatch):
    monkeypatch.setattr("iop.workflows.importing.receiving.BRING_AT_ONCE", 0)
    run = bring(received(site, table(*people(2)), AT))
    monkeypatch.setattr(bringing, "require_unchanged", lambda run: (_ for _ in ()).throw(Refusal("Hand it in again.")))
    bringing.bring_waiting(at=AT)
    run.refresh_from_db()
    assert (run.status, run.refusal, Client.objects.count()) == (ImportStatus.READY, "Hand it in again.", 0)


def test_a_file_whose_reading_fails_keeps_no_other_from_being_read(site, monkeypatch):
    monkeypatch.setattr("iop.workflows.importing.receiving.READ_AT_ONCE", 0)
    broken = received(site, table(*people(1)), AT - dt.timedelta(minutes=1))
    whole = received(site, table(*people(2)), AT)
    real = reading._read

    def fails(run, at, decided):
        if run.pk == broken.pk:
            raise ZeroDivisionError
        real(run, at, decided)

    monkeypatch.setattr(reading, "_read", fails)
    with pytest.raises(ZeroDivisionError):
        reading.read_waiting(at=AT)
    assert reading.read_waiting(at=AT) == 1
    broken.refresh_from_db()
    whole.refresh_from_db()
    assert (broken.status, whole.status) == (ImportStatus.REFUSED, ImportStatus.READY)
    assert "Tell whoever runs the system" in broken.refusal


def test_bringing_in_that_fails_for_another_reason_goes_back_too(site, monkeypatch):
    monkeypatch.setattr("iop.workflows.importing.receiving.BRING_AT_ONCE", 0)
    run = bring(received(site, table(*people(2)), AT))
    monkeypatch.setattr(bringing, "register_client", lambda **values: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bringing.bring_waiting(at=AT)
    run.refresh_from_db()
    assert (run.status, Client.objects.count()) == (ImportStatus.READY, 0)
    assert "Bringing in failed" in run.refusal
    assert bringing.bring_waiting(at=AT) == 0


def test_somebody_registered_by_hand_since_the_look_gets_no_second_chart(site):
    run = received(site, table(("1", "Ann", "Lee", "1985-03-04", "", "", "", "")), AT)
    make.make_client(site, legal_first_name="Ann", legal_last_name="Lee", date_of_birth=dt.date(1985, 3, 4))
    with pytest.raises(Conflict, match="row 2"):
        bring(run)
    assert Client.objects.count() == 1


def test_a_file_is_removed_when_its_time_is_up_and_people_stay_known(site, settings):
    content = table(*people(2))
    run = bring(received(site, content, AT))
    name, storage = run.file.file.name, run.file.file.storage
    assert removing.remove_ended(at=AT + dt.timedelta(days=settings.IMPORT_FILE_DAYS - 1)) == 0
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        assert removing.remove_ended(at=AT + dt.timedelta(days=settings.IMPORT_FILE_DAYS)) == 1
    assert not storage.exists(name)
    assert set(ImportedRow.objects.values_list("values", flat=True)) == {""}
    run.file.refresh_from_db()
    assert run.file.file.name == ""
    assert received(site, content, AT).counts == {"known": 2}


def test_only_those_who_may_bring_people_in(site):
    with pytest.raises(NotAllowed):
        received(site, table(*people(1)), AT, by=make.make_actor(site, "counselor"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7\0\0", "This is no table"),
        (b'{"resourceType": "Patient"}', "no FHIR bundle"),
        (b'{"resourceType": "Bundle", "entry": [{"resource": {', "no JSON, or it was cut off"),
        (b'{"resourceType": "Bundle", "entry": []}', "holds no Patient"),
        (b"first,last,dob\n", "nobody below"),
        (b"Ann,Lee,1985-03-04\nBo,Lin,1990-01-01\n", "seems to be about a person"),
        (b'first,last,dob\n"Ann,Lee,1985-03-04\n', "Line"),
    ],
)
def test_what_is_no_such_file_is_refused_in_a_sentence(site, content, words):
    try:
        said = received(site, content, AT).refusal
    except Refusal as refusal:
        said = str(refusal)
    assert words in said


def test_a_file_put_aside_is_not_brought_in(site):
    run = received(site, table(*people(1)), AT)
    withdraw(by=SYSTEM, run=run, version=run.version, at=AT)
    with pytest.raises(Refusal):
        bring(run)


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_other_separators_and_encodings_are_read(site, separator):
    content = separator.join(["first", "last", "dob"]) + "\n" + separator.join(["José", "Muñoz", "1985-03-04"]) + "\n"
    run = received(site, content.encode("cp1252"), AT)
    bring(run)
    assert Client.objects.get().legal_last_name == "Muñoz"
