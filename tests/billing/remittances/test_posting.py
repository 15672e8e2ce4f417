"""Posting what payers decided: money where it belongs, claims and denials by what was said, nothing twice, nothing half."""

import datetime as dt
import io
import threading

import pytest
from django.db import connection

from billing import balances
from billing.actions import remittances
from billing.choices.claims import ClaimStatus
from billing.choices.ledger import Account, EntryKind
from billing.choices.remittances import Cause, DenialStatus, FileStatus, Match, RemittanceStatus
from billing.models import (
    BillingMonth,
    Claim,
    ClaimChange,
    Denial,
    Entry,
    Posting,
    Remittance,
    RemittanceClaim,
    RemittanceFile,
)
from billing.remittances import adjudication_of
from billing.x12.segments import BadFile
from iop.core.errors import Conflict, NotAllowed
from iop.work.choices import WorkKind
from iop.work.models import WorkItem
from tests.factories import billing, clients
from tests.factories import remittances as made
from tests.factories.remittances import AT, CENTS, PAID_ON, answer

pytestmark = pytest.mark.django_db
CO45, COPAY, NO_AUTH = ("CO", "45", 2500), ("PR", "3", 2500), ("CO", "197", CENTS)


@pytest.fixture
def desk():
    return made.make_desk()


def owed(claim, account=Account.PAYERS_OWE):
    found = balances.of_charges([row.charge_id for row in claim.lines.all()])
    return [found[row.charge_id].get(account, 0) for row in claim.lines.all()]


def test_an_answer_pays_writes_off_and_passes_on(desk):
    claim = made.make_sent(desk)
    made.posted(desk, answer(claim, (CO45, COPAY), (CO45,), ()))
    assert owed(claim) == [0, 0, 0]
    assert balances.by_account() | {} == balances.by_account() | {
        Account.CASH: 3 * CENTS - 7500, Account.CONTRACTUAL: 5000, Account.CLIENTS_OWE: 2500,
    }  # fmt: skip
    assert balances.everything() == 0
    claim.refresh_from_db()
    assert (claim.status, claim.payer_number) == (ClaimStatus.PAID, f"P{claim.control_number}")


def test_what_falls_to_the_client_says_why(desk):
    made.posted(desk, answer(made.make_sent(desk), (COPAY,)))
    assert Posting.objects.get(account=Account.CLIENTS_OWE).reason == "PR-3"


def test_what_is_denied_stays_with_the_payer_and_goes_on_the_list(desk):
    claim = made.make_sent(desk)
    made.posted(desk, answer(claim, (NO_AUTH,), (NO_AUTH,), (NO_AUTH,), status="4"))
    denial = Denial.objects.get()
    assert owed(claim) == [CENTS] * 3
    assert (denial.cause, denial.cents, denial.reasons) == (Cause.AUTHORIZATION, 3 * CENTS, ["CO-197"])
    assert denial.due_on == PAID_ON + dt.timedelta(days=180)
    assert Claim.objects.get().status == ClaimStatus.DENIED
    assert WorkItem.objects.get(kind=WorkKind.DENIAL).client_id == claim.client_id


def test_a_claim_paid_in_part_is_worked_on_for_the_rest(desk):
    claim = made.make_sent(desk)
    made.posted(desk, answer(claim, (), (("CO", "16", CENTS),), ()))
    assert Claim.objects.get().status == ClaimStatus.PARTIAL
    assert Denial.objects.get().cents == CENTS
    assert owed(claim) == [0, CENTS, 0]


def test_a_code_nobody_knows_is_never_written_off(desk):
    made.posted(desk, answer(made.make_sent(desk), (("CO", "999", 100),)))
    assert Denial.objects.get().cause == Cause.OTHER
    assert not Posting.objects.filter(account=Account.CONTRACTUAL).exists()


def test_what_is_taken_off_the_claim_as_a_whole_is_shared_without_losing_a_cent(desk):
    claim = made.make_sent(desk)
    made.posted(desk, answer(claim, off=(("CO", "45", 100), ("PR", "1", 50))))
    assert sum(owed(claim)) == 0
    assert sum(owed(claim, Account.CLIENTS_OWE)) == 50
    assert balances.by_account()[Account.CONTRACTUAL] == 100


def test_lines_without_our_number_are_found_by_day_and_code(desk):
    claim = made.make_sent(desk)
    given = answer(claim, (), (CO45,), ())
    bare = type(given)(given.number, tuple(type(row)(row.code, row.cents, row.on, "", row.off) for row in given.lines))
    made.posted(desk, bare)
    assert owed(claim, Account.CONTRACTUAL) == [0, 2500, 0]


def test_a_payment_taken_back_and_decided_anew_nets_out(desk):
    claim = made.make_sent(desk)
    first = answer(claim, (COPAY,))
    made.posted(desk, first)
    made.posted(desk, first.reversed(), answer(claim, (CO45,)))
    assert owed(claim) == [0, 0, 0]
    assert balances.by_account()[Account.CLIENTS_OWE] == 0
    assert balances.by_account()[Account.CONTRACTUAL] == 2500
    assert Claim.objects.get().status == ClaimStatus.PAID
    assert Entry.objects.filter(kind=EntryKind.TAKEBACK).count() == 2


def test_a_payment_only_taken_back_is_something_to_work_on(desk):
    claim = made.make_sent(desk)
    made.posted(desk, answer(claim))
    made.posted(desk, answer(claim).reversed(), others=(("FB", "EFT0", -60_000),))
    assert owed(claim) == [CENTS] * 3
    assert Denial.objects.get().cause == Cause.TAKEN_BACK
    assert Claim.objects.get().status == ClaimStatus.DENIED


def test_an_amount_about_no_claim_is_kept_apart(desk):
    made.posted(desk, answer(made.make_sent(desk)), others=(("WO", "OLD1", 5000), ("L6", "", -300)))
    found = balances.by_account()
    assert (found[Account.CASH], found[Account.PAYER_OTHER]) == (3 * CENTS - 4700, 4700)


def second_cover(claim):
    other = billing.make_payer()
    return billing.make_coverage(claim.client, billing.make_plan(other), priority=2), other


def test_what_the_first_payer_leaves_goes_to_the_second(desk):
    claim = made.make_sent(desk)
    _cover, other = second_cover(claim)
    made.posted(desk, answer(claim, (CO45, COPAY)))
    row = Posting.objects.get(account=Account.PAYERS_OWE, payer=other)
    assert (row.cents, row.reason) == (2500, "PR-3")
    assert balances.by_account()[Account.CLIENTS_OWE] == 0


def test_a_second_payers_answer_writes_nothing_off_twice(desk):
    claim = made.make_sent(desk)
    cover, other = second_cover(claim)
    made.posted(desk, answer(claim, (CO45, COPAY)))
    charges = [row.charge for row in claim.lines.all()]
    next_claim = made.make_sent(desk, coverage=cover, charges=charges, episode=claim.episode, after=claim, priority=2)
    paying = type(desk)(**{**vars(desk), "payer": other})
    rest = ("OA", "23", CENTS)
    made.posted(
        paying,
        answer(next_claim, (("OA", "23", 12_500), ("CO", "45", 2500), ("PR", "2", 500)), (rest,), (rest,), status="2"),
    )
    assert owed(claim) == [0, 0, 0]
    assert balances.by_account()[Account.CONTRACTUAL] == 2500
    assert balances.by_account()[Account.CLIENTS_OWE] == 500


def test_a_second_payers_answer_taken_back_and_decided_anew_meets_what_is_owed_again(desk):
    claim = made.make_sent(desk)
    cover, other = second_cover(claim)
    made.posted(desk, answer(claim, (CO45, COPAY)))
    charges = [row.charge for row in claim.lines.all()]
    next_claim = made.make_sent(desk, coverage=cover, charges=charges, episode=claim.episode, after=claim, priority=2)
    paying = type(desk)(**{**vars(desk), "payer": other})
    before, rest = ("OA", "23", 15_000), (("OA", "23", CENTS),)
    first = answer(next_claim, (before, ("CO", "45", 500)), rest, rest, status="2")
    made.posted(paying, first)
    anew = answer(next_claim, (before, ("CO", "45", 2500)), rest, rest, status="2")
    made.posted(paying, first.reversed(), anew, others=(("FB", "EFT0", -2000),))
    assert owed(claim) == [0, 0, 0]
    assert balances.by_account()[Account.CONTRACTUAL] == 5000


@pytest.mark.parametrize("ended", [ClaimStatus.REPLACED, ClaimStatus.VOIDED])
def test_a_claim_taken_back_because_we_asked_for_it_is_no_denial(desk, ended):
    claim = made.make_sent(desk)
    first = answer(claim)
    made.posted(desk, first)
    ClaimChange.objects.create(claim=claim, status=ended, at=AT)
    Claim.objects.filter(pk=claim.pk).update(status=ended)
    made.posted(desk, first.reversed(), others=(("FB", "EFT0", -60_000),))
    assert owed(claim) == [CENTS] * 3
    assert not Denial.objects.exists()


def test_the_next_payer_can_be_told_what_was_decided(desk):
    claim = made.make_sent(desk)
    assert adjudication_of(claim.pk) is None
    made.posted(desk, answer(claim, (CO45, COPAY)))
    found = adjudication_of(claim.pk)
    line = found.lines[f"{claim.control_number}-1"]
    assert (found.paid, found.on, line.paid) == (3 * CENTS - 5000, PAID_ON, CENTS - 5000)
    assert [each.reason for each in line.adjustments] == ["CO-45", "PR-3"]


def unknown(claim):
    given = answer(claim)
    return type(given)("NOBODY1", given.lines)


def test_money_for_an_unknown_claim_waits_until_somebody_finds_it(desk):
    claim = made.make_sent(desk)
    row = made.posted(desk, unknown(claim))
    assert balances.by_account()[Account.UNMATCHED] == -3 * CENTS
    assert owed(claim) == [CENTS] * 3
    found = row.claims.get()
    remittances.match_by_hand(by=desk.biller, answer=found, claim=claim, at=AT)
    assert balances.by_account()[Account.UNMATCHED] == 0
    assert owed(claim) == [0, 0, 0]
    assert not WorkItem.objects.open().filter(subject_id=row.pk).exists()
    found.refresh_from_db()
    assert (found.match, Claim.objects.get().status) == (Match.HAND, ClaimStatus.PAID)


def test_an_answer_is_matched_once(desk):
    claim = made.make_sent(desk)
    found = made.posted(desk, unknown(claim)).claims.get()
    remittances.match_by_hand(by=desk.biller, answer=found, claim=claim, at=AT)
    with pytest.raises(Conflict):
        remittances.match_by_hand(by=desk.biller, answer=found, claim=claim, at=AT)


def test_an_answer_matched_before_posting_is_posted_with_the_rest(desk):
    claim = made.make_sent(desk)
    row = made.received(desk, unknown(claim))
    remittances.match_by_hand(by=desk.biller, answer=row.claims.get(), claim=claim, at=AT)
    remittances.post(by=desk.biller, remittance=row, at=AT)
    assert owed(claim) == [0, 0, 0]


def test_an_appeal_that_was_paid_is_won(desk):
    claim = made.make_sent(desk)
    made.posted(desk, answer(claim, (NO_AUTH,), (NO_AUTH,), (NO_AUTH,), status="4"))
    made.posted(desk, answer(claim))
    assert Denial.objects.get().status == DenialStatus.WON
    assert not WorkItem.objects.open().filter(kind=WorkKind.DENIAL).exists()


def test_a_second_refusal_opens_the_same_denial_with_a_new_deadline(desk):
    claim = made.make_sent(desk)
    refusal = answer(claim, (NO_AUTH,), (NO_AUTH,), (NO_AUTH,), status="4")
    made.posted(desk, refusal, on=PAID_ON - dt.timedelta(days=10))
    made.posted(desk, refusal)
    denial = Denial.objects.get()
    assert (denial.status, denial.denied_on, denial.changes.count()) == (DenialStatus.OPEN, PAID_ON, 1)


def test_an_answer_of_a_closed_month_is_posted_into_the_open_one(desk):
    claim = made.make_sent(desk)
    BillingMonth.objects.update_or_create(first_on=PAID_ON.replace(day=1), defaults={"closed_at": AT})
    made.posted(desk, answer(claim))
    days = set(Entry.objects.filter(kind=EntryKind.PAYER_PAYMENT).values_list("posted_on", flat=True))
    assert days == {dt.date(2026, 4, 1)}


def test_the_same_file_twice_is_told(desk):
    text = made.text_of(desk, answer(made.make_sent(desk))).encode()
    remittances.receive(by=desk.biller, file=io.BytesIO(text), site=desk.site, at=AT)
    with pytest.raises(Conflict) as told:
        remittances.receive(by=desk.biller, file=io.BytesIO(text), site=desk.site, at=AT)
    assert told.value.code == "same_file"
    assert Remittance.objects.count() == 1


def test_the_same_payment_in_another_file_is_told(desk):
    claim = made.make_sent(desk)
    made.received(desk, answer(claim), trace="EFT9")
    with pytest.raises(Conflict) as told:
        made.receive(desk, answer(claim, payer_number="OTHER"), trace="EFT9")
    assert told.value.code == "same_payment"
    assert RemittanceFile.objects.count() == 1


def test_nothing_of_a_refused_file_is_kept(desk):
    text = made.text_of(desk, answer(made.make_sent(desk))).replace("BPR*I*525*", "BPR*I*526*")
    with pytest.raises(BadFile):
        remittances.receive(by=desk.biller, file=io.BytesIO(text.encode()), site=desk.site, at=AT)
    assert not RemittanceFile.objects.exists()
    assert not RemittanceClaim.objects.exists()


def test_a_long_file_waits_for_the_task_and_is_refused_there_with_its_reason(desk, monkeypatch):
    monkeypatch.setattr("billing.actions.remittances.receiving.AT_ONCE", 0)
    claim = made.make_sent(desk)
    good, bad = (made.text_of(desk, answer(claim), trace=trace) for trace in ("EFTA", "EFTB"))
    bad = bad.replace("SE*", "LX*2~SE*")
    for text in (good, bad):
        remittances.receive(by=desk.biller, file=io.BytesIO(text.encode()), site=desk.site, at=AT)
    from billing.actions.remittances.receiving import read_waiting

    assert read_waiting(at=AT) == 2
    statuses = {row.status: row for row in RemittanceFile.objects.all()}
    assert set(statuses) == {FileStatus.READ, FileStatus.REFUSED}
    assert "Segment" in statuses[FileStatus.REFUSED].refusal
    assert list(Remittance.objects.values_list("trace_number", flat=True)) == ["EFTA"]


def test_posting_twice_is_told(desk):
    row = made.posted(desk, answer(made.make_sent(desk)))
    with pytest.raises(Conflict):
        remittances.post(by=desk.biller, remittance=row, at=AT)
    assert balances.by_account()[Account.CASH] == 3 * CENTS


def test_a_counselor_takes_no_file_in(desk):
    with pytest.raises(NotAllowed):
        made.receive(desk, answer(made.make_sent(desk)), by=clients.make_actor(desk.site, "counselor"))


def test_statements_do_not_grow_with_the_claims(desk, django_assert_max_num_queries):
    def cost(count):
        claims = [made.make_sent(desk, days=made.DAYS[:1]) for _ in range(count)]
        given = [
            answer(claim, (NO_AUTH,), status="4") if n % 2 else answer(claim, (COPAY,))
            for n, claim in enumerate(claims)
        ]
        with django_assert_max_num_queries(400) as taken:
            made.posted(desk, *given)
        return len(taken)

    assert cost(4) == cost(12)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_post_at_once_one_wins():
    desk = made.make_desk()
    row = made.received(desk, answer(made.make_sent(desk)))
    other = clients.make_actor(desk.site, "biller")
    begin, came = threading.Barrier(2), []

    def run(by):
        begin.wait()
        try:
            came.append(remittances.post(by=by, remittance=row, at=AT).status)
        except Conflict as refusal:
            came.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[by]) for by in (desk.biller, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came) == sorted([RemittanceStatus.POSTED, "posted"])
    assert balances.by_account()[Account.CASH] == 3 * CENTS
    assert balances.everything() == 0
