"""Safety and relapse-prevention plans: written, kept version by version, and never over somebody else's words."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError
from django.test.utils import CaptureQueriesContext

from iop.core.errors import Conflict, Invalid, NotAllowed, Stale
from iop.work.choices import WorkKind, WorkStatus
from iop.work.models import WorkItem
from tests.factories import own_plans as make
from tests.factories.clients import AT, make_actor, make_admitted, make_site
from therapy import safety
from therapy.actions import own_plans, safety_plans
from therapy.choices.own_plans import MadeHow, OwnPlanKind, SeenBy
from therapy.models import OwnPlan, OwnPlanVersion

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(hours=1)


@pytest.fixture
def desk(db):
    return make.make_desk()


def test_a_kept_version_is_the_plan_that_holds(desk):
    made = make.keep_safety(desk)
    state = safety.current([desk.client.pk])[desk.client.pk]
    assert (state.number, state.version_id) == (1, made.pk)
    assert next(step.key for step in state.steps()) == "signs"


def test_a_draft_is_no_plan_yet(desk):
    plan = own_plans.plan_of(by=desk.by, client=desk.client, kind="safety", at=AT)
    own_plans.save_draft(by=desk.by, plan=plan, version=1, contents=make.SAFETY, at=AT)
    assert safety.current([desk.client.pk]) == {}


def test_keeping_again_makes_the_next_version_and_the_old_one_stays(desk):
    first = make.keep_safety(desk)
    second = make.keep_safety(desk, signs=["I stop answering calls."], at=LATER)
    assert (first.number, second.number) == (1, 2)
    assert OwnPlanVersion.objects.get(number=1).contents["signs"] != second.contents["signs"]
    assert safety.current([desk.client.pk])[desk.client.pk].number == 2


@pytest.mark.parametrize(
    "sql", ["UPDATE therapy_ownplanversion SET contents = '{}'", "DELETE FROM therapy_ownplanversion"]
)
def test_no_sql_changes_a_kept_version(desk, sql):
    make.keep_safety(desk)
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_version_number_cannot_be_skipped(desk):
    made = make.keep_safety(desk)
    made.pk, made.number = None, 5
    with pytest.raises(InternalError), transaction.atomic():
        OwnPlanVersion(**{f.attname: getattr(made, f.attname) for f in made._meta.fields if f.name != "id"}).save()


def test_two_who_write_at_once_lose_nothing(desk):
    plan = own_plans.plan_of(by=desk.by, client=desk.client, kind="safety", at=AT)
    own_plans.save_draft(by=desk.by, plan=plan, version=1, contents={"signs": ["mine"]}, at=AT)
    with pytest.raises(Stale):
        own_plans.save_draft(by=desk.by_director, plan=plan, version=1, contents={"signs": ["theirs"]}, at=AT)
    assert OwnPlan.objects.get().draft == {"signs": [{"text": "mine"}]}


def test_keeping_what_somebody_changed_meanwhile_is_refused(desk):
    plan = own_plans.plan_of(by=desk.by, client=desk.client, kind="safety", at=AT)
    own_plans.save_draft(by=desk.by, plan=plan, version=1, contents={"signs": ["mine"]}, at=AT)
    with pytest.raises(Stale):
        own_plans.keep_version(by=desk.by_director, plan=plan, version=1, contents=make.SAFETY, at=AT)
    assert not OwnPlanVersion.objects.exists()


def test_a_plan_without_its_first_step_is_not_kept(desk):
    with pytest.raises(Invalid) as refused:
        make.keep_safety(desk, signs=[])
    assert refused.value.field == "signs"


def test_a_section_of_a_book_is_not_saved(desk):
    plan = own_plans.plan_of(by=desk.by, client=desk.client, kind="safety", at=AT)
    with pytest.raises(own_plans.Unfit) as refused:
        own_plans.save_draft(by=desk.by, plan=plan, version=1, contents={"signs": ["x"] * 21}, at=AT)
    assert refused.value.section == "signs"


def test_a_discarded_draft_leaves_the_kept_version(desk):
    make.keep_safety(desk)
    plan = OwnPlan.objects.get()
    plan = own_plans.save_draft(by=desk.by, plan=plan, version=plan.version, contents={"signs": ["x"]}, at=LATER)
    own_plans.discard_draft(by=desk.by, plan=plan, version=plan.version, at=LATER)
    assert OwnPlan.objects.get().draft is None
    assert safety.current([desk.client.pk])[desk.client.pk].number == 1
    with pytest.raises(Conflict):
        own_plans.discard_draft(by=desk.by, plan=plan, version=plan.version, at=LATER)


def test_whoever_writes_no_notes_writes_no_plan(desk):
    with pytest.raises(NotAllowed):
        own_plans.plan_of(by=make_actor(desk.site, "intake"), client=desk.client, kind="safety", at=AT)


def test_beginning_twice_gives_one_plan(desk):
    one = own_plans.plan_of(by=desk.by, client=desk.client, kind="safety", at=AT)
    assert own_plans.plan_of(by=desk.by_director, client=desk.client, kind="safety", at=AT) == one


def test_the_client_says_who_reads_the_relapse_plan(desk):
    plan = own_plans.plan_of(by=desk.by, client=desk.client, kind="relapse", at=AT)
    own_plans.keep_version(
        by=desk.by, plan=plan, version=1, contents=make.RELAPSE, at=AT, how=MadeHow.BY_CLIENT, seen_by=SeenBy.CARE_TEAM
    )
    assert OwnPlan.objects.visible_to(desk.by, at=AT).exists()  # who kept it
    assert not OwnPlan.objects.visible_to(desk.by_director, at=AT).exists()
    make.join_team(desk, desk.director)
    assert OwnPlan.objects.visible_to(desk.by_director, at=AT).exists()


def test_a_safety_plan_is_there_for_whoever_raises_concerns(desk):
    make.keep_safety(desk)
    assert OwnPlan.objects.visible_to(make_actor(desk.site, "intake"), at=AT).exists()
    assert not OwnPlan.objects.visible_to(make_actor(desk.site, "biller"), at=AT).exists()
    assert not OwnPlan.objects.visible_to(make_actor(make_site(), "counselor"), at=AT).exists()


def test_asking_for_a_plan_makes_one_piece_of_work_that_keeping_closes(desk):
    for _ in range(2):
        item = safety_plans.ask_for(by=desk.by, client=desk.client, site_id=desk.site.pk, reason="Screening.", at=AT)
    assert WorkItem.objects.filter(kind=WorkKind.SAFETY_PLAN).count() == 1
    assert item.role_key == "clinical_director"
    make.keep_safety(desk)
    item.refresh_from_db()
    assert item.status == WorkStatus.DONE


def test_asking_goes_to_the_primary_counselor(desk):
    make.join_team(desk, desk.counselor, "primary_counselor")
    item = safety_plans.ask_for(by=desk.by, client=desk.client, site_id=desk.site.pk, reason="Screening.", at=AT)
    assert item.assignee_id == desk.counselor.pk


def test_a_plan_past_its_review_day_is_owed_once(desk):
    made = make.keep_safety(desk)
    just_before = dt.datetime.combine(made.review_on, dt.time(2), tzinfo=dt.UTC)  # the evening before, in New York
    assert own_plans.owe_reviews(by=desk.by, at=just_before) == 0
    on_the_day = just_before + dt.timedelta(hours=10)
    assert own_plans.owe_reviews(by=desk.by, at=on_the_day) == 1
    assert own_plans.owe_reviews(by=desk.by, at=on_the_day) == 0


def test_reviews_cost_the_same_for_one_and_for_many(desk):
    def statements(people):
        for _ in range(people):
            make.keep_safety(desk, client=make_admitted(desk.site, by=desk.by_director).client)
        with CaptureQueriesContext(connection) as found:
            own_plans.owe_reviews(by=desk.by, at=AT + dt.timedelta(days=90))
        WorkItem.objects.all().delete()
        return len(found)

    assert statements(1) == statements(4)


def test_states_of_many_clients_cost_two_statements(desk, django_assert_num_queries):
    people = [make_admitted(desk.site, by=desk.by_director).client for _ in range(3)]
    for client in people:
        make.keep_safety(desk, client=client)
    with django_assert_num_queries(2):
        assert len(safety.current([client.pk for client in people])) == 3


def test_a_plan_reads_in_spanish(desk):
    make.keep_safety(desk)
    steps = safety.current([desk.client.pk])[desk.client.pk].steps("es")
    assert "988" in steps[4].lines[0]
    assert steps[0].title.startswith("1. Cómo")


def test_kinds_have_forms():
    from therapy.own_plan_form import FORMS

    assert set(FORMS) == set(OwnPlanKind.values)
