"""Work lists, messages sent again, reminders, texts that came in, and background work over the API."""

import pytest

from iop.access.actors import SYSTEM
from iop.api.choices import Scope
from iop.core.crypto import blind_index
from iop.notifications import delivery
from iop.notifications.models import AddressStop, Message, Reply, SafeHours
from iop.notifications.stops import PLACE
from iop.work.actions import open_item
from tests.api.signed_in import calling_as, post, refused, rows
from tests.factories import ground
from tests.factories.api import calling_with
from tests.factories.clients import make_admitted
from tests.factories.messages import HOUR, NOON, Recording, put

pytestmark = pytest.mark.django_db
API = "/api/v1/"


@pytest.fixture(autouse=True)
def _alone(settings, at):
    settings.MESSAGE_STILL_WANTED, settings.MESSAGE_LEAVES = [], []
    settings.MESSAGE_CHANNELS = dict.fromkeys(("email", "sms"), "tests.factories.messages.Recording")
    Recording.begin()
    at(NOON)


@pytest.fixture
def site():
    return ground.make_site()


def work(site, key, **more):
    return open_item(
        by=SYSTEM, kind="task", site_id=site.pk, subject=("clinic.site", site.pk), summary="Do it", due_at=NOON, dedupe_key=key,
        **more,
    )  # fmt: skip


def test_a_colleague_sees_their_own_work_and_closes_it_once(site):
    counselor, other = (ground.make_staff("counselor", site=site) for _ in range(2))
    person = make_admitted(site).client
    mine = work(site, "a", assignee_id=counselor.pk, client_id=person.pk)
    work(site, "b", assignee_id=other.pk)
    work(site, "c", role_key="counselor")
    caller = calling_as(counselor)
    assert {row["assignee"] for row in rows(caller, "work-items/?mine=true")} == {str(counselor.pk), None}
    one = f"{API}work-items/{mine.pk}/close/"
    assert refused(caller, one, {"dropped": True})[0] == 400
    assert post(caller, one, {"outcome": "Called"})["status"] == "done"
    assert refused(caller, one, {})[0] == 409


def test_a_director_sees_the_sites_work_and_a_program_closes_none(site):
    item = work(site, "a", assignee_id=ground.make_staff("counselor", site=site).pk)
    assert len(rows(calling_as(ground.make_staff("clinical_director", site=site)), "work-items/?mine=false")) == 1
    program = calling_with(Scope.WORK_READ, Scope.WORK_WRITE)
    assert len(rows(program, "work-items/")) == 1
    assert refused(program, f"{API}work-items/{item.pk}/close/")[0] == 403
    elsewhere = calling_as(ground.make_staff("clinical_director", site=ground.make_site()))
    assert rows(elsewhere, "work-items/") == []


def test_a_failed_message_is_sent_again_or_given_up(site):
    person = make_admitted(site).client
    message = put(recipient=("client", person.pk), site_id=site.pk)
    director, counselor = (
        calling_as(ground.make_staff(role, site=site)) for role in ("clinical_director", "counselor")
    )
    one = f"{API}messages/{message.pk}/"
    assert refused(counselor, f"{one}send-again/")[0] == 403
    assert refused(director, f"{one}send-again/")[0] == 409
    Message.objects.filter(pk=message.pk).update(status="failed")
    assert post(director, f"{one}send-again/")["resends"] == 1
    assert post(director, f"{one}give-up/")["status"] == "given_up"


def test_the_site_administrator_settles_what_failed_at_their_site_and_opens_no_chart(site):
    message = put(recipient=("client", make_admitted(site).client.pk), site_id=site.pk)
    Message.objects.filter(pk=message.pk).update(status="failed")
    here, elsewhere = (calling_as(ground.make_staff("site_admin", site=each)) for each in (site, ground.make_site()))
    assert rows(elsewhere, "messages/") == []
    assert [row["id"] for row in rows(here, "messages/?status=failed")] == [str(message.pk)]
    assert post(here, f"{API}messages/{message.pk}/give-up/")["status"] == "given_up"


def test_one_message_says_how_each_try_went(site):
    message = put(recipient=("client", make_admitted(site).client.pk), site_id=site.pk)
    delivery.deliver(at=NOON)
    found = calling_with(Scope.MESSAGES_READ).get(f"{API}messages/{message.pk}/").json()
    assert [row["ok"] for row in found["deliveries"]] == [True]
    assert (found["receipts"], found["reminds"]) == ([], [])


def test_reminders_are_set_from_a_day_on(site):
    director = calling_as(ground.make_staff("clinical_director", site=site))
    body = {"kind": "session", "site": str(site.pk), "valid_from": "2026-03-10", "leads": [1440], "channels": ["sms"]}
    assert post(director, f"{API}reminder-rules/", body, 201)["leads"] == [1440]
    assert refused(director, f"{API}reminder-rules/", {**body, "valid_from": "2026-01-01"})[0] == 400
    assert refused(director, f"{API}reminder-rules/", {**body, "leads": []})[0] == 400
    assert len(rows(director, f"reminder-rules/?site={site.pk}")) == 1


def test_safe_hours_are_written_down_in_charts_one_may_edit(site):
    body = {"client": str(make_admitted(site).client.pk), "from_hour": 9, "until_hour": 17}
    intake = calling_as(ground.make_staff("intake", site=site))
    assert post(intake, f"{API}safe-hours/", body, 201)["until_hour"] == 17
    assert refused(intake, f"{API}safe-hours/", {**body, "from_hour": 20})[0] == 400
    elsewhere = calling_as(ground.make_staff("intake", site=ground.make_site()))
    assert refused(elsewhere, f"{API}safe-hours/", body)[0] == 400
    assert SafeHours.objects.count() == 1


def test_ones_own_morning_message_is_chosen_by_people_alone(site):
    body = {"way": "email", "hour": 8, "weekdays": [0, 1], "kinds": ["work_due"]}
    counselor = calling_as(ground.make_staff("counselor", site=site))
    assert post(counselor, f"{API}morning-messages/", body, 201)["weekdays"] == [0, 1]
    assert rows(calling_as(ground.make_staff("counselor", site=site)), "morning-messages/") == []
    assert refused(calling_with(Scope.WORK_READ, Scope.WORK_WRITE), f"{API}morning-messages/", body)[0] == 400


def test_a_stop_is_lifted_for_the_client_whose_address_it_is(site):
    person = make_admitted(site).client
    stop = AddressStop.objects.create(
        channel="email",
        address="a@example.org",
        address_index=blind_index("a@example.org", PLACE),
        since=NOON,
        source="link",
    )
    intake = calling_as(ground.make_staff("intake", site=site))
    director = calling_as(ground.make_staff("clinical_director", site=site))
    assert ["address" in row for row in rows(director, "address-stops/?standing=true")] == [False]
    one = f"{API}address-stops/{stop.pk}/lift/"
    assert refused(intake, one, {"client": str(person.pk)})[0] == 404
    person.contact_points.create(kind="email", value="a@example.org")
    assert post(intake, one, {"client": str(person.pk)})["ended_by"] == "staff"


def test_a_text_that_came_in_is_read_and_noted(site):
    reply = Reply.objects.create(
        channel="sms", address="+16175550100", address_index="0" * 64, words="Late today", kind="other", at=NOON - HOUR,
        site_id=site.pk,
    )  # fmt: skip
    intake = calling_as(ground.make_staff("intake", site=site))
    assert [row["words"] for row in rows(intake, "replies/?waiting=true")] == ["Late today"]
    assert post(intake, f"{API}replies/{reply.pk}/seen/")["seen_at"]
    assert calling_as(ground.make_staff("counselor", site=site)).get(f"{API}replies/").status_code == 403
    elsewhere = calling_as(ground.make_staff("intake", site=ground.make_site()))
    assert rows(elsewhere, "replies/") == []


def test_background_work_is_seen_by_who_looks_after_it(site):
    admin = calling_as(ground.make_staff("site_admin", site=site))
    assert {"task", "state", "due_at"} <= set(admin.get(f"{API}scheduled-tasks/").json()[0])
    assert refused(admin, f"{API}scheduled-tasks/run/", {"task": "no.such"})[0] == 400
    assert calling_as(ground.make_staff("counselor", site=site)).get(f"{API}scheduled-tasks/").status_code == 403
