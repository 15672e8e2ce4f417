"""A biller's week in the browser: claims of last week's days, the file, the payer's answer, a denial, a statement."""

import pytest

from billing import balances
from billing.actions import ledger
from billing.choices.claims import ClaimStatus
from billing.models import Charge, Claim, ClientStatement, Denial
from iop.access.actors import SYSTEM
from tests.factories import claims as made
from tests.factories import remittances as answers
from tests.factories.clients import make_staff
from tests.factories.remittances import answer, text_of
from tests.factories.x12 import why_not_valid

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEXT_MONDAY = "2026-03-09 10:00"
PART, NOTHING = (("CO", "45", 4000), ("PR", "3", 3500)), (("CO", "50", 17500),)


@pytest.fixture
def house(at):
    at(NEXT_MONDAY, "America/New_York")
    house = made.make_billing()
    house.staff = make_staff(house.site, "biller")
    for _ in range(2):
        one = made.make_covered(house.site, house.payer)
        for on in made.DAYS:
            made.charge(house, one, on)
    ledger.post(by=SYSTEM, drafts=[answers._charged(each) for each in Charge.objects.all()], at=made.AT)
    return house


def test_from_last_weeks_days_to_the_batch_the_answer_a_denial_and_a_statement(house, live, barriers, tmp_path):
    page = live.page("desktop", user=house.staff.user)

    # Last week's charges become claims, with a look beforehand.
    page.goto("/claims/")
    page.get_by_role("link", name="Make claims for last week").click()
    page.get_by_role("row", name="Together 2 $1,050.00").wait_for()
    page.get_by_role("button", name="Make and check them").click()
    page.get_by_role("link", name="Ready 2").click()
    page.get_by_role("button", name="Put all ready ones into batches").click()

    page.locator("a.row-link").first.click()

    # The file leaves through the gate, passes an independent check, and is sent.
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the file").click()
    text = download.value.path().read_text()
    assert not why_not_valid(text)
    page.reload()
    page.get_by_role("button", name="It was sent").click()
    rows = list(Claim.objects.order_by("control_number"))
    assert [row.status for row in rows] == [ClaimStatus.SUBMITTED] * 2

    # The payer answers: one paid with a part left to the client, one refused.
    file = tmp_path / "answer.835"
    file.write_text(
        text_of(house, answer(rows[0], PART, PART, PART), answer(rows[1], NOTHING, NOTHING, NOTHING, status="4"))
    )
    page.goto("/remittances/")
    page.get_by_label("Remittance file (835)").set_input_files(file)
    page.get_by_role("button", name="Take in").click()
    page.get_by_role("button", name="Post $300.00").click()
    page.get_by_text("Posted").first.wait_for()
    assert balances.everything() == 0

    # The refusal is worked on.
    page.goto("/denials/")
    page.get_by_role("link", name=rows[1].client.name).click()
    page.get_by_role("button", name="Make it mine").click()
    page.get_by_role("link", name="Appeal: medical necessity").click()
    barriers(page)
    assert Denial.objects.get().owner_id == house.staff.pk

    # What is left to the client stands on a statement that they can read.
    page.goto(f"/clients/{rows[0].client_id}/account/")
    page.get_by_text("$105.00").first.wait_for()
    page.get_by_role("button", name="Make a statement").click()
    page.get_by_text("$105.00").first.wait_for()
    assert ClientStatement.objects.get().client_id == rows[0].client_id
    barriers(page)
