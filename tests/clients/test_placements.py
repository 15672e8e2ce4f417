"""The level of care by date."""

import datetime as dt

import pytest

from clients import actions
from clients.models import Placement
from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed
from tests.factories.clients import AT, TODAY, make_admitted, make_level

NEXT = TODAY + dt.timedelta(days=14)


@pytest.fixture
def episode(clinic):
    return make_admitted(clinic.site)


def place(clinic, episode, **changes):
    given = {"level": make_level("op"), "starts_on": NEXT, "reason": "Steady for six weeks.", "at": AT}
    return actions.place(by=clinic.as_director, episode=episode, **{**given, **changes})


def test_a_new_placement_ends_the_one_before_the_day_before(clinic, episode):
    place(clinic, episode)
    first = Placement.objects.get(episode=episode, level=clinic.level)
    assert first.ends_on == NEXT - dt.timedelta(days=1)


def test_it_keeps_who_decided_and_why(clinic, episode):
    row = place(clinic, episode)
    assert (row.decided_by_id, row.reason) == (clinic.director.pk, "Steady for six weeks.")


def test_a_level_other_than_indicated_needs_its_reason(clinic, episode):
    with pytest.raises(Invalid, match="differs") as refused:
        place(clinic, episode, indicated_level=make_level("php"))
    assert refused.value.field == "variance_reason"


def test_a_level_other_than_indicated_is_kept_with_its_reason(clinic, episode):
    row = place(clinic, episode, indicated_level=make_level("php"), variance_reason="preference")
    assert (row.indicated_level.key, row.variance_reason) == ("php", "preference")


def test_the_same_day_is_taken(clinic, episode):
    with pytest.raises(Conflict, match="already begins"):
        place(clinic, episode, starts_on=TODAY)


def test_before_a_later_one_is_refused(clinic, episode):
    place(clinic, episode)
    with pytest.raises(Conflict, match="Withdraw that one first"):
        place(clinic, episode, starts_on=NEXT - dt.timedelta(days=3))


def test_before_the_inquiry_is_refused(clinic, episode):
    with pytest.raises(Invalid, match="cannot be earlier"):
        place(clinic, episode, starts_on=TODAY - dt.timedelta(days=1))


def test_without_a_reason_is_refused(clinic, episode):
    with pytest.raises(Invalid) as refused:
        place(clinic, episode, reason=" ")
    assert refused.value.field == "reason"


def test_a_counselor_places_nobody(clinic, episode):
    with pytest.raises(NotAllowed, match="decided by a therapist"):
        actions.place(by=clinic.as_counselor, episode=episode, level=clinic.level, starts_on=NEXT, reason="x", at=AT)


def test_the_system_places_nobody(clinic, episode):
    with pytest.raises(NotAllowed, match="Only a person"):
        actions.place(by=SYSTEM, episode=episode, level=clinic.level, starts_on=NEXT, reason="x", at=AT)


def test_a_refusal_leaves_the_placement_before_as_it_was(clinic, episode):
    with pytest.raises(Invalid):
        place(clinic, episode, variance_reason="weather")
    assert Placement.objects.get(episode=episode).ends_on is None


def test_withdrawing_lets_the_one_before_go_on(clinic, episode):
    later = place(clinic, episode)
    actions.withdraw_placement(by=clinic.as_director, placement=later, at=AT)
    assert Placement.objects.on(NEXT).get().level == clinic.level


def test_one_that_has_begun_is_not_withdrawn(clinic, episode):
    begun = Placement.objects.get(episode=episode)
    with pytest.raises(Conflict, match="has begun"):
        actions.withdraw_placement(by=clinic.as_director, placement=begun, at=AT + dt.timedelta(days=1))


def test_a_withdrawn_day_can_be_decided_anew(clinic, episode):
    actions.withdraw_placement(by=clinic.as_director, placement=place(clinic, episode), at=AT)
    assert place(clinic, episode).starts_on == NEXT


def test_placing_is_recorded(clinic, episode):
    row = place(clinic, episode)
    detail = AuditEvent.objects.get(verb="clients.placed", subject_id=row.pk).detail
    assert detail == {"level": "op", "starts_on": NEXT.isoformat(), "variance": ""}
