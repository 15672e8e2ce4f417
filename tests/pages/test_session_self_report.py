"""The panel's questions about use, sleep and stress: saved by themselves, and shown to nobody else."""

import pytest
from django.urls import reverse

from sessions_app.models import SelfReport
from tests.factories import ground
from tests.therapy.world import World, wall

AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def world(db, at):
    at(wall(9, 20))
    return World()


@pytest.fixture
def web(world, client):
    client.force_login(world.counselor.user)
    return client


@pytest.fixture
def line(world):
    return world.group(1)[1][0]


def url(name, line):
    return reverse(name, args=[line.session_id, line.pk])


def send(web, line, version=0, **typed):
    return web.post(url("session_self_report", line), {"version": version, **typed}, headers=AUTOSAVE)


def test_it_saves_itself_and_says_when(web, line):
    answer = send(
        web, line, use="used", use_1_substance="alcohol", use_1_amount="two beers", use_1_on="2026-03-01", sleep_hours="6,5",
        stress="4", habits=["meals", "meeting"],
    )  # fmt: skip
    assert answer.json() == {"saved_at": "9:20", "version": 1}
    row = SelfReport.objects.get()
    assert (str(row.sleep_hours), row.stress, row.habits) == ("6.5", 4, ["meals", "meeting"])
    assert row.uses.get().amount == "two beers"


def test_naming_a_substance_answers_the_question_above(web, line):
    send(web, line, use_1_substance="alcohol")
    assert SelfReport.objects.get().use == "used"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"sleep_hours": "long"}, "sleep_hours"),
        ({"sleep_hours": "25"}, "sleep_hours"),
        ({"stress": "x"}, "stress"),
        ({"use": "used", "use_1_substance": "alcohol", "use_1_on": "soon"}, "use"),
    ],
)
def test_what_makes_no_sense_is_said_beside_it(web, line, typed, field):
    answer = send(web, line, **typed)
    assert answer.status_code == 400
    assert field in answer.json()["errors"]


def test_two_at_once_are_both_shown(web, line):
    send(web, line, stress="3")
    answer = send(web, line, stress="8")
    assert answer.status_code == 409
    assert answer.json()["theirs"]["stress"] == "3"


def test_what_was_said_stands_in_the_panel_again(web, line):
    send(web, line, use="used", use_1_substance="cannabis", use_1_amount="<b>a joint</b>")
    page = web.get(url("session_client", line)).content.decode()
    assert "&lt;b&gt;a joint" in page
    assert 'value="cannabis" selected' in page


def test_the_shared_roster_never_says_it(web, line):
    send(web, line, use="used", use_1_substance="cannabis", use_1_amount="a joint")
    page = web.get(reverse("session", args=[line.session_id])).content.decode()
    assert "a joint" not in page
    assert "cannabis" not in page.lower()


def test_without_scripts_the_form_leads_back(web, line):
    answer = web.post(url("session_self_report", line), {"version": 0, "stress": "2"})
    assert answer.status_code == 302
    assert SelfReport.objects.get().stress == 2


def test_who_reads_no_clinical_notes_is_not_shown_the_questions(world, client, line):
    biller = ground.make_staff("biller", site=world.site)
    client.force_login(biller.user)
    assert "self-report-form" not in client.get(url("session_client", line)).content.decode()
    assert client.post(url("session_self_report", line), {"version": 0}).status_code == 403
