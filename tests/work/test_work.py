"""Work: opened once, owned by somebody, settled by the right people, shown with its age."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.pages.presenters.ground_lists import age_words
from iop.work.actions import NewItem, close_for, close_item, drop_for, hand_over, open_item, open_items
from iop.work.models import WorkItem
from iop.work.querysets import mine
from iop.workflows import departure
from tests.factories.ground import make_actor, make_site, make_staff, sign_in

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 3, 2, 17, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 2)
SUBJECT = ("session", uuid.uuid4())


@pytest.fixture
def site():
    return make_site()


def new(site, key="k", **more):
    more = more or {"role_key": "counselor"}
    return NewItem(**{
        "kind": "task", "site_id": site.pk, "subject": SUBJECT, "summary": "Call back", "due_at": NOON, "dedupe_key": key, **more,
    })  # fmt: skip


def put(site, key="k", **more):
    open_items(by=SYSTEM, items=[new(site, key, **more)])
    return WorkItem.objects.filter(dedupe_key=key).latest("created_at")


def test_is_opened_once_while_it_is_open(site):
    values = {name: getattr(new(site), name) for name in NewItem.__dataclass_fields__}
    assert open_item(by=SYSTEM, **values) == open_item(by=SYSTEM, **values)
    assert AuditEvent.objects.filter(verb="work.opened").count() == 1


def test_is_opened_again_after_it_was_closed(site):
    close_item(by=SYSTEM, item_id=put(site).pk, at=NOON)
    put(site)
    assert WorkItem.objects.filter(dedupe_key="k").count() == 2


def test_belongs_to_somebody(site):
    with pytest.raises(IntegrityError), transaction.atomic():
        open_items(by=SYSTEM, items=[new(site, assignee_id=None)])


def test_many_in_as_many_statements_as_one(site, django_assert_num_queries):
    for n in (2, 50):
        with django_assert_num_queries(5):
            open_items(by=SYSTEM, items=[new(site, f"{n}-{i}") for i in range(n)])


class TestMine:
    def test_holds_what_is_assigned_to_me(self, site):
        actor = make_actor("biller", site=site)
        item = put(site, assignee_id=actor.staff_id)
        assert list(mine(actor)) == [item]

    def test_holds_what_waits_for_my_role_at_its_site(self, site):
        item = put(site, role_key="counselor")
        put(make_site(), "elsewhere", role_key="counselor")
        put(site, "other role", role_key="biller")
        assert list(mine(make_actor("counselor", site=site))) == [item]

    def test_leaves_out_what_a_colleague_of_my_role_has_taken(self, site):
        put(site, assignee_id=make_staff().pk, role_key="counselor")
        assert not mine(make_actor("counselor", site=site))

    def test_leaves_out_what_is_settled(self, site):
        close_item(by=SYSTEM, item_id=put(site).pk, at=NOON)
        assert not mine(make_actor("counselor", site=site))

    def test_the_longest_due_first(self, site):
        late = put(site, "late", role_key="counselor", due_at=NOON - dt.timedelta(days=3))
        soon = put(site, "soon", role_key="counselor", due_at=NOON)
        assert list(mine(make_actor("counselor", site=site))) == [late, soon]

    def test_a_visitor_owes_nothing(self, site):
        put(site)
        assert not mine(SYSTEM)


class TestSettling:
    def test_done_keeps_who_when_and_outcome(self, site):
        actor = make_actor("counselor", site=site)
        item = close_item(by=actor, item_id=put(site).pk, outcome=" reached her ", at=NOON)
        assert (item.status, item.closed_by, item.closed_at, item.outcome) == (
            "done",
            actor.staff_id,
            NOON,
            "reached her",
        )

    def test_dropping_asks_why(self, site):
        with pytest.raises(Invalid) as refusal:
            close_item(by=SYSTEM, item_id=put(site).pk, dropped=True, outcome="  ", at=NOON)
        assert refusal.value.field == "outcome"

    def test_the_second_is_told(self, site):
        item = put(site)
        close_item(by=SYSTEM, item_id=item.pk, at=NOON)
        with pytest.raises(Conflict, match="already closed"):
            close_item(by=SYSTEM, item_id=item.pk, at=NOON)

    @pytest.mark.parametrize(
        ("role", "may"), [("counselor", True), ("biller", False), ("clinical_director", True), ("site_admin", True)]
    )
    def test_by_its_role_or_by_who_plans_the_site(self, site, role, may):
        item = put(site, role_key="counselor")
        actor = make_actor(role, site=site)
        if may:
            close_item(by=actor, item_id=item.pk, at=NOON)
        else:
            with pytest.raises(NotAllowed):
                close_item(by=actor, item_id=item.pk, at=NOON)

    def test_not_from_another_site(self, site):
        with pytest.raises(NotAllowed):
            close_item(by=make_actor("counselor"), item_id=put(site).pk, at=NOON)

    @pytest.mark.parametrize(("settle", "status"), [(close_for, "done"), (drop_for, "dropped")])
    def test_all_that_points_to_a_place(self, site, settle, status):
        wanted, other_kind = put(site, "a"), put(site, "b", role_key="counselor", kind="concern")
        elsewhere = put(site, "c", role_key="counselor", subject=("session", uuid.uuid4()))
        assert settle(by=SYSTEM, subject=SUBJECT, kind="task", at=NOON) == 1
        states = dict(WorkItem.objects.values_list("pk", "status"))
        assert states == {wanted.pk: status, other_kind.pk: "open", elsewhere.pk: "open"}

    def test_the_record_keeps_its_client(self, site):
        client = uuid.uuid4()
        drop_for(by=SYSTEM, subject=put(site, role_key="counselor", client_id=client) and SUBJECT, at=NOON)
        assert list(AuditEvent.objects.get(verb="work.dropped").subjects.values_list("client_id", flat=True)) == [
            client
        ]

    def test_settled_means_when(self, site):
        put(site)
        with pytest.raises(IntegrityError), transaction.atomic():
            WorkItem.objects.update(status="done")


class TestLeaving:
    def test_open_work_goes_to_the_colleague_named(self, site):
        leaver, heir = make_staff(), make_staff()
        mine_open, done = put(site, "open", assignee_id=leaver.pk), put(site, "done", assignee_id=leaver.pk)
        close_item(by=SYSTEM, item_id=done.pk, at=NOON)
        departure.leave(by=SYSTEM, staff_id=leaver.pk, left_on=DAY, on=DAY, at=NOON, work_to=heir.pk)
        assert dict(WorkItem.objects.values_list("pk", "assignee")) == {mine_open.pk: heir.pk, done.pk: leaver.pk}

    @pytest.mark.parametrize("who", ["nobody", "themselves", "somebody who left"])
    def test_open_work_needs_somebody_and_otherwise_nothing_happens(self, site, who):
        leaver, gone = make_staff(), make_staff()
        departure.leave(by=SYSTEM, staff_id=gone.pk, left_on=DAY, on=DAY, at=NOON, work_to=None)
        put(site, assignee_id=leaver.pk)
        heir = {"nobody": None, "themselves": leaver.pk, "somebody who left": gone.pk}[who]
        with pytest.raises(Invalid) as refusal:
            departure.leave(by=SYSTEM, staff_id=leaver.pk, left_on=DAY, on=DAY, at=NOON, work_to=heir)
        leaver.refresh_from_db()
        assert refusal.value.field == "work_to"
        assert leaver.left_on is None

    def test_the_apps_above_do_their_part(self, settings):
        settings.DEPARTURE_STEPS = ["tests.work.test_work.note_departure"]
        NOTED.clear()
        staff = departure.leave(by=SYSTEM, staff_id=make_staff().pk, left_on=DAY, on=DAY, at=NOON, work_to=None)
        assert [staff.pk] == NOTED

    def test_says_beforehand_what_will_happen(self, site):
        leaver = make_staff()
        put(site, assignee_id=leaver.pk)
        make_staff(supervisor=leaver)
        words = " ".join(str(line) for line in departure.preview(leaver, left_on=DAY, at=NOON).consequences)
        assert "1 open piece of work moves" in words
        assert "1 colleague loses their supervisor" in words

    def test_handing_over_nothing_writes_nothing(self):
        assert hand_over(by=SYSTEM, from_staff_id=make_staff().pk, to_staff_id=make_staff().pk) == 0
        assert not AuditEvent.objects.filter(verb="work.handed_over").exists()


NOTED = []


def note_departure(*, by, staff_id, left_on, to_staff_id, at):
    NOTED.append(staff_id)


class TestPage:
    @pytest.fixture
    def counselor(self, client, site):
        staff = make_staff("counselor", site=site)
        sign_in(client, staff)
        return staff

    def test_shows_each_item_with_its_place(self, client, site, counselor, settings):
        settings.WORK_PLACES = {"session": "tests.work.test_work.place"}
        put(site)
        page = client.get(reverse("work")).content.decode()
        assert f'href="/x/{SUBJECT[1]}/"' in page

    def test_closes_and_drops_with_words(self, client, site, counselor):
        item = put(site)
        client.post(reverse("work_close", args=[item.pk]), {"how": "drop", "outcome": "moved away"})
        item.refresh_from_db()
        assert (item.status, item.outcome) == ("dropped", "moved away")

    def test_dropping_without_a_word_is_a_page_with_the_reason(self, client, site, counselor):
        answer = client.post(reverse("work_close", args=[put(site).pk]), {"how": "drop"})
        assert answer.status_code == 400
        assert "Say why it is no longer needed." in answer.content.decode()

    def test_another_sites_item_is_not_there(self, client, counselor):
        assert client.post(reverse("work_close", args=[put(make_site()).pk])).status_code == 404

    def test_empty_says_what_shows_up_here(self, client, counselor):
        assert "Nothing waits for you" in client.get(reverse("work")).content.decode()

    @pytest.mark.parametrize("n", [3, 60])
    def test_queries_do_not_grow_with_rows(self, client, site, counselor, django_assert_num_queries, n):
        open_items(by=SYSTEM, items=[new(site, str(i), role_key="counselor", client_id=uuid.uuid4()) for i in range(n)])
        client.get(reverse("work"))
        with django_assert_num_queries(5):
            client.get(reverse("work"))


def place(subject_id):
    return f"/x/{subject_id}/"


@pytest.mark.parametrize(("age", "words"), [
    (dt.timedelta(seconds=20), "0 minutes"), (dt.timedelta(minutes=1), "1 minute"), (dt.timedelta(minutes=59), "59 minutes"),
    (dt.timedelta(hours=1), "1 hour"), (dt.timedelta(hours=23), "23 hours"), (dt.timedelta(days=1), "1 day"), (-dt.timedelta(1), "0 minutes"),
])  # fmt: skip
def test_an_age_is_said_in_its_largest_unit(age, words):
    assert age_words(age) == words
