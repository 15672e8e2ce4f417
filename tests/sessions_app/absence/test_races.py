"""Two at once: two watches, a step and the call list, two settling. One is obeyed; nothing is doubled, nobody waits for ever."""

from __future__ import annotations

import pytest

from iop.core.errors import Conflict
from iop.work.models import WorkItem
from sessions_app import actions
from sessions_app.actions.absence.stepping import do_step, settle_limit
from sessions_app.models import AbsenceCase, AbsenceCaseStep, LimitReached, Outreach
from tests.factories import absence, days
from tests.factories.scheduling import race

pytestmark = pytest.mark.django_db(transaction=True)
LATER = days.NINE + 2 * absence.HOUR


@pytest.fixture
def clinic():
    clinic = absence.make_clinic(weeks=1)
    absence.hold(clinic, 0, "absent")
    return clinic


def test_two_watches_make_one_case_and_one_piece_of_work(clinic):
    came = race(lambda: absence.watch(clinic, 0), lambda: absence.watch(clinic, 0))
    assert sorted(found.opened for found in came) == [0, 1]
    assert (AbsenceCase.objects.count(), WorkItem.objects.open().filter(kind="absence_step").count()) == (1, 1)


def test_a_step_and_the_call_list_are_both_kept_and_the_step_done_once(clinic):
    absence.watch(clinic, 0)
    step = AbsenceCaseStep.objects.order_by("opens_at").first()
    line = absence.line_of(clinic, 0)
    came = race(
        lambda: do_step(by=clinic.by_case_manager, step=step, outcome="no_answer", at=LATER),
        lambda: actions.record_outreach(
            by=clinic.by_counselor, attendance=line, method="phone", outcome="left_message", at=LATER
        ),
    )
    refused = [one for one in came if isinstance(one, Conflict)]
    assert Outreach.objects.count() == 2 - len(refused)
    assert AbsenceCaseStep.objects.filter(done_at__isnull=False).count() == 1


def test_of_two_who_settle_a_limit_one_is_told(clinic):
    absence.hold(clinic, 1, "absent")
    absence.watch(clinic, 1)
    row = LimitReached.objects.get()
    came = race(
        lambda: settle_limit(by=clinic.by_counselor, reached=row, note="One", at=LATER),
        lambda: settle_limit(by=clinic.by_director, reached=row, note="Two", at=LATER),
    )
    assert sum(isinstance(one, Conflict) for one in came) == 1
