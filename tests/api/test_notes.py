"""Group notes and progress notes over the API: the same rules as on the pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.signed_in import calling_as, patch, post, refused
from tests.factories import progress_notes as made
from tests.factories.api import calling_with
from tests.factories.privacy import make_party
from tests.therapy.world import World
from tests.therapy.writing import AT, signed, written

pytestmark = pytest.mark.django_db
GROUP, LINES, NOTES = "/api/v1/group-notes/", "/api/v1/group-note-lines/", "/api/v1/progress-notes/"


@pytest.fixture
def world(at):
    at(AT)
    return World()


@pytest.fixture
def day(world):
    return world.group(2)


@pytest.fixture
def room(world):
    return made.make_room(world)


def test_a_group_note_is_written_and_signed_by_its_author(world, day):
    session, roster = day
    mine = calling_as(world.counselor)
    note = post(mine, GROUP, {"session": str(session.pk)})
    place = f"{GROUP}{note['id']}/"
    note = patch(
        mine, place, {"version": note["version"], "shared_text": "We spoke of weekends.", "modalities": ["cbt"]}
    )
    for number, attendance in enumerate(roster):
        body = {"attendance": str(attendance.pk), "version": 0, "text": f"Spoke about evening {number}."}
        line = post(mine, f"{place}line/", body)
        assert (line["client"], line["text"]) == (str(attendance.client_id), body["text"])
    post(mine, f"{place}objectives/", {"attendance": str(roster[0].pk), "reason": "no_plan_yet"})
    note = post(mine, f"{place}sign/", {"version": note["version"]})
    assert note["status"] == "signed"
    rows = calling_with("notes:read").get(LINES, {"client": str(roster[0].client_id)}).json()["results"]
    assert [(row["text"], row["shared_text"], row["no_objective"]["reason"]) for row in rows] == [
        ("Spoke about evening 0.", "We spoke of weekends.", "no_plan_yet")
    ]


def test_a_draft_is_its_authors_and_no_keys(world, day):
    note = written(world, *day)
    for caller in (calling_as(world.supervisor), calling_with("notes:read")):
        assert caller.get(f"{GROUP}{note.pk}/").status_code == 404
        assert caller.get(LINES).json()["results"] == []
    assert len(calling_as(world.counselor).get(LINES, {"status": "draft"}).json()["results"]) == 2


def test_a_key_writes_no_note_and_is_told_why(world, day, room):
    key = calling_with("notes:write", "notes:read")
    session, roster = day
    said = refused(key, GROUP, {"session": str(session.pk)})
    assert said == (403, "Only a person can write a clinical note.")
    assert refused(key, NOTES, {"episode": str(room.episode.pk), "kind": "individual"})[0] == 403
    note = signed(world, session, roster)
    for verb, body in (
        ("cosign", {}), ("return", {"comment": "x"}), ("addenda", {"text": "x", "reason": "y"}), ("sign", {"version": 1}),
        ("line", {"attendance": str(roster[0].pk), "version": 1, "text": "x"}),
        ("objectives", {"attendance": str(roster[0].pk)}),
    ):  # fmt: skip
        assert refused(key, f"{GROUP}{note.pk}/{verb}/", body)[0] in (403, 409)
    line = note.lines.first()
    assert refused(key, f"{LINES}{line.pk}/entered-in-error/", {"reason": "x"})[0] == 403


def test_a_supervisor_returns_and_cosigns_a_group_note(world, day):
    intern = world.intern()
    note = signed(world, *day, staff=intern)
    boss, place = calling_as(world.supervisor), f"{GROUP}{note.pk}/"
    assert post(boss, f"{place}return/", {"comment": "Say more of the exercise."})["status"] == "awaiting"
    added = {"text": "We practised breathing.", "reason": "Asked for"}
    assert post(calling_as(intern), f"{place}addenda/", added)["addenda"][0]["text"] == added["text"]
    answer = post(boss, f"{place}cosign/", {"comment": ""})
    assert (answer["status"], [each["decision"] for each in answer["cosignatures"]]) == (
        "signed",
        ["returned", "signed"],
    )


def test_a_copy_in_the_wrong_chart_is_hidden_and_its_mark_is_read(world, day):
    note = signed(world, *day)
    line = note.lines.first()
    boss = calling_as(world.supervisor)
    mark = post(boss, f"{LINES}{line.pk}/entered-in-error/", {"reason": "Another person's line"})
    assert (mark["line"], mark["client"]) == (str(line.pk), str(line.client_id))
    assert str(line.pk) not in str(boss.get(LINES).json())
    assert len(boss.get("/api/v1/group-note-errors/").json()["results"]) == 1


def test_a_party_that_needs_consents_reads_no_shared_text(world, day):
    signed(world, *day)
    caller = calling_with("notes:read", party=make_party())
    assert caller.get(GROUP).json()["results"] == []


def test_a_progress_note_is_written_signed_and_added_to(room):
    mine = calling_as(room.staff)
    note = post(mine, NOTES, {"episode": str(room.episode.pk), "kind": "individual"})
    place = f"{NOTES}{note['id']}/"
    body = {
        "version": note["version"], "sections": [{"key": key, "text": text} for key, text in made.WORDS.items()],
        "starts_at": made.STARTS.isoformat(), "ends_at": made.ENDS.isoformat(), "risk": "none", "modalities": ["cbt"],
        "next_step": "Monday", "no_objective_reason": "no_plan_yet",
    }  # fmt: skip
    note = patch(mine, place, body)
    assert refused(mine, place, {**body, "next_step": "Tuesday"}, "patch")[0] == 409
    assert refused(mine, f"{place}sign/", {"version": 1})[0] == 409
    note = post(mine, f"{place}sign/", {"version": note["version"]})
    assert (note["status"], note["sections"][0]["text"]) == ("signed", made.WORDS["data"])
    assert (
        post(mine, f"{place}addenda/", {"text": "One more.", "reason": "Forgot"})["addenda"][0]["text"] == "One more."
    )
    assert refused(mine, place, method="delete")[0] in (403, 409)


def test_what_does_not_fit_keeps_nothing(room):
    mine, note = calling_as(room.staff), made.opened(room)
    body = {"version": 1, "next_step": "x", "starts_at": made.ENDS.isoformat(), "ends_at": made.STARTS.isoformat()}
    answer = mine.patch(f"{NOTES}{note.pk}/", body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "#/ends_at")
    assert made.again(note).next_step == ""


def test_a_draft_changes_its_layout_carries_words_and_is_thrown_away(room):
    mine, old, draft = calling_as(room.staff), made.signed(room), made.opened(room, kind="phone")
    place = f"{NOTES}{draft.pk}/"
    row = post(mine, f"{place}layout/", {"version": draft.version, "format": "soap"})
    assert row["format"] == "soap"
    row = post(mine, f"{place}carry-forward/", {"version": row["version"], "source": str(old.pk), "section": "plan"})
    assert [(each["note"], each["text"]) for each in row["carried"]] == [(str(old.pk), made.WORDS["plan"])]
    assert mine.delete(place).status_code == 204
    assert refused(mine, f"{place}take-over/")[0] == 404


def test_a_supervisor_answers_and_corrects_progress_notes(room):
    note, _ = made.waiting(room)
    boss, place = calling_as(room.supervisor), f"{NOTES}{note.pk}/"
    assert post(boss, f"{place}return/", {"comment": "More, please."})["status"] == "awaiting"
    assert post(boss, f"{place}cosign/")["status"] == "signed"
    assert post(boss, f"{place}entered-in-error/", {"reason": "Wrong chart"})["note"] == str(note.pk)
    assert boss.get(place).status_code == 404
    assert len(boss.get("/api/v1/progress-note-errors/").json()["results"]) == 1


def test_a_colleague_is_asked_beside_a_note_and_answers(room):
    note = made.signed(room)
    asked = post(
        calling_as(room.staff),
        f"{NOTES}{note.pk}/mentions/",
        {"staff": str(room.supervisor.pk), "question": "Your view?"},
    )
    mine = calling_as(room.supervisor)
    row = post(mine, f"/api/v1/note-mentions/{asked['id']}/answer/", {"answer": "I agree."})
    assert (row["answer"], bool(row["answered_at"])) == ("I agree.", True)
    assert calling_with("notes:read").get("/api/v1/note-mentions/").json()["results"] == []


def test_a_format_is_made_changed_and_taken_out_of_use(room):
    boss = calling_as(room.supervisor)
    body = {"name": "Ours", "sections": [{"label": "What happened"}]}
    first = post(boss, "/api/v1/note-formats/", body)
    second = post(boss, f"/api/v1/note-formats/{first['id']}/versions/", {**body, "name": "Ours 2", "number": 1})
    assert (second["key"], second["number"], second["name"]) == (first["key"], 2, "Ours 2")
    assert post(boss, f"/api/v1/note-formats/{second['id']}/use/", {"in_use": False})["is_active"] is False


def test_another_scope_writes_nothing(world, day):
    note = signed(world, *day)
    assert refused(calling_with("notes:read"), f"{GROUP}{note.pk}/cosign/")[0] == 403


def test_statements_of_a_list_do_not_grow(world):
    counted = []
    for people in (1, 4):
        session, roster = world.group(people)
        signed(world, session, roster)
        caller = calling_with("notes:read")
        with CaptureQueriesContext(connection) as seen:
            assert len(caller.get(LINES, {"session": str(session.pk)}).json()["results"]) == people
        counted.append(len(seen))
    assert counted[0] == counted[1]
