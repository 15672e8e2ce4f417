"""The hourly look: what it opens, that it opens it once, and that it closes what was mended."""

import datetime as dt

import pytest

from billing.actions import authorizations as act
from billing.actions.authorization_alerts import watch_site
from billing.choices.authorizations import AuthStatus
from iop.access.actors import SYSTEM
from iop.work.models import WorkItem
from tests.factories import billing, clients
from tests.factories.clients import AT, TODAY

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def desk():
    class Desk:
        site = clients.make_site()
        by = clients.make_actor(site, "biller")
        episode = clients.make_admitted(site)
        payer = billing.make_payer(authorization="needed", peer_to_peer_days=7, appeal_days=60)
        cover = billing.make_coverage(episode.client, billing.make_plan(payer))
        level = clients.make_level()

        def look(self, at=AT):
            watch_site(by=SYSTEM, site=self.site, at=at)
            return [item.dedupe_key.rsplit(":", 1)[0] for item in WorkItem.objects.open().order_by("dedupe_key")]

    return Desk()


def test_plenty_left_opens_nothing(desk):
    billing.make_authorization(desk.cover, units=12)
    assert desk.look() == []


@pytest.mark.parametrize(
    "fields", [{"units": 3}, {"ends_on": TODAY + 5 * DAY}, {"starts_on": TODAY - 9 * DAY, "ends_on": TODAY - DAY}]
)
def test_what_runs_out_is_on_the_list_once(desk, fields):
    billing.make_authorization(desk.cover, **fields)
    assert desk.look() == desk.look() == ["authorization-low"]


def test_asking_for_more_closes_it(desk):
    billing.make_authorization(desk.cover, units=3)
    assert desk.look()
    billing.make_authorization(desk.cover, status=AuthStatus.REQUESTED)
    assert desk.look() == []


def test_what_follows_is_no_alarm(desk):
    billing.make_authorization(desk.cover, units=3, ends_on=TODAY + 4 * DAY)
    billing.make_authorization(desk.cover, units=12, starts_on=TODAY + 5 * DAY)
    assert desk.look() == []


def test_a_review_is_on_the_list_until_its_date_is_moved(desk):
    row = billing.make_authorization(
        desk.cover, next_review_on=TODAY + 2 * DAY, owner=clients.make_staff(desk.site, "biller")
    )
    assert desk.look() == [f"authorization-review:{TODAY + 2 * DAY}"]
    assert WorkItem.objects.open().get().assignee_id == row.owner_id
    act.note(by=desk.by, authorization=row, words="Moved", next_review_on=TODAY + 20 * DAY, owner=row.owner, at=AT)
    assert desk.look() == []


def test_a_denial_asks_for_the_call_then_for_the_appeal(desk):
    row = act.deny(
        by=desk.by, authorization=billing.make_authorization(desk.cover, status="requested"), reason="No", at=AT
    )
    later = AT + 8 * DAY
    keys = [key for key in desk.look() if "level" not in key]
    assert keys == [f"authorization-call:{row.peer_to_peer_by}"]
    assert [key for key in desk.look(later) if "level" not in key] == [f"authorization-appeal:{row.appeal_by}"]
    act.appeal(by=desk.by, authorization=row, words="Sent", at=later)
    assert [key for key in desk.look(later) if "level" not in key] == []


def test_the_list_of_a_site_costs_the_same_for_more_stays(desk, django_assert_max_num_queries):
    billing.make_authorization(desk.cover, units=12)
    for _ in range(4):
        episode = clients.make_admitted(desk.site)
        billing.make_authorization(billing.make_coverage(episode.client, desk.cover.plan), level=desk.level)
    with django_assert_max_num_queries(30):
        desk.look()
