"""The audit page: who reads what, by which filters, with how many queries."""

import uuid

import pytest
from django.urls import reverse

from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.audit.recorder import record
from tests.factories.ground import make_actor, make_site, make_staff, sign_in

QUERIES = 9
"""Session, user, actor; events, staff, clients touched, their names, verbs; the event that this was read (3)."""
pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def director(client, site):
    staff = make_staff("clinical_director", site=site)
    sign_in(client, staff)
    return staff


def rows_of(client, wanted):
    return client.get(reverse("audit"), {"client": wanted}).context["rows"]


def write(n=1, **more):
    return [record(**{"by": SYSTEM, "verb": "tests.done", "subject": None, **more}) for _ in range(n)]


def body(client, **query):
    return client.get(reverse("audit"), query).content.decode()


def rows(client, **query):
    return client.get(reverse("audit"), query).context["rows"]


def test_shows_the_newest_first(client, site, director):
    write(verb="tests.one")
    write(verb="tests.two")
    assert [row["verb"] for row in rows(client)][:2] == ["tests.two", "tests.one"]


def test_filters_by_verb(client, director):
    write(verb="tests.one")
    write(verb="tests.two")
    assert {row["verb"] for row in rows(client, verb="tests.one")} == {"tests.one"}


def test_filters_by_colleague(client, site, director):
    other = make_actor("counselor", site=site)
    write(by=other)
    assert {row["who"] for row in rows(client, actor=other.staff_id)} == {other.display_name}


def test_filters_by_client(client, director):
    wanted = uuid.uuid4()
    write(clients=[wanted])
    write(clients=[uuid.uuid4()])
    assert [row["clients"][0]["id"] for row in rows_of(client, wanted) if row["verb"] == "tests.done"] == [str(wanted)]


def test_filters_by_days_of_the_site(client, site, director, at):
    at("2026-03-02 23:30", site.time_zone)
    write(verb="tests.late")
    at("2026-03-03 00:30", site.time_zone)
    write(verb="tests.next_day")
    verbs = {row["verb"] for row in rows(client, **{"from": "2026-03-02", "until": "2026-03-02"})}
    assert "tests.late" in verbs
    assert "tests.next_day" not in verbs


def test_pages_without_losing_or_repeating_an_event(client, director):
    written = {event.pk for event in write(120, verb="tests.many")}
    seen, url = [], f"{reverse('audit')}?verb=tests.many"
    while url:
        page = client.get(url).context
        seen += [row["id"] for row in page["rows"]]
        url = page["later"]
    assert sorted(seen) == sorted(written)


@pytest.mark.parametrize(
    "query", [{"before": "x"}, {"client": "x"}, {"from": "2026-13-45"}, {"actor": "'"}, {"before": "2026-01-01_99"}]
)
def test_nonsense_in_the_address_is_no_filter(client, director, query):
    assert client.get(reverse("audit"), query).status_code == 200


def test_other_sites_events_are_not_there(client, site, director):
    write(verb="tests.elsewhere", site_id=make_site().pk)
    assert "tests.elsewhere" not in {row["verb"] for row in rows(client)}


def test_reading_is_on_the_record(client, director):
    body(client, verb="tests.one")
    event = AuditEvent.objects.get(verb="audit.viewed")
    assert (event.actor_id, event.detail) == (director.pk, {"verb": "tests.one"})


def test_a_download_is_on_the_record_and_holds_the_rows(client, director):
    write(verb="tests.one")
    answer = client.get(reverse("audit_csv"), {"verb": "tests.one"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert AuditEvent.objects.filter(verb="audit.downloaded").count() == 1


def test_a_download_runs_no_formula(client, director):
    staff = make_staff("counselor", site=make_site(), first_name="=cmd()")
    write(verb="tests.one", by=make_actor_of(staff))
    text = b"".join(client.get(reverse("audit_csv"), {"verb": "tests.one"}).streaming_content).decode()
    assert ",'=cmd()" in text


def make_actor_of(staff):
    from iop.clinic.actors import actor_of
    from iop.core import clock

    return actor_of(staff.pk, clock.now())


@pytest.mark.parametrize("n", [3, 45])
def test_queries_do_not_grow_with_rows(client, director, django_assert_num_queries, n):
    for _ in range(n):
        write(clients=[uuid.uuid4()])
    client.get(reverse("audit"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("audit"))
