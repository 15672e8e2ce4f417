"""How long keys hold is chosen by whoever makes them; one that ends soon is put on somebody's list until it is settled."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from iop.access.actors import SYSTEM
from iop.api import actions, keys
from iop.api.models import IntegrationKey
from iop.clinic.actions import change_setting
from iop.core.errors import Invalid
from iop.pages.places import address
from iop.work.actions import close_item
from iop.work.models import WorkItem
from tests.factories.api import make_key
from tests.factories.ground import make_site, make_staff, sign_in
from tests.factories.scheduling import race

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 15, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
TODAY = AT.date()
PAGE = "/integrations/"


@pytest.fixture(autouse=True)
def _today(at):
    at(AT)


@pytest.fixture
def admin(client):
    sign_in(client, make_staff("site_admin", site=make_site()))
    return client


def let(key, days, since=TODAY):
    change_setting(by=SYSTEM, key=key, value=days, valid_from=since, on=since, site_id=None)


def last_of(key):
    key.refresh_from_db()
    return keys.last_day(key.expiry_date)


@pytest.mark.parametrize("days", [0, 1, 90, 365, 730])
def test_a_key_holds_through_its_last_day(days):
    key, _text = make_key("schedule:read", until=TODAY + days * DAY)
    assert last_of(key) == TODAY + days * DAY
    assert key.expiry_date.time() == dt.time(0)


def test_a_year_is_taken_when_nothing_is_said():
    assert last_of(make_key("schedule:read")[0]) == TODAY + 365 * DAY


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "This day is over"), (731, "A key holds until Wednesday, March 1, 2028")]
)
def test_a_day_that_cannot_be_is_refused(days, words):
    with pytest.raises(Invalid, match=words) as refusal:
        make_key("schedule:read", until=TODAY + days * DAY)
    assert refusal.value.field == "until"
    assert not IntegrationKey.objects.exists()


def test_the_clinic_lets_keys_hold_for_less():
    let("keys.most_days", 90)
    assert last_of(make_key("schedule:read")[0]) == TODAY + 90 * DAY
    with pytest.raises(Invalid):
        make_key("schedule:read", until=TODAY + 91 * DAY)


def test_whoever_makes_a_key_on_the_page_names_its_end(admin):
    row = make_key("schedule:read")[0].integration
    shown = admin.get(f"{PAGE}{row.pk}/").content.decode()
    assert 'value="2027-03-02"' in shown
    assert 'max="2028-03-01"' in shown
    fields = {"scopes": ["schedule:read"], "until": "2028-05-01"}
    answer = admin.post(f"{PAGE}{row.pk}/keys/", fields)
    assert answer.status_code == 422
    assert "A key holds until Wednesday, March 1, 2028" in str(answer.context["key_form"].errors["until"])
    assert "until" in admin.post(f"{PAGE}{row.pk}/keys/", {**fields, "until": "soon"}).context["key_form"].errors
    assert IntegrationKey.objects.count() == 1
    admin.post(f"{PAGE}{row.pk}/keys/", {**fields, "until": "2026-09-30"})
    assert "2026-09-30" in admin.get(f"{PAGE}{row.pk}/").content.decode()


def test_whoever_replaces_a_key_names_the_end_of_the_next(admin):
    old = make_key("schedule:read", "work:write")[0]
    page = f"{PAGE}keys/{old.prefix}/replace/"
    assert old.prefix in admin.get(page).content.decode()
    answer = admin.post(page, {"until": "2026-03-01"})
    assert (answer.status_code, IntegrationKey.objects.count()) == (422, 1)
    assert "This day is over" in answer.content.decode()
    made = admin.post(page, {"until": "2028-01-31"}).context["made"]
    new = IntegrationKey.objects.exclude(pk=old.pk).get()
    assert made.startswith(new.prefix)
    assert (last_of(new), sorted(new.scopes)) == (dt.date(2028, 1, 31), ["schedule:read", "work:write"])
    old.refresh_from_db()
    assert (old.replaced_at, old.expiry_date) == (AT, AT + DAY)
    shown = admin.get(f"{PAGE}{old.integration_id}/").content.decode()
    assert "Replaced" in shown
    assert page not in shown
    assert "2026-03-03 15:00 UTC" in shown


def told(*words):
    out, said = StringIO(), StringIO()
    call_command("api_key", *words, stdout=out, stderr=said)
    return out.getvalue().strip(), said.getvalue()


def test_the_command_makes_and_replaces_keys_with_an_end():
    make_site()
    text, _said = told("create", "--name", "Lab", "--scopes", "schedule:read", "--until", "2026-12-31")
    old = IntegrationKey.objects.get()
    assert last_of(old) == dt.date(2026, 12, 31)
    text, said = told("replace", old.prefix, "--days", "30")
    new = IntegrationKey.objects.exclude(pk=old.pk).get()
    assert last_of(new) == TODAY + 30 * DAY
    assert f"{old.prefix} goes on for a day" in said
    assert APIClient(headers={"Authorization": f"Api-Key {text}"}).get("/api/v1/sites/").status_code == 200
    assert "until 2026-04-01" in told("list")[0]


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (["--days", "0"], "Every key has an end"),
        (["--days", "99999999999"], "Every key has an end"),
        (["--until", "next year"], "Write the day as"),
        (["--until", "2026-03-01"], "This day is over"),
        (["--until", "2031-01-01"], "at the longest"),
    ],
)
def test_the_command_says_which_ends_cannot_be(words, refusal):
    with pytest.raises(CommandError, match=refusal):
        told("create", "--name", "Lab", "--scopes", "schedule:read", *words)
    assert not IntegrationKey.objects.exists()


def test_the_command_replaces_live_keys_alone():
    with pytest.raises(CommandError, match="There is no live key"):
        told("replace", "nobody")


def ending(days=20, **fields):
    return make_key("schedule:read", until=TODAY + days * DAY, **fields)[0]


def watched(at=AT):
    keys.watch_keys(by=SYSTEM, at=at)
    return list(WorkItem.objects.filter(kind="key_ending").order_by("pk").values_list("status", flat=True))


def test_a_key_that_ends_soon_is_put_on_the_administrators_list_once():
    make_site()
    site = make_site()
    key = ending(sites=[site])
    ending(days=40)
    assert watched() == ["open"]
    assert watched(AT + DAY) == ["open"]
    item = WorkItem.objects.get()
    assert (item.site_id, item.role_key, item.due_at) == (site.pk, "site_admin", key.expiry_date)
    assert (
        item.summary
        == f"Lab: the key {key.prefix} ends on Sunday, March 22, 2026. Replace it before, or the program stops."
    )
    assert address(item.subject_kind, item.subject_id) == f"{PAGE}{key.integration_id}/"


def test_the_page_says_that_it_ends_soon(admin):
    key = ending()
    assert "Ends soon" in admin.get(f"{PAGE}{key.integration_id}/").content.decode()


def test_the_clinic_says_how_early():
    make_site()
    ending(days=40)
    let("keys.warn_days", 60)
    assert watched() == ["open"]


def replaced(key):
    actions.replace_key(by=SYSTEM, key=key, at=AT)


def revoked(key):
    actions.revoke_key(by=SYSTEM, key=key, at=AT)


def ended(key):
    actions.end_integration(by=SYSTEM, integration=key.integration, at=AT)


@pytest.mark.parametrize("settle", [replaced, revoked, ended])
def test_it_is_off_the_list_at_once_when_it_is_settled_and_the_others_stay(settle):
    make_site()
    key, other = ending(), ending(name="Other")
    assert watched() == ["open", "open"]
    settle(key)
    left = WorkItem.objects.open().get()
    assert left.subject_id == other.integration_id
    assert sorted(watched(AT + DAY / 2)) == ["done", "open"]


def test_a_key_that_is_over_is_off_the_list():
    make_site()
    ending()
    watched()
    assert watched(AT + 25 * DAY) == ["done"]


def test_closed_by_hand_it_does_not_come_back():
    make_site()
    ending()
    watched()
    close_item(by=SYSTEM, item_id=WorkItem.objects.get().pk, outcome="It is let go.", dropped=True)
    assert watched(AT + DAY) == ["dropped"]


def test_nobody_is_asked_without_a_site():
    ending()
    assert watched() == []


def test_many_keys_cost_no_more_statements():
    make_site()

    def asked():
        with CaptureQueriesContext(connection) as counted:
            keys.watch_keys(by=SYSTEM, at=AT)
        return len(counted)

    for number in range(2):
        ending(name=f"Lab {number}", sites=[make_site()])
    few = asked()
    for number in range(2, 12):
        ending(name=f"Lab {number}", sites=[make_site()])
    assert asked() == few


@pytest.mark.django_db(transaction=True)
def test_two_who_watch_at_once_ask_once():
    make_site()
    ending()
    came = race(*[lambda: keys.watch_keys(by=SYSTEM, at=AT)] * 3)
    assert sorted(came) == [0, 0, 1]
    assert WorkItem.objects.open().count() == 1
