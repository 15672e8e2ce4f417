"""The session page: what it shows, in how many statements, and what its small answers do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from sessions_app.actions.checkins import save_check_in
from sessions_app.choices import AttendanceStatus, SessionStatus
from sessions_app.models import Attendance, ProgramSession
from tests.therapy.world import World, wall

HTMX = {"HX-Request": "true"}


@pytest.fixture
def world(db, at):
    at(wall(9, 20))
    return World()


@pytest.fixture
def signed_in(client):
    def as_staff(staff):
        client.force_login(staff.user)
        return client

    return as_staff


@pytest.fixture
def web(world, signed_in):
    return signed_in(world.counselor)


def page(web, session, **options):
    return web.get(reverse("session", args=[session.pk]), **options)


def line_url(name, attendance, *more):
    return reverse(name, args=[attendance.session_id, attendance.pk, *more])


def mark(web, attendance, status, *, version=None, **options):
    data = {"status": status, "version": version or attendance.version} | options.pop("data", {})
    return web.post(line_url("session_mark", attendance), data, **options)


@pytest.mark.parametrize("count", [3, 30, 300])
def test_it_takes_twelve_statements_whatever_the_roster(world, web, count):
    session, _ = world.group(count)
    page(web, session)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert page(web, session).status_code == 200
    asked = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= 12, "\n".join(sql[:160] for sql in asked)


def test_opening_is_an_event_with_everybody_on_the_roster(world, web):
    session, _roster = world.group(3)
    page(web, session)
    event = AuditEvent.objects.get(verb="sessions.opened")
    assert event.subjects.count() == 3


def test_a_day_of_another_site_looks_like_not_there(world, signed_in):
    session, _ = world.group()
    other = World("Elm Street")
    assert page(signed_in(other.counselor), session).status_code == 404


def test_a_role_without_running_sees_no_buttons(world, signed_in):
    session, _ = world.group()
    answer = page(signed_in(world.staff("Bill", "Ing", "biller")), session)
    assert answer.status_code == 200
    assert b'name="status"' not in answer.content


def test_names_of_html_are_shown_as_text(world, web):
    session, _ = world.group(1, first="<script>alert(1)</script>", last="مرحبا")
    assert b"<script>alert(1)" not in page(web, session).content


def test_two_clients_of_the_same_short_name_are_told_apart(world, web):
    session = world.session(status=SessionStatus.RUNNING)
    world.roster(
        session, [*world.clients(1, first="Maria", last="Lopez"), *world.clients(1, first="Maria", last="Lark")]
    )
    html = page(web, session).content.decode()
    assert ">Maria Lopez</a>" in html
    assert ">Maria Lark</a>" in html


def test_first_day_and_last_miss_are_said(world, web):
    earlier = world.session(wall(9).date().replace(day=1), status=SessionStatus.CLOSED)
    people = world.clients(2)
    world.roster(earlier, people[:1], AttendanceStatus.ABSENT)
    attended = world.session(wall(9).date().replace(month=2, day=27), status=SessionStatus.CLOSED)
    world.roster(attended, people[:1], AttendanceStatus.PRESENT)
    session = world.session(status=SessionStatus.RUNNING)
    world.roster(session, people)
    html = page(web, session).content.decode()
    assert (html.count("Missed last time"), html.count("First day")) == (1, 1)


def test_only_legal_next_states_are_offered(world, web):
    session, _ = world.group(1)
    html = page(web, session).content.decode()
    assert 'value="left_early"' in html
    assert 'value="removed"' not in html


def test_one_tap_marks_and_answers_with_the_row(world, web):
    _, roster = world.group(2, status=AttendanceStatus.EXPECTED)
    answer = mark(web, roster[0], "present", headers=HTMX)
    row = Attendance.objects.get(pk=roster[0].pk)
    assert (answer.status_code, row.status) == (200, "present")
    assert f'id="row-{row.pk}"' in answer.content.decode()
    assert "1 of 2 here" in answer.content.decode()


def test_without_a_script_a_tap_leads_back_to_the_page(world, web):
    session, roster = world.group(1, status=AttendanceStatus.EXPECTED)
    answer = mark(web, roster[0], "present")
    assert answer.url == reverse("session", args=[session.pk])


def test_the_later_of_two_people_is_told_and_sees_how_it_stands(world, web):
    _, roster = world.group(1, status=AttendanceStatus.EXPECTED)
    mark(web, roster[0], "present", headers=HTMX)
    answer = mark(web, roster[0], "absent", headers=HTMX)
    assert answer.status_code == 422
    assert "Somebody else marked this meanwhile" in answer.content.decode()
    assert Attendance.objects.get().status == "present"


def test_an_illegal_state_is_refused_in_a_sentence(world, web):
    _, roster = world.group(1, status=AttendanceStatus.EXPECTED)
    answer = mark(web, roster[0], "left_early", headers=HTMX)
    assert answer.status_code == 409
    assert "cannot become" in answer.content.decode()


def test_everybody_who_came_gets_a_place_for_a_line(world, web):
    _, roster = world.group(1, status=AttendanceStatus.EXPECTED)
    answer = mark(web, roster[0], "present", headers=HTMX, data={"was_here": "0"})
    assert f'id="line-{roster[0].pk}"' in answer.content.decode()


def test_one_tap_marks_everybody_who_is_still_open(world, web):
    session, roster = world.group(3, status=AttendanceStatus.EXPECTED)
    mark(web, roster[0], "absent")
    web.post(reverse("session_everyone", args=[session.pk]))
    assert sorted(Attendance.objects.values_list("status", flat=True)) == ["absent", "present", "present"]


def test_starting_opens_the_day(world, web, at):
    at(wall(8, 58))
    session = world.session()
    answer = web.post(reverse("session_start", args=[session.pk]))
    assert answer.url == reverse("session", args=[session.pk])
    assert ProgramSession.objects.get().status == "running"


def test_a_lead_without_a_licence_today_is_replaced_by_name(world, web, at):
    at(wall(8, 58))
    session = world.session()
    session.components.first().kind.__class__.objects.update(needs_licensed_lead=True)
    world.counselor.credentials.update(expires_on=wall(9).date().replace(day=1))
    refused = web.post(reverse("session_start", args=[session.pk]))
    assert refused.status_code == 409
    assert "ended on" in refused.content.decode()
    stand_ins = {f"stand_in_{part.pk}": str(world.supervisor.pk) for part in session.components.all()}
    web.post(reverse("session_start", args=[session.pk]), stand_ins)
    assert ProgramSession.objects.get().status == "running"
    html = page(web, session).content.decode()
    assert "Ruth Bennett, standing in for Dana Ortiz" in html


def test_somebody_who_may_not_run_it_does_not_start_it(world, signed_in):
    session = world.session()
    web = signed_in(world.staff("Ivy", "Lane", "intake"))
    assert web.post(reverse("session_start", args=[session.pk])).status_code == 403


def test_a_closed_day_is_read_only_for_who_may_not_correct(world, web):
    session, roster = world.group(1, session_status=SessionStatus.CLOSED)
    assert b'name="status"' not in page(web, session).content
    assert mark(web, roster[0], "late").status_code == 403


def test_a_late_correction_keeps_its_reason_in_the_history(world, signed_in):
    _, roster = world.group(1, session_status=SessionStatus.CLOSED)
    web = signed_in(world.supervisor)
    data = {"status": "late", "version": roster[0].version, "reason": "Came at 9:10", "arrived": "09:10"}
    web.post(line_url("session_late_entry", roster[0]), data)
    html = web.get(line_url("session_client", roster[0])).content.decode()
    assert "“Came at 9:10”" in html
    assert "late entry" in html


def test_the_sign_in_sheet_has_nobodys_full_name(world, web):
    session, _ = world.group(3)
    html = web.get(reverse("session_sign_in_sheet", args=[session.pk])).content.decode()
    assert "Maria L." in html
    assert "Lopez" not in html


def test_printing_is_an_event(world, web):
    session, _ = world.group(3)
    web.get(reverse("session_downtime", args=[session.pk]))
    assert AuditEvent.objects.get(verb="sessions.printed").detail == {"what": "downtime_roster", "basis": "own_use"}


def test_a_day_run_on_paper_is_entered_in_one_go(world, web):
    session, roster = world.group(2, status=AttendanceStatus.EXPECTED)
    form = {"reason": ""}
    for line, status, arrived in zip(roster, ("present", "absent"), ("08:55", ""), strict=True):
        form |= {f"status_{line.pk}": status, f"version_{line.pk}": line.version, f"arrived_{line.pk}": arrived}
    web.post(reverse("session_entry", args=[session.pk]), form)
    assert set(Attendance.objects.values_list("status", "arrived_at")) == {("present", wall(8, 55)), ("absent", None)}


def test_every_place_of_a_day_is_linked(world, web, signed_in):
    session = world.session()
    html = page(signed_in(world.supervisor), session).content.decode()
    for name in ("people", "manage", "entry", "downtime", "sign_in_sheet", "concern", "start"):
        assert f'href="{reverse(f"session_{name}", args=[session.pk])}"' in html, name


def changes(web, session, state=""):
    return web.get(reverse("session_changes", args=[session.pk]), {"state": state}, headers={"X-Background": "1"})


def test_an_open_page_that_knows_the_roster_as_it_stands_is_told_nothing(world, web):
    session, _ = world.group()
    state = page(web, session).context["live"]["state"]
    assert changes(web, session, state).status_code == 204


def test_a_check_in_from_outside_shows_before_they_are_marked_as_here(world, web):
    session, roster = world.group()
    state = page(web, session).context["live"]["state"]
    save_check_in(by=SYSTEM, attendance=roster[0], version=0, at=wall(9, 20), mood=8, cravings=1, by_client=True)
    answer = changes(web, session, state)
    assert "Mood 8 · cravings 1" in answer.content.decode()
    assert answer.headers["X-State"] != state


@pytest.mark.parametrize("count", [3, 30])
def test_asking_for_changes_takes_as_many_statements_whatever_the_roster(
    world, web, count, django_assert_max_num_queries
):
    session, _ = world.group(count)
    changes(web, session)
    with django_assert_max_num_queries(8):
        changes(web, session)


def test_asking_for_changes_writes_nothing_on_record(world, web):
    session, _ = world.group()
    before = AuditEvent.objects.count()
    changes(web, session)
    assert AuditEvent.objects.count() == before


def test_changes_of_a_day_of_another_site_do_not_exist(world, signed_in):
    session, _ = world.group()
    assert changes(signed_in(World("Elm Street").counselor), session).status_code == 404
