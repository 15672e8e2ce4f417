"""Plans for the client's pocket and discharge summaries leave through the gate, and say no more than it lets them."""

import io

import pytest
from pypdf import PdfReader

from clients import gate
from clients.choices import Information, Purpose
from clients.models import Disclosure
from iop.core.errors import Conflict, Invalid
from iop.workflows import own_papers
from tests.factories import own_plans as make
from tests.factories import privacy
from tests.factories.clients import AT
from therapy.actions import aftercare
from therapy.choices.own_plans import SummaryPart
from therapy.models import AftercarePlan

pytestmark = pytest.mark.django_db
BROAD = [kind for kind in Information.values if kind not in ("drug_tests", "counseling_notes")]


@pytest.fixture
def desk(db):
    return make.make_desk()


def pages(paper):
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(paper)).pages]


def party_told(desk, information=BROAD):
    party = privacy.make_party()
    privacy.make_consent(desk.client, party=party, information=list(information))
    return party


def send(desk, row, to, parts=SummaryPart.values):
    return own_papers.send_summary(by=desk.by, summary=row, to=to, purpose=Purpose.TREATMENT, parts=parts, at=AT)


@pytest.mark.parametrize(("language", "title"), [("en", "My safety plan"), ("es", "Mi plan de seguridad")])
def test_a_safety_plan_is_one_page_in_either_language(desk, language, title):
    version = make.keep_safety(desk)
    found = pages(own_papers.plan_for_the_client(by=desk.by, version=version, language=language, at=AT))
    assert len(found) == 1
    assert title in found[0]
    assert "988" in found[0]
    assert "Walk to the river" in found[0]


def test_a_full_relapse_plan_still_fits_one_page(desk):
    lines = [f"A sentence number {number} of some length that somebody wrote here." for number in range(6)]
    sections = dict.fromkeys(("people", "places", "feelings", "early", "late", "coping", "cravings", "meetings"), lines)
    version = make.keep_relapse(desk, **sections)
    assert len(pages(own_papers.plan_for_the_client(by=desk.by, version=version, language="es", at=AT))) == 1


def test_the_paper_names_no_clinic(desk):
    found = pages(own_papers.plan_for_the_client(by=desk.by, version=make.keep_safety(desk), language="en", at=AT))
    assert desk.site.name not in found[0]


def test_a_day_reads_as_words_in_spanish(desk):
    found = pages(own_papers.plan_for_the_client(by=desk.by, version=make.keep_relapse(desk), language="es", at=AT))
    assert "14 de junio de 2026" in found[0].lower()


def test_the_clients_copy_is_written_down(desk):
    own_papers.plan_for_the_client(by=desk.by, version=make.keep_safety(desk), language="en", at=AT)
    row = Disclosure.objects.get()
    assert (row.ground, row.information, row.sent_as) == ("own_access", ["safety"], "copy")


def test_another_language_is_refused(desk):
    with pytest.raises(Invalid):
        own_papers.plan_for_the_client(by=desk.by, version=make.keep_safety(desk), language="fr", at=AT)


def test_the_aftercare_paper_says_with_whom_and_when(desk):
    aftercare.save_step(
        by=desk.by, step=make.step(desk), version=1, status="arranged", provider="Dr. Moreau", meets_on=AT.date(), at=AT
    )
    plan = AftercarePlan.objects.get()
    found = " ".join(pages(own_papers.aftercare_for_the_client(by=desk.by, plan=plan, language="es", at=AT)))
    assert "Dr. Moreau" in found
    assert "Todavía sin arreglar" in found


def test_a_summary_goes_to_a_named_recipient_with_the_notice_and_the_consent(desk):
    row = make.signed_summary(desk)
    party = party_told(desk)
    found = " ".join(pages(send(desk, row, gate.Recipient.of_party(party))))
    assert party.name in found
    assert "42 CFR" in found
    assert Disclosure.objects.get().party_id == party.pk


def test_parts_that_the_consent_does_not_open_stay_here(desk):
    row = make.signed_summary(desk, tests="One unexpected result.")
    to = gate.Recipient.of_party(party_told(desk))
    with pytest.raises(gate.NotDisclosable):
        send(desk, row, to)
    allowed = [part for part in SummaryPart.values if part != SummaryPart.TESTS]
    assert "unexpected" not in " ".join(pages(send(desk, row, to, allowed)))


def test_which_parts_a_recipient_may_have_is_said_beforehand(desk):
    row = make.signed_summary(desk, tests="One unexpected result.")
    found = own_papers.open_parts(row, party_told(desk), Purpose.TREATMENT, AT)
    assert SummaryPart.TESTS not in found
    assert SummaryPart.RISK in found


def test_an_unsigned_summary_leaves_for_nobody(desk):
    desk.episode = make.leave(desk)
    with pytest.raises(Conflict):
        send(desk, make.open_summary(desk), gate.Recipient.client())


def test_the_client_gets_their_own_copy_whole(desk):
    row = make.signed_summary(desk, tests="One unexpected result.")
    assert "One unexpected result." in " ".join(pages(send(desk, row, gate.Recipient.client())))
