"""A step-down in a real browser moves everything at once, and undoing it puts everything back."""

from __future__ import annotations

import datetime as dt

import pytest

from clients.models import Placement
from scheduling import actions as scheduling
from scheduling.models import Enrolment
from sessions_app.models import Attendance
from tests.factories import transitions as made
from tests.factories.scheduling import wall
from tests.factories.transitions import AT, MONDAY
from therapy.models import Transition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TUESDAY = MONDAY + dt.timedelta(days=1)


@pytest.fixture
def desk(at):
    at(AT)
    return made.make_desk()


def roster(desk):
    return set(Attendance.objects.filter(client=desk.client, status="expected").values_list("session", flat=True))


def test_a_step_down_moves_everything_and_undoing_it_restores_it(desk, live, barriers):
    held = scheduling.book_appointment(
        by=desk.by, kind="family", client=desk.client, staff=desk.therapist, site_id=desk.site.pk, starts_at=wall(TUESDAY, 15),
        ends_at=wall(TUESDAY, 16), at=AT,
    )  # fmt: skip
    before = roster(desk)
    page = live.page("phone", user=desk.therapist.user)
    page.goto(f"/clients/{desk.client.pk}/care/")
    page.get_by_role("link", name="Change level, track and days").click()
    page.get_by_role("link", name="Outpatient Step down", exact=True).click()
    page.get_by_label("First day").fill(f"{MONDAY:%Y-%m-%d}")
    page.get_by_role("button", name="Show what is free then").click()
    barriers(page)
    page.get_by_label("Track", exact=True).select_option("OP afternoon")
    page.get_by_label("Tuesday").check()
    page.get_by_label("Thursday").check()
    page.get_by_label("Why, in a sentence").fill("Six weeks sober and back at work.")
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("heading", name="This is what changes").wait_for()
    barriers(page)
    assert not Transition.objects.exists()
    page.get_by_label("Family therapy with Dana Reyes").check()
    page.get_by_role("button", name="Look again").click()
    page.get_by_text("Stays, inside the new day").wait_for()
    page.get_by_role("button", name="Decide all of this").click()
    page.get_by_role("heading", name="Undo it").wait_for()
    barriers(page)
    held.refresh_from_db()
    assert (held.status, held.during_session) == ("booked", True)
    assert Placement.objects.on(MONDAY).get().level == desk.op_level
    assert roster(desk) != before
    page.get_by_label("Why it is undone").fill("The job did not come about.")
    page.get_by_role("button", name="Undo the change").click()
    page.get_by_text("Undone. Everything stands as it stood before.").wait_for()
    assert roster(desk) == before
    assert Placement.objects.on(MONDAY).get().level == desk.level
    assert Enrolment.objects.standing().get().ends_on is None
    page.close()
