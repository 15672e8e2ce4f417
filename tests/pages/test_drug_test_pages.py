"""Pages about drug tests: from the list at the door to what came of it, and where none of it may be seen."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from clients.actions.access import break_glass
from iop.api.serializers.days import AttendanceOut
from iop.audit.models import AuditEvent
from iop.clinic.actors import actor_of
from tests.factories import drug_tests as made
from tests.factories import ground
from tests.factories.drug_tests import AT, TODAY
from tests.factories.scheduling import Counted
from therapy.actions import drug_tests
from therapy.choices.drug_tests import Analyte as A
from therapy.models.drug_tests import DrugTest, TestPanel, TestPlan

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk(people=2)


@pytest.fixture
def collector(client, desk):
    ground.sign_in(client, desk.counselor)
    return client


def url(name, *ids):
    return reverse(name, args=ids)


def text_of(answer):
    return answer.content.decode()


def test_a_test_goes_from_the_list_to_what_came_of_it(collector, desk):
    ordered = collector.post(
        url("client_test_order", desk.client.pk),
        {"panel": desk.cup.pk, "reason": "follow_up", "necessity": made.WHY, "due_on": TODAY.isoformat()},
    )
    test = DrugTest.objects.get()
    assert ordered["Location"] == url("drug_test", test.pk)
    assert desk.client.name in text_of(collector.get(url("tests_today")))
    collector.post(url("drug_test_told", test.pk))
    test.refresh_from_db()
    given = {"version": test.version, "panel": desk.cup.pk, "collected": "07:00", "observation": "none", "use": "none"}
    collected = collector.post(url("drug_test_collect", test.pk), {**given, "temperature_f": "96.1", "lot": "A1"})
    assert collected["Location"] == url("drug_test_screen", test.pk)
    test.refresh_from_db()
    read = collector.post(
        url("drug_test_screen", test.pk),
        {
            "version": test.version,
            "rest": "on",
            "r-fentanyl": "positive",
            "creatinine": "80",
            "specific_gravity": "1.015",
            "ph": "6",
        },
    )
    assert read["Location"] == url("drug_test", test.pk)
    shown = text_of(collector.get(url("drug_test", test.pk)))
    assert "Offer naloxone today" in shown
    assert "Unexpected, not confirmed" in shown
    test.refresh_from_db()
    collector.post(
        url("drug_test_review", test.pk), {"version": test.version, "outcome": "talked", "note": "Talked it through."}
    )
    test.refresh_from_db()
    assert test.status == "reviewed"


def test_an_open_line_comes_back_beside_it_with_everything_typed(collector, desk):
    test = made.collect(desk)
    answer = collector.post(url("drug_test_screen", test.pk), {"version": test.version, "r-cocaine": "positive"})
    assert answer.status_code == 422
    assert "read this line too" in text_of(answer)
    assert answer.context["form"]["r-cocaine"].value() == "positive"


def test_a_laboratory_report_converts_and_refuses_beside_the_line(collector, desk):
    test = made.send(desk, made.screen(desk, A.COCAINE))
    form = {"version": test.version, "rest": "on", "resulted_on": TODAY.isoformat(), "v-cocaine": "0.25"}
    wrong = collector.post(url("drug_test_report", test.pk) + f"?panel={desk.lab.pk}", {**form, "u-cocaine": "nmol/L"})
    assert wrong.status_code == 422
    assert "nmol/L cannot be turned" in text_of(wrong)
    collector.post(url("drug_test_report", test.pk) + f"?panel={desk.lab.pk}", {**form, "u-cocaine": "mg/L"})
    assert "250 ng/mL (reported as 0.25 mg/L)" in text_of(collector.get(url("drug_test", test.pk)))


def test_a_result_is_corrected_on_its_page(collector, desk):
    test = made.screen(desk, A.COCAINE)
    where = url("drug_test_correct", test.pk, test.result.pk)
    assert "checked" in text_of(collector.get(where))
    collector.post(
        where, {"rest": "on", "reason": "Wrong strip", "creatinine": "80", "specific_gravity": "1.015", "ph": "6"}
    )
    assert "Wrong strip" in text_of(collector.get(url("drug_test", test.pk)))


def test_declined_is_written_down_as_no_result(collector, desk):
    test = made.order(desk)
    collector.post(url("drug_test_outcome", test.pk), {"version": 1, "outcome": "refused", "reason": "“Not today.”"})
    assert "Declined" in text_of(collector.get(url("client_tests", desk.client.pk)))


def test_a_plan_and_an_exemption_are_made_on_the_chart(collector, desk):
    collector.post(
        url("client_test_plan", desk.client.pk),
        {
            "panel": desk.cup.pk, "oral_panel": desk.oral.pk, "per_week": "1", "max_gap_days": "10", "necessity": made.WHY,
            "starts_on": TODAY.isoformat(),
        },
    )  # fmt: skip
    assert TestPlan.objects.get().max_gap_days == 10
    collector.post(
        url("client_test_exempt", desk.client.pk),
        {"kind": "shy_bladder", "instead": "oral_fluid", "starts_on": TODAY.isoformat(), "ends_on": "2026-04-01"},
    )
    assert "oral fluid instead" in text_of(collector.get(url("client_tests", desk.client.pk)))
    collector.post(url("client_test_plan_end", desk.client.pk))
    assert TestPlan.objects.get().ends_on == TODAY


def test_a_draw_is_made_shown_and_repeated(client, desk):
    made.plan(desk, per_week=Decimal(7), max_gap_days=1)
    ground.sign_in(client, desk.director)
    where = client.post(url("test_draw_now"), {"site": desk.site.pk})["Location"]
    assert "the same 1 pick" in text_of(client.get(where + "?again=1"))
    assert "No draw yet" not in text_of(client.get(url("test_draws")))


def test_a_panel_is_changed_by_a_new_version(client, desk):
    ground.sign_in(client, desk.director)
    lines = "cocaine 150 ng/mL\nTHC nothing"
    form = {"name": "Small cup", "matrix": "urine", "stage": "presumptive", "device": "", "targets": lines}
    where = url("test_panel", desk.small.pk)
    assert client.post(where, form).status_code == 422
    client.post(where, {**form, "targets": "cocaine 300 ng/mL\nfentanyl 1 ng/mL"})
    versions = TestPanel.objects.filter(lineage=desk.small.lineage).order_by("number")
    assert [(one.number, one.is_active, len(one.targets)) for one in versions] == [(1, False, 6), (2, True, 2)]
    assert client.post(where, {**form, "targets": "cocaine 300 ng/mL"}).status_code == 422


def test_the_starting_panels_are_added_once(client, desk):
    ground.sign_in(client, desk.director)
    number = TestPanel.objects.count()
    client.post(url("test_panels_install"))
    assert TestPanel.objects.count() == number
    client.post(url("test_panel_retire", desk.small.pk))
    assert "6-panel cup" not in text_of(client.get(url("test_panels"))).partition("Out of use")[0]


@pytest.mark.parametrize("place", ["session", "today", "census", "clients", "calendar"])
def test_no_group_view_tells_who_is_tested_or_what_was_found(collector, desk, place):
    made.plan(desk, per_week=Decimal(7), max_gap_days=1)
    drug_tests.draw_sites(at=AT)
    other = desk.enrolments[1].episode
    made.screen(desk, A.FENTANYL, test=made.collect(desk, made.order(desk, episode=other)))
    answer = collector.get(url("session", desk.session.pk) if place == "session" else url(place))
    assert answer.status_code in (200, 403)
    main = text_of(answer).partition("<main")[2].partition("</main>")[0].casefold()
    assert not any(word in main for word in ("drug test", "fentanyl", "sample", "unexpected", "cup with", "naloxone"))


def test_a_roster_read_by_an_integration_holds_no_test(desk):
    assert not any("test" in name for name in AttendanceOut.Meta.fields)


@pytest.mark.parametrize("role", ["intake", "biller", "site_admin", "privacy_officer"])
def test_other_roles_see_no_test_anywhere(client, desk, role):
    test = made.screen(desk, A.FENTANYL)
    ground.sign_in(client, ground.make_staff(role, site=desk.site))
    for where in (
        url("client_tests", desk.client.pk),
        url("drug_test", test.pk),
        url("tests_today"),
        url("test_draws"),
    ):
        assert client.get(where).status_code in (403, 404)
    assert "Drug tests" not in text_of(client.get(url("client", desk.client.pk)))


def test_an_emergency_opens_a_chart_and_never_its_tests(client, desk):
    test = made.screen(desk, A.FENTANYL)
    elsewhere = ground.make_staff("counselor", site=ground.make_site())
    break_glass(by=actor_of(elsewhere.pk, AT), client=desk.client, reason="Found unconscious at the door", at=AT)
    ground.sign_in(client, elsewhere)
    assert client.get(url("client", desk.client.pk)).status_code == 200
    assert client.get(url("client_tests", desk.client.pk)).status_code == 403
    assert client.get(url("drug_test", test.pk)).status_code == 403


def test_opening_them_is_on_record(collector, desk):
    before = AuditEvent.objects.filter(verb="clients.chart_opened").count()
    collector.get(url("client_tests", desk.client.pk))
    assert AuditEvent.objects.filter(verb="clients.chart_opened").count() == before + 1


@pytest.mark.parametrize("name", ["client_tests", "tests_today"])
def test_statements_do_not_grow_with_the_tests(collector, desk, name):
    where = url(name, desk.client.pk) if name == "client_tests" else url(name)
    made.screen(desk, A.COCAINE)
    made.collect(desk)
    collector.get(where)
    with Counted() as few:
        collector.get(where)
    for number in range(4):
        made.screen(desk, A.COCAINE, at=AT + dt.timedelta(minutes=number))
        made.collect(desk, at=AT + dt.timedelta(minutes=number))
    with Counted() as many:
        collector.get(where)
    assert many.number == few.number


def test_a_test_s_page_has_fixed_statements(collector, desk):
    test = made.screen(desk, A.COCAINE, test=made.collect(desk, made.order(desk, panel=desk.small)))
    collector.get(url("drug_test", test.pk))
    with Counted() as few:
        collector.get(url("drug_test", test.pk))
    large = made.screen(desk, A.COCAINE, A.THC)
    with Counted() as many:
        collector.get(url("drug_test", large.pk))
    assert many.number == few.number
