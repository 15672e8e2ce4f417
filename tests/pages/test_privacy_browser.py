"""What leaves, in a real browser: a letter to probation, one that may not go to an employer, two taps in an emergency."""

from __future__ import annotations

import datetime as dt

import pytest

from clients.actions.disclosing import tell_in_emergency
from clients.choices import Information, PartyKind
from clients.models import Disclosure, Letter
from iop.clinic.actors import actor_of
from tests.factories import outward, privacy
from tests.pages.chart_clinic import NOON
from tests.plugins.browser import settled, unrolled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = (("phone", False), ("desktop", True))
PHONE, DESKTOP = LOOKS[:1], LOOKS[1:]
"""One of the two is enough where the walk over every page looks at both."""


@pytest.fixture
def clinic(at):
    at(NOON)
    return outward.make_outward()


@pytest.fixture
def barriers(axe):
    """Look for barriers on the whole page at once."""

    def check(page):
        size = page.viewport_size
        unrolled(page, 200)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.set_viewport_size(size)

    return check


def colleagues(clinic):
    """Papers of every kind, so that the pages have something to show."""
    privacy.make_agreement(
        privacy.make_party(PartyKind.SERVICE, name="Northline Messaging"), services="Sends text messages",
        ends_on=dt.date(2026, 4, 1),
    )  # fmt: skip
    privacy.make_order(clinic.client, privacy.make_party(PartyKind.COURT, name="Suffolk Superior Court"))
    return tell_in_emergency(
        by=actor_of(clinic.counselor.pk, NOON), client=clinic.client, nature="Overdose or intoxication", recipient_name="Kim Ito",
        affiliation="Boston EMS", information=[Information.MEDICATIONS], said="Buprenorphine 8 mg, no allergies", at=NOON,
    )  # fmt: skip


@pytest.mark.parametrize(("size", "dark"), LOOKS)
def test_an_attendance_letter_goes_to_probation(size, dark, clinic, live, barriers, picture):
    privacy.make_party(PartyKind.PROBATION, name="Officer Lee Grant", organization="State Parole")
    page = live.page(size, dark=dark, user=clinic.counselor.user)
    page.goto(f"/clients/{clinic.client.pk}/left/")
    page.get_by_role("link", name="Send something").first.click()
    page.wait_for_url("**/send/")
    settled(page)
    page.locator("#letter").select_option("attendance-probation")
    page.get_by_label("Officer Lee Grant").wait_for()
    page.get_by_label("Officer Dana Reyes").check()
    page.get_by_text("Exactly this leaves").wait_for()
    page.locator(".sheet").get_by_text("in our outpatient program since").wait_for()
    barriers(page)
    picture(page, f"letter-{size}")
    page.get_by_role("button", name="Release the letter").click()
    page.get_by_text("The letter left, and it is on record.").wait_for()
    barriers(page)
    picture(page, f"sent-{size}")
    page.get_by_role("link", name="What left").last.click()
    page.get_by_role("heading", name="Officer Dana Reyes").wait_for()
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(("size", "dark"), DESKTOP)
def test_a_letter_to_the_employer_is_refused_with_what_would_mend_it(size, dark, clinic, live, barriers, picture):
    outward.tpo(clinic)
    page = live.page(size, dark=dark, user=clinic.counselor.user)
    page.goto(f"/clients/{clinic.client.pk}/send/")
    page.locator("#letter").select_option("attendance-employer")
    page.get_by_text("Nobody may receive this letter now").wait_for()
    assert page.get_by_label("Bayline Stores").is_disabled()
    page.get_by_text("Ask the client to sign a release that names this recipient").wait_for()
    barriers(page)
    picture(page, f"employer-{size}")
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(("size", "dark"), PHONE)
def test_an_emergency_takes_two_taps_and_the_facts(size, dark, clinic, live, barriers, picture):
    page = live.page(size, dark=dark, user=clinic.counselor.user)
    page.goto(f"/clients/{clinic.client.pk}/")
    page.get_by_role("link", name="Tell medics").click()
    page.get_by_role("heading", name="Tell medical personnel").wait_for()
    barriers(page)
    page.get_by_text("Overdose or intoxication").click()
    page.get_by_label("Who was told").fill("Kim Ito")
    page.get_by_label("Where they are from").fill("Boston EMS")
    page.get_by_text("Medications").click()
    picture(page, f"emergency-{size}")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_text("Written down.").wait_for()
    assert Disclosure.objects.get().affiliation == "Boston EMS"


@pytest.mark.parametrize(("size", "dark"), DESKTOP)
def test_telling_somebody_shows_who_may_hear_it_as_choices_change(size, dark, clinic, live, barriers, picture):
    page = live.page(size, dark=dark, user=clinic.counselor.user)
    page.goto(f"/clients/{clinic.client.pk}/send/spoken/")
    page.locator("#purpose").select_option("monitoring")
    page.locator("#i-attendance").check()
    page.get_by_label("Officer Dana Reyes").wait_for()
    assert page.get_by_label("Officer Dana Reyes").is_enabled()
    page.locator("#i-drug_tests").check()
    page.get_by_text("does not cover all of this information").wait_for()
    barriers(page)
    picture(page, f"tell-{size}")


def test_without_a_court_order_the_page_says_what_a_subpoena_is_worth(clinic, live):
    page = live.page("desktop", user=clinic.counselor.user)
    page.goto(f"/clients/{clinic.client.pk}/send/spoken/")
    page.locator("#i-attendance").check()
    page.locator("#ground").select_option("court_order")
    page.get_by_text("No court order is on record for this client.").wait_for()


@pytest.mark.parametrize(("size", "dark"), PHONE)
def test_the_privacy_officer_s_pages_are_within_reach(size, dark, clinic, live, barriers, picture):
    told = colleagues(clinic)
    page = live.page(size, dark=dark, user=outward.privacy_officer(clinic).user)
    order = clinic.client.court_orders.get()
    chart = f"/clients/{clinic.client.pk}"
    for name, url in {
        "desk": "/privacy/", "recipients": "/privacy/recipients/", "recipient": f"/privacy/recipients/{clinic.officer.pk}/",
        "agreements": "/privacy/agreements/", "orders": "/privacy/orders/", "order": f"/privacy/orders/{order.pk}/",
        "order-new": "/privacy/orders/new/", "reviews": "/privacy/reviews/", "review": f"/privacy/reviews/{told.pk}/",
        "letters": "/privacy/letters/", "words": f"/privacy/letters/{outward.letter_for('court').pk}/",
        "left": f"{chart}/left/", "openings": f"{chart}/openings/", "copy": f"{chart}/send/copy/",
    }.items():  # fmt: skip
        assert page.goto(url).status == 200, url
        barriers(page)
        picture(page, f"{name}-{size}")


def test_a_letter_can_be_sent_without_a_script(clinic, live):
    page = live.page("desktop", user=clinic.counselor.user, javascript=False)
    page.goto(f"/clients/{clinic.client.pk}/send/?letter=attendance-probation")
    page.get_by_label("Officer Dana Reyes").check()
    page.get_by_role("button", name="Show what would leave").click()
    page.get_by_text("Exactly this leaves").wait_for()
    page.get_by_role("button", name="Release the letter").click()
    page.get_by_text("The letter left, and it is on record.").wait_for()
