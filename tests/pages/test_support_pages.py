"""The pages about medications and case management: what they show, what they do, as often as the database is asked."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.models import Disclosure
from iop.core import clock
from iop.work.models import WorkItem
from tests.factories.ground import sign_in
from tests.factories.support import (
    AT,
    TODAY,
    add,
    add_injection,
    add_place,
    day,
    give_naloxone,
    inject,
    log_contact,
    log_meeting,
    make_house,
    refer,
)
from therapy.actions import medications, support
from therapy.models import CaseContact, CommunityResource, Medication, NaloxoneOffer, Referral

pytestmark = pytest.mark.django_db
TRANSACTION = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SET CONSTRAINTS")


@pytest.fixture
def house(at):
    at(AT)
    return make_house()


@pytest.fixture
def desk(house, client):
    sign_in(client, house.staff["counselor"])
    return client


def to(name, thing):
    return reverse(name, args=[thing.pk])


def text(answer):
    return answer.content.decode()


def statements(browser, url):
    browser.get("/clients/")
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200
    return len([one for one in asked.captured_queries if not one["sql"].startswith(TRANSACTION)])


def test_the_list_marks_medication_for_opioid_use_disorder(house, desk):
    add(house, name="Suboxone", ingredient="buprenorphine_naloxone", dose="8 mg/2 mg", treats="moud")
    page = text(desk.get(to("client_medications", house.client)))
    assert "Suboxone 8 mg/2 mg" in page
    assert "MOUD" in page


def test_a_medication_is_added_from_the_page(house, desk):
    answer = desk.post(to("client_medication_add", house.client), {
        "name": "Trazodone", "ingredient": "trazodone", "dose": "50 mg", "frequency": "at night", "treats": "sleep",
        "route": "oral", "starts_on": "2026-02-01", "learned_from": "package",
    })  # fmt: skip
    assert answer.status_code == 302
    assert Medication.objects.get().learned_from == "package"


def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_stays(house, desk):
    row = add(house)
    answer = desk.post(
        to("medication_stop", row), {"version": 1, "on": "2020-01-01", "reason": "other", "note": "Typed words"}
    )
    assert answer.status_code == 422
    assert "cannot have stopped earlier" in text(answer)
    assert "Typed words" in text(answer)


def test_the_dose_is_changed_from_the_page(house, desk):
    row = add(house)
    desk.post(to("medication_dose", row), {
        "version": 1, "dose": "75 mg", "frequency": "once a day", "starts_on": day(1).isoformat(),
    })  # fmt: skip
    assert [one.dose for one in Medication.objects.order_by("starts_on")] == ["50 mg", "75 mg"]


def test_naloxone_is_given_from_the_page(house, desk):
    desk.post(to("client_naloxone", house.client), {
        "outcome": "given", "on": TODAY.isoformat(), "why": "asked", "kits": 2, "product": "nasal_4", "lot": "A1",
        "expires_on": day(90).isoformat(), "was_trained": "on",
    })  # fmt: skip
    assert NaloxoneOffer.objects.get().kits == 2


def test_a_kit_without_its_lot_is_asked_for_it(house, desk):
    answer = desk.post(
        to("client_naloxone", house.client), {"outcome": "given", "on": TODAY.isoformat(), "why": "asked", "kits": 1}
    )
    assert answer.status_code == 422
    assert not NaloxoneOffer.objects.exists()


def test_the_printed_list_passes_the_gate(house, desk):
    add(house)
    answer = desk.post(to("client_medications_pdf", house.client), {"language": "es"})
    left = Disclosure.objects.get()
    assert answer["Content-Type"] == "application/pdf"
    assert (left.ground, left.information) == ("own_access", ["medications"])


def test_a_biller_sees_no_medications(house, client):
    from tests.factories import clients

    sign_in(client, clients.make_staff(house.site, "biller"))
    assert client.get(to("client_medications", house.client)).status_code == 403


def test_another_sites_medication_is_not_there(house, desk):
    assert desk.get(to("medication_stop", add(make_house()))).status_code == 404


def test_a_referral_is_made_moved_and_followed(house, desk):
    place = add_place(house)
    desk.post(to("client_refer", house.client), {"need": "housing", "resource": str(place.pk), "way": "client"})
    row = Referral.objects.get()
    assert "Harbor Housing Office" in text(desk.get(to("referral", row)))
    desk.post(to("referral_move", row), {"version": row.version, "to": "accepted", "note": "Room in May"})
    row.refresh_from_db()
    assert row.status == "accepted"
    assert "Room in May" in text(desk.get(to("referral", row)))


def test_without_a_consent_the_page_says_what_would_mend_it(house, desk):
    row = refer(house, resource=add_place(house), we_tell=True)
    answer = desk.post(to("referral_tell", row), {
        "version": row.version, "information": ["presence", "contact"], "sent_as": "letter", "said": "Looks for a room.",
    })  # fmt: skip
    assert answer.status_code == 422
    assert "consent" in text(answer).lower()
    assert not Disclosure.objects.exists()


def test_a_contact_is_written_down_by_the_clinics_wall_clock(house, desk):
    desk.post(to("client_case_contact", house.client), {
        "contacted_at": "2026-03-02T09:30", "with_whom": "client", "how": "phone", "outcome": "reached", "minutes": 15,
        "summary": "Spoke about bus fare.",
    })  # fmt: skip
    assert CaseContact.objects.get().at == dt.datetime(2026, 3, 2, 14, 30, tzinfo=dt.UTC)


def test_a_task_is_made_and_done_from_the_page(house, desk):
    desk.post(to("client_task_add", house.client), {"words": "Ask about the bus pass", "due_on": TODAY.isoformat()})
    item = WorkItem.objects.get(kind="task")
    assert "Ask about the bus pass" in text(desk.get(to("client_support", house.client)))
    desk.post(to("support_task_done", item))
    item.refresh_from_db()
    assert item.status == "done"


def test_a_colleagues_task_is_theirs(house, desk):
    item = support.add_task(by=house.manager, episode=house.episode, words="Call back", due_on=TODAY, at=AT)
    assert desk.post(to("support_task_done", item)).status_code == 403


def test_a_meeting_is_written_down(house, desk):
    desk.post(to("client_meeting_add", house.client), {
        "on": TODAY.isoformat(), "kind": "smart", "place": "online", "has_sponsor": "no",
    })  # fmt: skip
    page = text(desk.get(to("client_support", house.client)))
    assert "SMART Recovery" in page
    assert "No sponsor or mentor yet" in page


def test_a_case_manager_keeps_the_list_of_places(house, client):
    sign_in(client, house.staff["case_manager"])
    client.post(reverse("resource_new"), {"name": "Food Pantry", "needs": ["food"], "site": str(house.site.pk)})
    row = CommunityResource.objects.get()
    client.post(
        to("resource_edit", row),
        {"version": row.version, "name": "Food Pantry", "needs": ["food"], "hours": "Mon 9-12"},
    )
    assert "Mon 9-12" in text(client.get(to("resource", row)))
    client.post(to("resource_retire", row), {"do": "off"})
    assert "Food Pantry" not in text(client.get(reverse("resources")))


def test_words_are_searched_for_without_an_address(house, desk):
    add_place(house)
    assert "Harbor Housing" in text(desk.post(reverse("resources"), {"q": "harbor"}))
    assert "Harbor Housing" not in text(desk.post(reverse("resources"), {"q": "zebra"}))


def test_what_opens_from_my_work_leads_to_the_list(house, desk):
    row = add(house)
    assert desk.get(to("medication_place", row))["Location"] == to("client_medications", house.client)


def fill(house, number):
    for index in range(number):
        row = add_injection(house, name=f"Medication {index}", starts_on=TODAY - dt.timedelta(days=40))
        inject(house, row)
        give_naloxone(house)
        medications.add_allergy(
            by=house.by, client=house.client, site_id=house.site.pk, substance=f"Grass {index}", at=AT
        )
        medications.reconcile(by=house.by, episode=house.episode, compared_with=["client"], at=AT)
        with clock.frozen(AT):
            move = refer(house)
            support.move_referral(by=house.by, referral=move, version=move.version, to="accepted", at=AT)
        log_contact(house)
        log_meeting(house, on=TODAY - dt.timedelta(days=index))
        support.add_task(by=house.by, episode=house.episode, words=f"Task {index}", due_on=TODAY, at=AT)


@pytest.mark.parametrize("name", ["client_medications", "client_support"])
def test_as_many_statements_for_a_long_history(house, desk, name):
    fill(house, 1)
    few = statements(desk, to(name, house.client))
    fill_more = 7
    for index in range(1, fill_more):
        add(house, name=f"Other {index}")
        inject(house, add_injection(house, name=f"Depot {index}"))
        give_naloxone(house)
        refer(house)
        log_contact(house)
        log_meeting(house, on=TODAY - dt.timedelta(days=20 + index))
        support.add_task(by=house.by, episode=house.episode, words="More", due_on=TODAY, at=AT)
    assert statements(desk, to(name, house.client)) == few


def test_as_many_statements_for_many_places(house, desk):
    add_place(house)
    few = statements(desk, reverse("resources"))
    for number in range(12):
        add_place(house, name=f"Place {number}")
    assert statements(desk, reverse("resources")) == few


def test_as_many_statements_for_a_long_referral(house, desk):
    row = refer(house)
    few = statements(desk, to("referral", row))
    for status in ("waiting", "accepted", "waiting", "accepted", "attended"):
        row.refresh_from_db()
        support.move_referral(by=house.by, referral=row, version=row.version, to=status, at=AT)
        log_contact(house, referral=row)
    assert statements(desk, to("referral", row)) == few
