"""The pages about progress notes: what a form answers, what stands on the desk and in the chart, and how many statements it takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.timeline import lines
from iop.audit.models import AuditEvent
from tests.factories import progress_notes as made
from tests.factories.ground import sign_in
from tests.factories.progress_notes import AT, WORDS
from tests.therapy.world import wall
from therapy.actions import progress_notes as actions
from therapy.models import CarriedPassage, NoteFormat, NoteMention, ProgressNote

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1", "Accept": "application/json"}


@pytest.fixture
def room(at, client):
    at(AT)
    room = made.make_room()
    sign_in(client, room.staff)
    return room


def url(name, note):
    return reverse(name, args=[note.pk])


def typed(note, **change):
    return {
        "form": "write", "version": note.version, "on": "2026-03-02", "starts": "10:00", "ends": "10:50",
        "mode": "in_person", "modalities": ["cbt"], "risk": "none", "next_step": "Monday.",
        **{f"section-{key}": text for key, text in WORDS.items()}, **change,
    }  # fmt: skip


def body(answer):
    return answer.content.decode()


def test_a_note_is_begun_from_the_chart_written_read_and_signed(room, client):
    answer = client.post(reverse("client_note_new", args=[room.client.pk]), {"kind": "individual"})
    note = ProgressNote.objects.get()
    assert answer.url == url("progress_note_write", note)
    answer = client.post(answer.url, typed(note, then="sign"))
    assert answer.url == url("progress_note_sign", note)
    page = client.get(answer.url)
    assert WORDS["data"] in body(page)
    client.post(answer.url, {"read": page.context["read"]})
    assert made.again(note).status == "signed"


def test_a_save_by_itself_answers_when_and_which_version(room, client):
    note = made.opened(room)
    answer = client.post(url("progress_note_write", note), typed(note), headers=AUTOSAVE)
    assert answer.json() == {"saved_at": "12:00", "version": 2, "errors": {}}
    assert made.again(note).starts_at == wall(10)


def test_a_time_that_makes_no_sense_is_named_and_the_text_kept(room, client):
    note = made.opened(room)
    answer = client.post(url("progress_note_write", note), typed(note, starts="25:99"), headers=AUTOSAVE)
    assert set(answer.json()["errors"]) == {"starts"}
    assert made.again(note).contents == WORDS


def test_an_end_after_midnight_is_the_next_day(room, client):
    note = made.opened(room)
    client.post(url("progress_note_write", note), typed(note, on="2026-03-01", starts="23:30", ends="00:20"))
    assert (made.again(note).ends_at - made.again(note).starts_at).total_seconds() == 50 * 60


def test_two_windows_are_shown_both_texts(room, client):
    note = made.opened(room)
    first = typed(note, **{"section-data": "The first window"})
    second = typed(note, **{"section-data": "The second window"})
    client.post(url("progress_note_write", note), first, headers=AUTOSAVE)
    answer = client.post(url("progress_note_write", note), second, headers=AUTOSAVE)
    assert answer.status_code == 409
    assert answer.json()["theirs"]["section-data"] == "The first window"
    assert answer.json()["version"] == 2


def test_without_scripts_both_texts_come_back_in_the_page(room, client):
    note = made.opened(room)
    client.post(url("progress_note_write", note), typed(note, **{"section-data": "The first window"}))
    answer = client.post(url("progress_note_write", note), typed(note, **{"section-data": "The second window"}))
    assert answer.status_code == 409
    assert "The first window" in body(answer)
    assert "The second window" in body(answer)
    assert made.again(note).contents["data"] == "The first window"


def test_another_format_saves_what_stands_in_the_form_first(room, client):
    note = made.opened(room)
    client.post(url("progress_note_format", note), typed(note, format="birp"))
    assert made.again(note).format.key == "birp"
    assert WORDS["data"] in made.again(note).contents["behavior"]


def test_a_section_is_taken_over_and_marked_where_it_is_read(room, client):
    old = made.signed(room)
    note = made.opened(room)
    client.post(url("progress_note_carry", note), typed(note, carry=f"{old.pk}:plan", **{"section-plan": "New."}))
    assert CarriedPassage.objects.get().text == WORDS["plan"]
    assert made.again(note).contents["plan"] == f"New.\n\n{WORDS['plan']}"
    assert '<mark class="carried">' in body(client.get(url("progress_note_sign", note)))


def test_a_second_click_on_sign_leads_to_the_signed_note(room, client):
    note = made.written(room)
    for _click in range(2):
        answer = client.post(url("progress_note_sign", note), {})
        assert answer.url == url("progress_note", note)


def test_what_is_missing_links_to_its_field(room, client):
    note = made.written(room, values={"risk": ""})
    answer = client.get(url("progress_note_sign", note))
    assert f"{url('progress_note_write', note)}#risk" in body(answer)


def test_a_late_note_asks_why(room, client, at):
    note = made.written(room)
    at(wall(12).replace(day=9))
    assert client.post(url("progress_note_sign", note), {}).status_code == 400
    client.post(url("progress_note_sign", note), {"late_reason": "Was ill"})
    assert made.again(note).late_reason == "Was ill"


def test_a_draft_is_there_for_its_author_alone(room, client):
    note = made.written(room)
    sign_in(client, room.supervisor)
    assert client.get(url("progress_note", note)).status_code == 404
    assert client.post(url("progress_note_write", note), typed(note), headers=AUTOSAVE).status_code == 404


def test_a_supervisor_co_signs_from_the_page(room, client):
    note, _intern = made.waiting(room)
    sign_in(client, room.supervisor)
    assert room.client.short_name in body(client.get(reverse("notes_to_cosign")))
    client.post(url("progress_note_cosign", note), {"do": "sign"})
    assert made.again(note).status == "signed"


def test_a_note_in_error_is_hidden_from_all_but_supervisors(room, client):
    note = made.signed(room)
    actions.mark_note_in_error(by=room.by_supervisor, note=note, reason="Wrong", at=AT)
    assert client.get(url("progress_note", note)).status_code == 404
    assert WORDS["data"] not in body(client.get(reverse("client_notes", args=[room.client.pk])))
    sign_in(client, room.supervisor)
    assert "Entered in error" in body(client.get(url("progress_note", note)))


def test_a_print_shows_hash_and_notice_and_is_on_record(room, client):
    note = made.signed(room)
    printed = body(client.get(url("progress_note_print", note)))
    assert note.digest in printed
    assert "42 CFR Part 2" in printed
    assert AuditEvent.objects.filter(subject_id=note.pk, verb__contains="print").exists()


def test_a_draft_is_not_printed(room, client):
    assert client.get(url("progress_note_print", made.written(room))).status_code == 409


def test_a_question_beside_a_note_is_answered_by_whom_it_was_put_to(room, client):
    note = made.written(room)
    sent = typed(note, staff=str(room.supervisor.pk), question="Enough?")
    client.post(url("progress_note_mention", note), sent)
    mention = NoteMention.objects.get()
    sign_in(client, room.supervisor)
    assert "Enough?" in body(client.get(reverse("note_question", args=[mention.pk])))
    client.post(reverse("note_question", args=[mention.pk]), {"answer": "Yes."})
    mention.refresh_from_db()
    assert mention.answer == "Yes."


def test_a_question_stands_in_no_print(room, client):
    note = made.signed(room)
    actions.mention(by=room.by, note=note, staff=room.supervisor, question="Enough of this?", at=AT)
    assert "Enough of this?" not in body(client.get(url("progress_note_print", note)))


def test_nobody_else_opens_a_question(room, client):
    asked = actions.mention(by=room.by, note=made.signed(room), staff=room.supervisor, question="Enough?", at=AT)
    sign_in(client, room.world.staff("Ann", "Lee", "counselor"))
    assert client.get(reverse("note_question", args=[asked.pk])).status_code == 404


def test_an_appointments_note_is_begun_from_its_page(room, client):
    meeting = made.make_appointment(room, status="completed")
    assert "Write the note" in body(client.get(reverse("appointment", args=[meeting.pk])))
    client.post(reverse("appointment_note", args=[meeting.pk]))
    assert ProgressNote.objects.get().appointment_id == meeting.pk


def test_the_desk_shows_what_is_to_write_to_sign_and_asked(room, client):
    made.make_appointment(room, status="completed")
    times = {"starts_at": wall(8), "ends_at": wall(8, 10), "client_location": "Home"}
    made.written(room, kind="phone", contents={"happened": "x"}, values=times)
    actions.mention(by=room.by_supervisor, note=made.signed(room), staff=room.staff, question="And sleep?", at=AT)
    desk = client.get(reverse("notes")).context
    assert [len(desk[name]) for name in ("to_write", "single_drafts", "asked")] == [1, 1, 1]
    assert desk["thread"] == {"signed": 1, "without": 1}


def test_everybodys_unsigned_notes_are_for_those_who_co_sign_and_say_no_word_of_them(room, client):
    made.written(room)
    everybody = reverse("notes") + "?who=everyone"
    assert client.get(everybody).status_code == 403
    sign_in(client, room.supervisor)
    page = body(client.get(everybody))
    assert "Dana Ortiz" in page
    assert room.client.short_name not in page
    assert WORDS["data"] not in page


def test_a_format_is_made_changed_and_taken_out_of_use(room, client):
    sign_in(client, room.supervisor)
    lines = {"section_key": ["", ""], "section_label": ["Mood", "Plan"], "section_hint": ["", ""],
             "section_required": ["yes", "no"]}  # fmt: skip
    client.post(reverse("note_format_new"), {"name": "Short one", "number": "0", **lines})
    row = NoteFormat.objects.get(name="Short one")
    client.post(reverse("note_format", args=[row.key]), {"name": "Short two", "number": "1", **lines})
    client.post(reverse("note_format_use", args=[row.key]), {"do": "stop"})
    versions = NoteFormat.objects.filter(key=row.key).order_by("number")
    assert [(each.number, each.is_active) for each in versions] == [(1, False), (2, False)]


def test_a_format_without_sections_comes_back_with_its_name(room, client):
    sign_in(client, room.supervisor)
    answer = client.post(reverse("note_format_new"), {"name": "Short one"})
    assert answer.status_code == 422
    assert "Short one" in body(answer)


def test_the_timeline_names_signed_notes_alone(room):
    made.signed(room)
    made.written(room, kind="phone", values={"client_location": "Home"}, contents={"happened": "x"})
    line = next(line for line in lines(room.client.pk, wall(0).date(), wall(0).date()) if line.key == "notes")
    assert [str(point.says) for point in line.points] == ["Individual session"]


def statements(client, address):
    client.get(reverse("work"))
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len([one for one in asked.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])


@pytest.mark.parametrize("page", ["client_notes", "notes", "everyone"])
def test_statements_do_not_grow_with_notes(room, client, page):
    addresses = {"client_notes": reverse("client_notes", args=[room.client.pk]), "notes": reverse("notes"),
                 "everyone": reverse("notes") + "?who=everyone"}  # fmt: skip
    if page == "everyone":
        sign_in(client, room.supervisor)
    few = 0
    for number in range(6):
        starts = wall(0, 10 * number)
        note = made.written(room, values={"starts_at": starts, "ends_at": wall(0, 10 * number + 9)}, contents={
            **WORDS, "data": f"{number} {WORDS['data']}"})  # fmt: skip
        if page == "client_notes":
            actions.sign_progress_note(by=room.by, note=note, at=AT, accept_copied=True)
            actions.add_addendum(by=room.by, note=note, text="More", reason="Later", at=AT)
        if number == 1:
            few = statements(client, addresses[page])
    assert statements(client, addresses[page]) == few
