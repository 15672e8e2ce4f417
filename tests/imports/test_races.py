"""Two people at once: of those who confirm a file, or decide the same row, one is told; nobody brings in what was decided meanwhile."""

import datetime as dt

import pytest

from clients.import_choices import ImportStatus
from clients.models import Client, ImportedRow, ImportRun
from iop.access.actors import SYSTEM
from iop.core.errors import Conflict, Stale
from iop.workflows.importing.deciding import decide, decide_rest
from iop.workflows.importing.receiving import bring_in
from tests.factories import clients as make
from tests.factories.imports import people, received, table
from tests.factories.scheduling import race

pytestmark = pytest.mark.django_db(transaction=True)
ANN = ("7", "Ann", "Leighton", "1985-03-04", "F", "", "", "")


@pytest.fixture
def alike():
    """A file with somebody who looks like a client here."""
    site = make.make_site()
    make.make_client(site, legal_first_name="Ann", legal_last_name="Leighton", date_of_birth=dt.date(1985, 3, 4))
    return received(site, table(ANN), make.AT)


def test_of_two_who_confirm_one_gets_a_sentence():
    run = received(make.make_site(), table(*people(3)), make.AT)

    def confirm():
        bring_in(by=SYSTEM, run=ImportRun.objects.get(pk=run.pk), version=run.version, at=make.AT)

    found = race(confirm, confirm)
    assert sum(isinstance(each, Stale) for each in found) == 1
    assert Client.objects.count() == 3


def test_of_two_who_decide_the_same_row_one_gets_a_sentence(alike):
    def say(decision):
        return decide(by=SYSTEM, row=ImportedRow.objects.get(), version=1, decision=decision, at=make.AT)

    found = race(lambda: say("new"), lambda: say("leave_out"))
    assert sum(isinstance(each, Stale) for each in found) == 1
    row = ImportedRow.objects.get()
    assert (row.decision, row.version) == (next(each for each in found if not isinstance(each, Stale)).decision, 2)


def test_of_one_who_decides_all_and_one_who_decides_a_row_both_are_kept_or_one_is_told(alike):
    found = race(
        lambda: decide(by=SYSTEM, row=ImportedRow.objects.get(), version=1, decision="new", at=make.AT),
        lambda: decide_rest(by=SYSTEM, run=alike, version=alike.version, decision="leave_out", at=make.AT),
    )
    assert sum(isinstance(each, Stale) for each in found) == 1
    assert ImportedRow.objects.get().version == 2


def test_a_file_is_brought_in_as_it_was_looked_at_or_not_at_all(alike):
    def bring():
        bring_in(by=SYSTEM, run=ImportRun.objects.get(), version=alike.version, at=make.AT)

    def say():
        decide(by=SYSTEM, row=ImportedRow.objects.get(), version=1, decision="new", at=make.AT)

    found = race(bring, say)
    run, row = ImportRun.objects.get(), ImportedRow.objects.get()
    refused = [each for each in found if isinstance(each, Conflict)]
    assert len(refused) == 1
    if run.status == ImportStatus.DONE:
        # Brought in first: nobody had decided, so the row stayed out, and the decision came too late.
        assert (row.outcome, row.decision, Client.objects.count()) == ("left_out", "", 1)
    else:
        assert isinstance(refused[0], Stale)
        assert (row.outcome, row.decision, Client.objects.count()) == ("alike", "new", 1)
