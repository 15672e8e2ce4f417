"""Two people who confirm the same file at once: one brings it in, the other gets a sentence."""

import pytest

from clients.models import Client, ImportRun
from iop.access.actors import SYSTEM
from iop.core.errors import Stale
from iop.workflows.importing.receiving import bring_in
from tests.factories import clients as make
from tests.factories.imports import people, received, table
from tests.factories.scheduling import race

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_confirm_one_gets_a_sentence():
    run = received(make.make_site(), table(*people(3)), make.AT)

    def confirm():
        bring_in(by=SYSTEM, run=ImportRun.objects.get(pk=run.pk), version=run.version, at=make.AT)

    found = race(confirm, confirm)
    assert sum(isinstance(each, Stale) for each in found) == 1
    assert Client.objects.count() == 3
