"""Working on denials: whose it is, what was done, what is given up, and letters that leave through the gate."""

import io

import pytest
from pypdf import PdfReader

from billing import balances
from billing.actions.denials import working
from billing.choices.claims import ClaimStatus
from billing.choices.ledger import Account
from billing.choices.remittances import DenialStatus, LetterKind
from billing.models import Claim, Denial, DenialLetter
from clients.choices import ConsentKind, Information, Purpose
from clients.gate import NotDisclosable
from clients.models import Disclosure
from iop.clinic.models import StaffMember
from iop.core.errors import Invalid, Refusal, Stale
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from iop.workflows import denial_letters
from tests.factories import clients, privacy
from tests.factories import remittances as made
from tests.factories.remittances import AT, CENTS, answer

pytestmark = pytest.mark.django_db
WORDS = "A replacement is on its way."


@pytest.fixture
def desk():
    return made.make_desk()


def denied(desk, code="197", days=made.DAYS[:1]) -> Denial:
    claim = made.make_sent(desk, days=days)
    made.posted(desk, answer(claim, *[(("CO", code, CENTS),)] * len(days), status="4"))
    return Denial.objects.get(claim=claim)


def test_somebody_makes_it_theirs_with_its_work(desk):
    row = denied(desk)
    owner = StaffMember.objects.get(pk=desk.biller.staff_id)
    working.take(by=desk.biller, denial=row, owner=owner, at=AT)
    assert Denial.objects.get().owner == owner
    assert WorkItem.objects.get(kind=WorkKind.DENIAL).assignee == owner


def test_each_step_is_on_record_with_its_words(desk):
    row = denied(desk)
    working.change(by=desk.biller, denial=row, status=DenialStatus.CORRECTED, words=WORDS, at=AT)
    change = Denial.objects.get().changes.get()
    assert (change.status, change.words) == (DenialStatus.CORRECTED, WORDS)


def test_an_appeal_moves_the_claim_too(desk):
    row = denied(desk)
    working.change(by=desk.biller, denial=row, status=DenialStatus.APPEALED, words=WORDS, at=AT)
    assert Claim.objects.get().status == ClaimStatus.APPEALED


def test_a_step_needs_words(desk):
    with pytest.raises(Invalid):
        working.change(by=desk.biller, denial=denied(desk), status=DenialStatus.CORRECTED, words=" ", at=AT)


def test_a_step_that_does_not_follow_is_refused(desk):
    with pytest.raises(Refusal):
        working.change(by=desk.biller, denial=denied(desk), status=DenialStatus.LOST, words=WORDS, at=AT)


def test_a_stale_page_is_told(desk):
    row = denied(desk)
    working.change(by=desk.biller, denial=row, status=DenialStatus.CORRECTED, words=WORDS, version=1, at=AT)
    with pytest.raises(Stale):
        working.change(by=desk.biller, denial=row, status=DenialStatus.WON, words=WORDS, version=1, at=AT)


def test_what_is_given_up_is_written_off_and_never_the_clients(desk):
    row = denied(desk)
    working.give_up(by=desk.biller, denial=row, reason="Past every deadline.", at=AT)
    found = balances.by_account()
    assert (found[Account.DENIED], found[Account.PAYERS_OWE], found[Account.CLIENTS_OWE]) == (CENTS, 0, 0)
    assert balances.everything() == 0
    assert not WorkItem.objects.open().filter(kind=WorkKind.DENIAL).exists()


def test_a_large_sum_is_given_up_only_by_those_who_may_write_off(desk):
    row = denied(desk, days=made.DAYS)
    with pytest.raises(Refusal, match=r"500\.00"):
        working.give_up(by=desk.biller, denial=row, reason="Past every deadline.", at=AT)
    working.give_up(by=clients.make_actor(desk.site), denial=row, reason="Past every deadline.", at=AT)
    assert balances.by_account()[Account.DENIED] == 3 * CENTS


def letter(desk, row, kind=LetterKind.NECESSITY):
    words = denial_letters.words_for(row, kind)
    return denial_letters.send(by=desk.biller, denial=row, kind=kind, words=words, at=AT)


def test_a_letter_leaves_only_with_consent_for_payment(desk):
    row = denied(desk)
    with pytest.raises(NotDisclosable):
        letter(desk, row)
    assert not DenialLetter.objects.exists()


def test_a_letter_is_kept_written_down_and_notes_the_appeal(desk):
    row = denied(desk)
    privacy.make_consent(
        row.claim.client, kind=ConsentKind.SPECIFIC, party=desk.payer.party, purposes=[Purpose.PAYMENT],
        information=[Information.BILLING, Information.ATTENDANCE, Information.CONTACT],
    )  # fmt: skip
    kept, content = letter(desk, row)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert row.claim.control_number in text
    assert Disclosure.objects.get(pk=kept.disclosure_id).purpose == Purpose.PAYMENT
    assert Denial.objects.get().status == DenialStatus.APPEALED
