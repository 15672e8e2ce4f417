"""A director looks how the clinic is doing, opens a number, narrows it, and takes it along."""

import pytest

from tests.factories import days, ground

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_director_reads_how_the_clinic_is_doing(at, live, barriers):
    clinic = days.make_closed(people=3)
    at(clinic.closed_at)
    director = ground.make_staff("clinical_director", site=clinic.site)
    page = live.page("phone", dark=True, user=director.user)
    page.goto("/reports/")
    page.get_by_role("heading", name="How are we doing").wait_for()
    barriers(page)
    page.get_by_role("link", name="Attendance and no-show").click()
    page.wait_for_url("**/reports/attendance/**")
    page.get_by_label("Broken down by").select_option(label="Track")
    page.wait_for_url("**by=track**")
    assert clinic.track.name in page.get_by_role("table").inner_text()
    barriers(page)
    page.get_by_text("Take away").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert taken.value.suggested_filename.startswith("attendance-2026-03-02")
