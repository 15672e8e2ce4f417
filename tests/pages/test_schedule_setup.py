"""Rooms, programs, kinds, topics with handouts, exercises, levels: added and changed in the application."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clients.models import LevelRequirement
from scheduling.models import ComponentKind, CurriculumTopic, Exercise, Handout, Program, Room
from tests.factories.ground import make_site, make_staff, sign_in
from tests.pages.schedule_clinic import make_schedule

pytestmark = pytest.mark.django_db

LONG = "Ä" * 300
RIGHT_TO_LEFT = "غرفة 🌿"


@pytest.fixture
def clinic(at, client):
    clinic = make_schedule(people=1)
    at("2026-03-02 07:00", "America/New_York")
    sign_in(client, clinic.director)
    return clinic


def room(browser, clinic, /, **changes):
    return browser.post(
        reverse("add_room"), {"site": clinic.site.pk, "name": "Elm", "capacity": "9", "is_active": "on", **changes}
    )


def test_a_room_is_added(clinic, client):
    assert room(client, clinic, name=RIGHT_TO_LEFT).status_code == 302
    assert Room.objects.get(capacity=9).name == RIGHT_TO_LEFT


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("name", LONG), ("capacity", "0"), ("capacity", "lots"), ("name", "Oak")]
)
def test_a_room_says_what_is_wrong_beside_it_and_keeps_what_was_typed(field, value, clinic, client):
    answer = room(client, clinic, equipment="Mats", **{field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert answer.context["form"]["equipment"].value() == "Mats"


def test_a_room_of_another_site_cannot_be_added(clinic, client):
    answer = room(client, clinic, site=make_site().pk)
    assert "site" in answer.context["form"].errors


def test_a_stale_room_is_not_overwritten(clinic, client):
    url = reverse("edit_room", args=[clinic.room.pk])
    answer = client.post(url, {"site": clinic.site.pk, "name": "Elm", "capacity": "9", "version": "0"})
    assert "meanwhile" in answer.content.decode()


def test_a_program_is_offered(clinic, client):
    data = {
        "site": clinic.site.pk,
        "level": clinic.level.pk,
        "name": "Women",
        "target_weeks": "9",
        "min_weeks": "8",
        "max_weeks": "12",
        "is_active": "on",
    }
    assert client.post(reverse("add_program"), data).status_code == 302
    assert Program.objects.get(name="Women").target_weeks == 9


def test_a_usual_stay_outside_its_ends_is_said_beside_it(clinic, client):
    data = {
        "site": clinic.site.pk,
        "level": clinic.level.pk,
        "name": "Women",
        "target_weeks": "20",
        "min_weeks": "8",
        "max_weeks": "12",
    }
    assert "target_weeks" in client.post(reverse("add_program"), data).context["form"].errors


def kind(browser, /, **changes):
    data = {
        "name": "Yoga", "key": "yoga", "category": "holistic", "min_minutes": "30", "default_minutes": "45", "max_minutes": "60",
        "min_clients": "0", "counts_as_service": "on", "is_active": "on", **changes,
    }  # fmt: skip
    return browser.post(reverse("add_kind"), data)


def test_a_kind_is_added(clinic, client):
    assert kind(client).status_code == 302
    assert ComponentKind.objects.get(key="yoga").default_minutes == 45


@pytest.mark.parametrize(
    ("changes", "field"), [({"category": "break"}, "counts_as_service"), ({"default_minutes": "90"}, "default_minutes")]
)
def test_a_kind_keeps_the_rules_of_parts(changes, field, clinic, client):
    assert field in kind(client, **changes).context["form"].errors


def test_a_topic_is_added_and_its_title_is_taken_then(clinic, client):
    data = {"title": "Sleep", "category": "psychoeducation", "position": "1", "language": "en", "is_active": "on"}
    assert client.post(reverse("add_topic"), data).status_code == 302
    assert CurriculumTopic.objects.filter(title="Sleep").exists()
    assert "title" in client.post(reverse("add_topic"), data).context["form"].errors


def handout(browser, clinic, /, **changes):
    return browser.post(
        reverse("add_handout", args=[clinic.topic.pk]),
        {"title": "To take home", "body": "", "language": "en", **changes},
    )


def test_a_handout_is_a_text(clinic, client):
    assert handout(client, clinic, body="<b>Rest</b>").status_code == 302
    page = client.get(reverse("topic", args=[clinic.topic.pk])).content.decode()
    assert "&lt;b&gt;Rest" in page


def test_a_handout_is_a_file_that_is_saved_and_never_opened_here(clinic, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    handout(
        client, clinic, file=SimpleUploadedFile("plan.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    )
    row = Handout.objects.get()
    answer = client.get(reverse("handout_file", args=[clinic.topic.pk, row.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    answer.close()


def test_a_file_that_is_not_what_it_says_is_refused_beside_it(clinic, client):
    answer = handout(client, clinic, file=SimpleUploadedFile("plan.pdf", b"MZ\x90\x00 not a document"))
    assert "file" in answer.context["form"].errors
    assert not Handout.objects.exists()


def test_a_handout_without_anything_is_refused(clinic, client):
    assert "body" in handout(client, clinic).context["form"].errors


def test_a_handout_is_removed(clinic, client):
    handout(client, clinic, body="Rest")
    row = Handout.objects.get()
    client.post(reverse("remove_handout", args=[clinic.topic.pk, row.pk]))
    assert not Handout.objects.exists()


def test_an_exercise_is_led_step_by_step(clinic, client):
    page = client.get(reverse("exercise", args=[clinic.exercise.pk]))
    assert page.context["steps"] == ["Sit down.", "Breathe in."]


def test_an_exercise_needs_its_words(clinic, client):
    answer = client.post(reverse("add_exercise"), {"title": "Waves", "minutes": "5", "script": " ", "language": "en"})
    assert "script" in answer.context["form"].errors
    assert not Exercise.objects.filter(title="Waves").exists()


def asks(browser, clinic, /, **changes):
    data = {
        "valid_from": "2026-03-09", "min_weekly_hours": "9", "max_weekly_hours": "19", "min_daily_hours": "3", "min_days": "3",
        "max_days": "5", "individual_per_week": "1", **changes,
    }  # fmt: skip
    return browser.post(reverse("add_requirement", args=[clinic.level.pk]), data)


def test_a_level_asks_from_a_day_on(clinic, client):
    assert asks(client, clinic).status_code == 302
    row = LevelRequirement.objects.get()
    assert (row.min_weekly_minutes, row.max_weekly_minutes, row.min_daily_minutes) == (540, 1140, 180)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": "2026-03-01"}, "valid_from"), ({"max_weekly_hours": "5"}, "max_weekly_hours"), ({"min_days": "6"}, "max_days"),
        ({"min_weekly_hours": "nine"}, "min_weekly_hours"),
    ],
)  # fmt: skip
def test_a_level_says_what_is_wrong_beside_it(changes, field, clinic, client):
    assert field in asks(client, clinic, **changes).context["form"].errors


def test_a_day_that_has_a_requirement_is_not_rewritten(clinic, client):
    asks(client, clinic)
    assert "valid_from" in asks(client, clinic, min_weekly_hours="6").context["form"].errors
    assert LevelRequirement.objects.get().min_weekly_minutes == 540


def test_a_level_that_somebody_changed_meanwhile_is_not_overwritten_and_nothing_typed_is_lost(clinic, client):
    page = reverse("edit_level", args=[clinic.level.pk])
    as_read = client.get(page).context["form"]["version"].value()
    fields = {"name": "Intensive", "short_name": "IOP", "intensity": "30", "is_active": "on", "version": as_read}
    assert client.post(page, fields).status_code == 302
    answer = client.post(page, {**fields, "name": "Ours"})
    assert answer.status_code == 422
    assert "Somebody else changed this level meanwhile" in answer.content.decode()
    assert 'value="Ours"' in answer.content.decode()
    clinic.level.refresh_from_db()
    assert (clinic.level.name, clinic.level.version) == ("Intensive", as_read + 1)


def test_what_a_level_asks_is_said_of_the_level_that_was_read(clinic, client):
    page = reverse("add_requirement", args=[clinic.level.pk])
    as_read = client.get(page).context["form"]["version"].value()
    assert asks(client, clinic, version=as_read).status_code == 302
    answer = asks(client, clinic, valid_from="2026-04-06", version=as_read)
    assert (answer.status_code, LevelRequirement.objects.count()) == (422, 1)
    assert "Somebody else changed this level meanwhile" in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["add_room", "add_program", "add_kind", "add_topic", "add_exercise", "add_level", "add_track"]
)
def test_a_counselor_sets_nothing_up(name, clinic, client):
    sign_in(client, clinic.counselor)
    assert client.post(reverse(name), {}).status_code == 403


def test_the_director_of_another_site_does_not_change_this_room(clinic, client):
    sign_in(client, make_staff("clinical_director", site=make_site()))
    assert client.post(reverse("edit_room", args=[clinic.room.pk]), {}).status_code == 404
