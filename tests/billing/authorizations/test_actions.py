"""Asking, approving, denying, appealing, cancelling: what each leaves behind, and what it refuses."""

import datetime as dt
from decimal import Decimal

import pytest

from billing.actions import authorizations as act
from billing.choices.authorizations import AuthStatus
from billing.models import AuthorizationChange
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from tests.factories import billing, clients
from tests.factories.clients import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LAST = TODAY + 27 * DAY


@pytest.fixture
def desk():
    class Desk:
        site = clients.make_site()
        by = clients.make_actor(site, "biller")
        episode = clients.make_admitted(site)
        payer = billing.make_payer(peer_to_peer_days=7, appeal_days=60)
        cover = billing.make_coverage(episode.client, billing.make_plan(payer))
        level = clients.make_level()

        def ask(self, **fields):
            wish = {
                "level": self.level,
                "unit": "day",
                "units": Decimal(12),
                "starts_on": TODAY,
                "ends_on": LAST,
                **fields,
            }
            return act.ask(by=self.by, episode=self.episode, coverage=self.cover, wish=act.Wish(**wish), at=AT)

        def give(self, row, units=12, **fields):
            status = AuthStatus.APPROVED if units >= 12 else AuthStatus.PARTIAL
            known = {
                "status": status,
                "number": "A1",
                "units": Decimal(units),
                "starts_on": TODAY,
                "ends_on": LAST,
                "at": AT,
            }
            return act.give(by=self.by, authorization=row, **{**known, **fields})

    return Desk()


def test_a_request_keeps_history_and_an_audit_event(desk):
    row = desk.ask(codes=["h0015", "H0015"])
    assert (row.status, row.units, row.codes) == ("requested", 0, ["H0015"])
    assert [change.status for change in row.changes.all()] == ["requested"]
    assert AuditEvent.objects.filter(verb="billing.authorization_asked", subject_id=row.pk).count() == 1


def test_a_code_is_five_letters_or_digits(desk):
    with pytest.raises(Invalid) as refused:
        desk.ask(codes=["H15"])
    assert refused.value.field == "codes"


def test_somebody_elses_cover_is_refused(desk):
    desk.cover = billing.make_coverage(clients.make_admitted(desk.site).client)
    with pytest.raises(Invalid):
        desk.ask()


def test_a_counselor_asks_no_payer(desk):
    desk.by = clients.make_actor(desk.site, "counselor")
    with pytest.raises(NotAllowed):
        desk.ask()


def test_approved_gives_units_and_a_number(desk):
    row = desk.give(desk.ask())
    assert (row.status, row.units, row.number, row.version) == ("approved", 12, "A1", 2)
    assert (row.peer_to_peer_by, row.appeal_by) == (None, None)


def test_given_in_part_may_be_appealed_within_the_payers_days(desk):
    row = desk.give(desk.ask(), units=6, decided_on=TODAY - 2 * DAY)
    assert (row.status, row.peer_to_peer_by, row.appeal_by) == ("partial", TODAY + 5 * DAY, TODAY + 58 * DAY)


def test_no_number_is_no_approval(desk):
    with pytest.raises(Invalid) as refused:
        desk.give(desk.ask(), number=" ")
    assert refused.value.field == "number"


def test_a_decision_lies_not_ahead(desk):
    with pytest.raises(Invalid):
        desk.give(desk.ask(), decided_on=TODAY + DAY)


def test_denied_counts_deadlines_or_takes_those_of_the_letter(desk):
    row = act.deny(by=desk.by, authorization=desk.ask(), reason="Not necessary", at=AT)
    assert (row.status, row.peer_to_peer_by, row.appeal_by) == ("denied", TODAY + 7 * DAY, TODAY + 60 * DAY)
    other = act.deny(by=desk.by, authorization=desk.ask(), reason="No", appeal_by=TODAY + 10 * DAY, at=AT)
    assert other.appeal_by == TODAY + 10 * DAY


def test_only_moves_on_the_table_are_made(desk):
    row = desk.give(desk.ask())
    with pytest.raises(Conflict):
        act.deny(by=desk.by, authorization=row, reason="No", at=AT)
    with pytest.raises(Conflict):
        act.appeal(by=desk.by, authorization=row, words="Because", at=AT)


def test_an_appeal_says_why_and_may_be_won(desk):
    row = act.deny(by=desk.by, authorization=desk.ask(), reason="No", at=AT)
    with pytest.raises(Invalid):
        act.appeal(by=desk.by, authorization=row, words=" ", at=AT)
    row = act.appeal(by=desk.by, authorization=row, words="Sent by fax", at=AT)
    row = desk.give(row)
    assert (row.status, row.denial_reason) == ("approved", "")
    assert [each.status for each in row.changes.order_by("at", "pk")] == ["requested", "denied", "appealed", "approved"]


def test_what_was_given_in_part_is_not_denied_afterwards(desk):
    row = act.appeal(by=desk.by, authorization=desk.give(desk.ask(), units=6), words="More is needed", at=AT)
    with pytest.raises(Conflict):
        act.deny(by=desk.by, authorization=row, reason="No", at=AT)


def test_an_authorization_in_use_is_not_cancelled(desk):
    row = desk.give(desk.ask())
    charge = billing.make_charge(desk.episode, coverage=desk.cover, authorization=row, authorized_units=1)
    with pytest.raises(Conflict) as refused:
        act.cancel(by=desk.by, authorization=row, words="Changed payer", at=AT)
    assert refused.value.code == "in_use"
    type(charge).objects.filter(pk=charge.pk).update(reversed_at=AT, reversed_because="By mistake")
    assert act.cancel(by=desk.by, authorization=row, words="Changed payer", at=AT).status == "cancelled"


def test_less_than_is_used_cannot_be_given(desk):
    row = desk.give(desk.ask(), units=6)
    for number in range(3):
        billing.make_charge(
            desk.episode, TODAY + number * DAY, coverage=desk.cover, authorization=row, authorized_units=1
        )
    row = act.appeal(by=desk.by, authorization=row, words="More is needed", at=AT)
    with pytest.raises(Conflict):
        desk.give(row, units=2)
    with pytest.raises(Conflict):
        desk.give(row, units=12, ends_on=TODAY + DAY)


def test_a_contact_is_written_down_without_a_move(desk):
    row = desk.give(desk.ask())
    row = act.note(by=desk.by, authorization=row, words="Called", next_review_on=LAST, at=AT)
    assert (row.status, row.next_review_on) == ("approved", LAST)
    assert AuthorizationChange.objects.filter(authorization=row, words="Called", status="approved").exists()


def test_a_stale_form_overwrites_nothing(desk):
    row = desk.ask()
    with pytest.raises(Stale):
        desk.give(row, version=7)
