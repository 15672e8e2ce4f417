"""An assessment from the first question to the signature, the level decided, a diagnosis made: in a real browser."""

from __future__ import annotations

import pytest

from clients.models import Diagnosis, DimensionalAssessment, Placement
from tests.factories import assessments as made
from tests.factories.assessments import AT
from therapy.models import AssessmentSection, BiopsychosocialAssessment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIEWS = [("phone", False), ("desktop", True)]
PHONE, DESKTOP = VIEWS[:1], VIEWS[1:]
"""One of the two is enough where the walk over every page looks at both."""


@pytest.fixture
def desk(at):
    at(AT)
    made.make_codes()
    return made.make_desk()


def name_of(size, dark):
    return f"{size}-{'dark' if dark else 'light'}"


@pytest.mark.parametrize(("size", "dark"), DESKTOP)
def test_an_assessment_is_begun_saved_left_and_signed(size, dark, desk, live, barriers, picture):
    page = live.page(size, dark=dark, user=desk.therapist.user)
    page.goto(f"/clients/{desk.client.pk}/assessment/")
    barriers(page)
    picture(page, f"assessment-tab-{name_of(size, dark)}")
    page.get_by_role("button", name="Begin the assessment").click()
    page.get_by_role("heading", name="Sign").wait_for()
    row = BiopsychosocialAssessment.objects.get()
    page.goto(f"/assessments/{row.pk}/sections/presenting/")
    page.locator("#q-own-words").fill("I can't stop alone.")
    page.locator(".saved[data-state=saved]").wait_for()
    barriers(page)
    picture(page, f"assessment-section-{name_of(size, dark)}")
    page.close()
    assert AssessmentSection.objects.get(assessment=row).answers == {"own_words": "I can't stop alone."}

    page = live.page(size, dark=dark, user=desk.therapist.user)
    page.goto(f"/assessments/{row.pk}/sections/safety/")
    assert not page.locator("[data-alarm-notice]").is_visible()
    page.get_by_role("group", name="In the past month: thought of killing themselves").get_by_label(
        "Yes", exact=True
    ).check()
    page.locator("[data-alarm-notice]").wait_for(state="visible")
    barriers(page)
    picture(page, f"assessment-danger-{name_of(size, dark)}")
    page.goto(f"/assessments/{row.pk}/sections/substances/")
    page.locator(".table-row summary").first.click()
    page.get_by_label("Age at first use, Alcohol").fill("15")
    page.locator(".saved[data-state=saved]").wait_for()
    barriers(page)
    picture(page, f"assessment-substances-{name_of(size, dark)}")

    made.fill(desk, row)
    page.goto(f"/assessments/{row.pk}/")
    barriers(page)
    picture(page, f"assessment-whole-{name_of(size, dark)}")
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("Signed and locked.").wait_for()
    barriers(page)


@pytest.mark.parametrize(("size", "dark"), DESKTOP)
def test_dimensions_are_rated_and_a_level_decided(size, dark, desk, live, barriers, picture):
    page = live.page(size, dark=dark, user=desk.therapist.user)
    page.goto(f"/clients/{desk.client.pk}/assessment/")
    page.get_by_role("button", name="Rate the dimensions").click()
    page.wait_for_url("**/dimensions/*/")
    page.get_by_label("Rating, Intoxication and associated risks").fill("1.5")
    page.get_by_label("Evidence, Intoxication and associated risks").fill("Sober today, last drink four days ago.")
    page.locator("#rate-1-1 .saved[data-state=saved]").wait_for()
    barriers(page)
    picture(page, f"dimensions-{name_of(size, dark)}")
    row = DimensionalAssessment.objects.get()
    row.ratings.all().delete()
    made.rate_all(desk, row)
    page.reload()
    page.locator("#id_decide-indicated_level").select_option(index=2)
    page.locator("#id_decide-chosen_level").select_option(index=2)
    page.locator("#id_decide-rationale").fill("Needs structure most days.")
    page.get_by_role("button", name="Sign and place").click()
    page.get_by_text("Signed, and placed.").wait_for()
    barriers(page)
    picture(page, f"dimensions-signed-{name_of(size, dark)}")
    assert Placement.objects.get().level == desk.level


@pytest.mark.parametrize(("size", "dark"), PHONE)
def test_a_diagnosis_is_searched_and_made(size, dark, desk, live, barriers, picture):
    page = live.page(size, dark=dark, user=desk.therapist.user)
    page.goto(f"/clients/{desk.client.pk}/diagnoses/")
    page.get_by_label("Search ICD-10-CM").press_sequentially("opioid", delay=5)
    page.get_by_text("F11.20").click()
    page.get_by_label("Severe (6 or more criteria)").first.check()
    barriers(page)
    picture(page, f"diagnoses-search-{name_of(size, dark)}")
    page.get_by_role("button", name="Make the diagnosis").click()
    page.get_by_text("The diagnosis stands.").wait_for()
    page.locator("summary", has_text="Change").first.click()
    barriers(page)
    picture(page, f"diagnoses-{name_of(size, dark)}")
    assert Diagnosis.objects.get().code.code == "F11.20"


@pytest.mark.parametrize(("size", "dark"), PHONE)
def test_a_counseling_note_is_written_and_finished(size, dark, desk, live, barriers, picture):
    page = live.page(size, dark=dark, user=desk.therapist.user)
    page.goto(f"/clients/{desk.client.pk}/counseling-notes/")
    barriers(page)
    page.get_by_role("textbox", name="Note").fill("She spoke about her brother.")
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url("**/counseling-notes/*/")
    page.get_by_role("textbox", name="Note").fill("She spoke about her brother for the first time.")
    page.locator(".saved[data-state=saved]").wait_for()
    barriers(page)
    picture(page, f"counseling-{name_of(size, dark)}")
    page.locator("summary", has_text="Finish it").click()
    page.get_by_role("button", name="Finish and lock").click()
    page.get_by_text("Finished and locked.").wait_for()
    barriers(page)
