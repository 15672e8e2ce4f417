"""What the pages say about guarded charts, emergencies, registers and joined charts."""

import datetime as dt

import pytest
from django.test import Client as Browser
from django.urls import reverse

from clients.access_log import openings
from clients.actions import access, merges, registers
from clients.models import Client, EmergencyAccess
from clients.models.registers import REGISTERS
from clients.register_choices import Register
from iop.audit.models import AuditEvent
from iop.core import clock
from tests.factories import ground
from tests.factories.clients import AT, TODAY, make_client, make_site, make_staff
from tests.pages.chart_clinic import NOON, make_charts
from tests.registers.world import LATER, REASON, make_guarded, make_twice

pytestmark = pytest.mark.django_db


def browser_of(staff):
    browser = Browser()
    ground.sign_in(browser, staff)
    return browser


def words(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def clinic(db):
    with clock.frozen(AT):
        yield make_guarded()


PAGES = ("client", "client_schedule", "client_attendance", "client_contacts", "client_care")


@pytest.mark.parametrize("name", PAGES)
def test_a_restricted_chart_is_not_there_for_others_and_marked_for_its_team(clinic, name):
    url = reverse(name, args=[clinic.client.pk])
    assert browser_of(clinic.other).get(url).status_code == 404
    answer = browser_of(clinic.own).get(url)
    assert answer.status_code == 200
    assert "chip-lock" in words(answer)


def test_the_page_that_is_not_there_says_the_same_of_nobody(clinic):
    browser = browser_of(clinic.other)
    there = browser.get(reverse("client", args=[clinic.client.pk]))
    nobody = browser.get(reverse("client", args=["00000000-0000-7000-8000-000000000001"]))
    assert there.status_code == nobody.status_code == 404
    assert "This is an emergency" in words(there)
    assert "This is an emergency" in words(nobody)


def test_a_role_without_emergencies_is_offered_none(clinic):
    biller = make_staff(clinic.site, "biller")
    assert "This is an emergency" not in words(browser_of(biller).get(reverse("client", args=[clinic.client.pk])))


@pytest.mark.parametrize(("url", "post"), [("clients", {"q": "Okafor"}), ("palette", {"q": "Okafor"})])
def test_searching_finds_a_restricted_client_for_their_team_alone(clinic, url, post):
    assert "Okafor" in words(browser_of(clinic.own).post(reverse(url), post)).replace('value="Okafor"', "")
    found = words(browser_of(clinic.other).post(reverse(url), post)).replace('value="Okafor"', "")
    assert clinic.client.record_number not in found


def test_the_census_leaves_restricted_people_out_for_others(clinic):
    assert "Okafor" in words(browser_of(clinic.own).get(reverse("census")))
    assert "Okafor" not in words(browser_of(clinic.other).get(reverse("census")))


def test_a_booking_offers_restricted_people_to_nobody_else(clinic):
    from iop.pages.presenters.schedule import client_choice

    assert client_choice.find(clinic.by_other, clinic.site.pk, "Okafor") == []
    assert len(client_choice.find(clinic.by_own, clinic.site.pk, "Okafor")) == 1


def open_in_emergency(clinic, browser=None):
    browser = browser or browser_of(clinic.other)
    browser.post(reverse("emergency_open", args=[clinic.client.pk]), {"reason": REASON})
    return browser


@pytest.mark.parametrize("name", PAGES)
def test_the_banner_is_on_every_page_of_the_chart_while_it_lasts(clinic, name):
    browser = open_in_emergency(clinic)
    url = reverse(name, args=[clinic.client.pk])
    assert "60 minutes left" in words(browser.get(url))
    with clock.frozen(AT + dt.timedelta(minutes=59, seconds=30)):
        assert "1 minute left" in words(browser_of(clinic.other).get(url))
    with clock.frozen(LATER):
        assert browser_of(clinic.other).get(url).status_code == 404


def test_no_banner_for_who_reaches_the_chart_anyway(clinic):
    open_in_emergency(clinic)
    assert "emergency-banner" not in words(browser_of(clinic.own).get(reverse("client", args=[clinic.client.pk])))


def test_giving_back_from_the_banner_closes_the_chart(clinic):
    browser = open_in_emergency(clinic)
    with clock.frozen(AT + dt.timedelta(minutes=5)):
        browser.post(reverse("emergency_give_back", args=[EmergencyAccess.objects.get().pk]))
        assert browser.get(reverse("client", args=[clinic.client.pk])).status_code == 404


def test_an_emergency_opens_the_chart_of_another_site_with_its_pages(clinic):
    stranger = make_staff(make_site(), "therapist")
    browser = open_in_emergency(clinic, browser_of(stranger))
    for name in (*PAGES, "client_notes"):
        assert browser.get(reverse(name, args=[clinic.client.pk])).status_code == 200, name


def test_searching_tells_initials_and_year_and_no_more(clinic):
    stranger = make_staff(make_site(), "counselor")
    said = words(browser_of(stranger).post(reverse("emergency"), {"record_number": clinic.client.record_number}))
    assert "M. O., born 1990" in said
    assert "Okafor" not in said
    assert "Marta" not in said


def test_asking_for_nobody_with_an_id_says_so_without_a_fault(clinic):
    url = reverse("emergency_open", args=["00000000-0000-7000-8000-000000000001"])
    assert browser_of(clinic.other).post(url, {"reason": REASON}).status_code == 422


def test_the_review_queue_names_who_when_and_why(clinic):
    open_in_emergency(clinic)
    said = words(browser_of(clinic.officer).get(reverse("emergency_accesses")))
    assert REASON in said
    assert "Marta O." in said


def test_a_review_is_saved_and_leaves_the_queue(clinic):
    open_in_emergency(clinic)
    browser = browser_of(clinic.officer)
    url = reverse("emergency_access", args=[EmergencyAccess.objects.get().pk])
    assert browser.post(url, {"was_right": "no", "note": ""}).status_code == 422
    browser.post(url, {"was_right": "yes", "note": ""})
    assert REASON not in words(browser.get(reverse("emergency_accesses")))
    assert REASON in words(browser.get(reverse("emergency_accesses"), {"reviewed": "1"}))


def test_a_review_at_another_site_is_not_there(clinic):
    open_in_emergency(clinic)
    officer = make_staff(make_site(), "privacy_officer")
    url = reverse("emergency_access", args=[EmergencyAccess.objects.get().pk])
    assert browser_of(officer).get(url).status_code == 404


def test_who_opened_a_chart_says_who_when_and_in_an_emergency(clinic):
    open_in_emergency(clinic).get(reverse("client", args=[clinic.client.pk]))
    browser_of(clinic.own).get(reverse("client", args=[clinic.client.pk]))
    seen = openings(clinic.client, None, None)
    said = [(row.name, row.verb, row.in_emergency) for row in seen.rows]
    assert (clinic.own.name, "clients.chart_opened", False) in said
    assert (clinic.other.name, "clients.chart_opened", True) in said
    assert (clinic.other.name, "clients.emergency_opened", True) in said


@pytest.mark.parametrize("number", [2, 40])
def test_who_opened_a_chart_takes_four_statements(clinic, number, django_assert_num_queries):
    from clients.actions import open_chart

    for _ in range(number):
        open_chart(by=clinic.by_own, client=clinic.client, at=AT)
    with django_assert_num_queries(4):
        openings(clinic.client, None, None)


def test_who_opened_a_chart_is_paged_without_gaps(clinic):
    from clients.actions import open_chart

    for _ in range(7):
        open_chart(by=clinic.by_own, client=clinic.client, at=AT)
    first = openings(clinic.client, None, None, size=4)
    rest = openings(clinic.client, None, None, size=4, after=first.after)
    assert len({row.event_id for row in (*first.rows, *rest.rows)}) == 7
    assert rest.after is None


def test_a_roster_says_the_short_name_and_no_more_to_a_colleague():
    with clock.frozen(NOON):
        day = make_charts(people=2)
        access.restrict(by=day.by_director, client=day.client, reason="A colleague's brother.", at=NOON)
        other = ground.make_staff("counselor", site=day.site)
        line = next(line for line in day.lines if line.client_id == day.client.pk)
        url = reverse("session_client", args=[day.session.pk, line.pk])
        page = words(browser_of(other).get(reverse("session", args=[day.session.pk])))
        assert day.client.short_name in page
        assert url not in page
        assert browser_of(other).get(url).status_code == 404
        lead = browser_of(day.counselor)
        assert url in words(lead.get(reverse("session", args=[day.session.pk])))
        assert lead.get(url).status_code == 200


@pytest.mark.parametrize("guarded", [1, 6])
def test_the_session_page_takes_no_more_statements_for_more_restricted_people(guarded, django_assert_max_num_queries):
    with clock.frozen(NOON):
        day = make_charts(people=8)
        for line in day.lines[:guarded]:
            access.restrict(by=day.by_director, client=line.client, reason="Somebody well known.", at=NOON)
        browser = browser_of(ground.make_staff("counselor", site=day.site))
        browser.get(reverse("session", args=[day.session.pk]))
        with django_assert_max_num_queries(21):
            browser.get(reverse("session", args=[day.session.pk]))


@pytest.fixture
def two(db):
    with clock.frozen(AT):
        two = make_twice()
        two.officer = make_staff(two.site, "privacy_officer")
        yield two


def test_joining_shows_both_before_it_does_anything(two):
    url = reverse("chart_merge_find", args=[two.kept.pk])
    said = words(browser_of(two.officer).post(url, {"record_number": two.absorbed.record_number}))
    assert two.absorbed.record_number in said
    assert "Episodes: 1" in said
    assert Client.objects.get(pk=two.absorbed.pk).merged_into_id is None


def test_the_address_of_an_absorbed_chart_leads_to_the_kept_one(two):
    browser = browser_of(two.officer)
    browser.post(reverse("chart_merge", args=[two.kept.pk]), {"absorbed": two.absorbed.pk, "reason": "Same person."})
    answer = browser.get(reverse("client_contacts", args=[two.absorbed.pk]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("client_contacts", args=[two.kept.pk]))
    assert two.absorbed.record_number in words(browser.get(answer["Location"]))


def test_the_address_of_an_absorbed_chart_says_nothing_to_strangers(two):
    merges.merge(by=two.by, kept=two.kept, absorbed=two.absorbed, reason="Same person.", at=AT)
    stranger = make_staff(make_site(), "counselor")
    assert browser_of(stranger).get(reverse("client", args=[two.absorbed.pk])).status_code == 404


def test_undoing_from_the_page(two):
    merge = merges.merge(by=two.by, kept=two.kept, absorbed=two.absorbed, reason="Same person.", at=AT)
    browser = browser_of(two.officer)
    browser.post(reverse("chart_merge_undo", args=[two.kept.pk, merge.pk]))
    assert browser.get(reverse("client", args=[two.absorbed.pk])).status_code == 200


def test_a_hold_set_on_the_contacts_page_is_shown_there(two):
    director = make_staff(two.site)
    url = reverse("client_hold_add", args=[two.kept.pk])
    browser = browser_of(director)
    browser.post(
        url, {"hold-kind": "hospitalised", "hold-starts_on": TODAY.isoformat(), "hold-ends_on": "", "hold-note": ""}
    )
    assert "no messages now" in words(browser.get(reverse("client_contacts", args=[two.kept.pk])))


TYPED = {
    Register.INCIDENT: {"kind": "injury", "harm": "minor", "happened_on": TODAY.isoformat()},
    Register.BREACH: {"affected": "3"},
    Register.GRIEVANCE: {},
    Register.RESTRICTION: {"purposes": ["payment"], "paid_in_full": "on"},
    Register.AMENDMENT: {},
    Register.ACCESS: {"form": "paper"},
}


@pytest.mark.parametrize("register", list(Register))
def test_reporting_by_the_form_and_finding_it_in_the_list(two, register):
    browser = browser_of(two.officer)
    typed = {"site": two.site.pk, "record_number": two.kept.record_number, "received_on": TODAY.isoformat(), "text": "In their words.", **TYPED[register]}  # fmt: skip
    answer = browser.post(reverse("register_new", args=[register]), typed)
    entry = REGISTERS[register].objects.get()
    assert answer["Location"] == reverse("register_entry", args=[register, entry.pk])
    assert "Jo M." in words(browser.get(reverse("register_list", args=[register])))
    assert "In their words." in words(browser.get(answer["Location"]))


def test_a_number_of_nobody_is_said_beside_its_field(two):
    url = reverse("register_new", args=["access"])
    typed = {
        "site": two.site.pk,
        "record_number": "R-1",
        "received_on": TODAY.isoformat(),
        "text": "A copy.",
        "form": "paper",
    }
    answer = browser_of(two.officer).post(url, typed)
    assert answer.status_code == 422
    assert "no chart with this number" in words(answer)


def make_breach(two):
    return registers.report(by=two.by, register="breach", site_id=two.site.pk, text="A letter went astray.", at=AT)


def test_a_breach_goes_its_way_by_the_forms(two):
    entry = make_breach(two)
    browser = browser_of(two.officer)
    step = reverse("register_move", args=["breach", entry.pk])
    answer = browser.post(step, {"move-version": 1, "move-to": "no_breach", "move-reason": "Returned unopened."})
    assert answer.status_code == 422
    assert "four factors" in words(answer)
    facts = {f"facts-factor_{key}": "low" for key in registers.FACTORS} | {f"facts-factor_{key}_words": "Weighed." for key in registers.FACTORS}  # fmt: skip
    browser.post(
        reverse("register_amend", args=["breach", entry.pk]), {"facts-version": 1, "facts-affected": 1, **facts}
    )
    assert (
        browser.post(step, {"move-version": 2, "move-to": "no_breach", "move-reason": "Returned unopened."}).status_code
        == 302
    )
    assert "Returned unopened." in words(browser.get(reverse("register_entry", args=["breach", entry.pk])))


def test_filters_stand_in_the_address(two):
    make_breach(two)
    browser = browser_of(two.officer)
    url = reverse("register_list", args=["breach"])
    assert "1 person concerned" in words(browser.get(url, {"when": "open"}))
    assert "Nothing found" in words(browser.get(url, {"when": "late"}))
    assert "Nothing found" in words(browser.get(url, {"status": "done"}))
    with clock.frozen(AT + dt.timedelta(days=61)):
        assert "1 day over" in words(browser_of(two.officer).get(url, {"when": "late"}))


@pytest.mark.parametrize("number", [2, 25])
def test_a_list_takes_as_many_statements_for_any_number(two, number, django_assert_num_queries):
    for _ in range(number):
        registers.report(by=two.by, register="grievance", site_id=two.site.pk, text="Loud.", at=AT, client=two.kept)
    browser = browser_of(two.officer)
    browser.get(reverse("register_list", args=["grievance"]))
    with django_assert_num_queries(5):
        browser.get(reverse("register_list", args=["grievance"]))


def test_the_file_names_nobody_and_is_on_record_with_its_ground(two):
    registers.report(by=two.by, register="grievance", site_id=two.site.pk, text="=cmd()", at=AT, client=two.kept)
    answer = browser_of(two.officer).get(reverse("register_download", args=["grievance"]))
    text = answer.content.decode()
    assert two.kept.record_number in text
    assert "Marsh" not in text
    event = AuditEvent.objects.filter(verb="clients.list_downloaded").latest("id")
    assert event.detail == {"list": "register_grievance", "rows": 1, "ground": "own_use", "purpose": "compliance"}


def test_work_leads_to_its_page(two):
    from django.conf import settings
    from django.utils.module_loading import import_string

    browser = browser_of(two.officer)
    for register in Register:
        entry = registers.report(
            by=two.by, register=register, site_id=two.site.pk, text="In words.", at=AT, client=two.kept,
            **({"kind": "injury", "happened_on": TODAY} if register == "incident" else {}),
            **({"purposes": ["payment"]} if register == "restriction" else {}),
        )  # fmt: skip
        place = import_string(settings.WORK_PLACES[entry._meta.label_lower])(entry.pk)
        assert browser.get(place).status_code == 200


def test_another_clients_entry_is_not_there_for_a_reporter(two):
    entry = make_breach(two)
    counselor = make_staff(two.site, "counselor")
    assert browser_of(counselor).get(reverse("register_entry", args=["breach", entry.pk])).status_code == 404


def test_a_client_made_elsewhere_stays_unnamed(two):
    elsewhere = make_client(make_site(), legal_first_name="Ada", legal_last_name="Hidden")
    registers.report(by=two.by, register="incident", site_id=two.site.pk, text="Fell.", at=AT, client=elsewhere, kind="injury", happened_on=TODAY)  # fmt: skip
    assert "Hidden" not in words(browser_of(two.officer).get(reverse("register_list", args=["incident"])))
