"""The recorder writes one event in the caller's transaction, and refuses what could name somebody."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import transaction

from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent, AuditSubject
from iop.audit.recorder import record
from iop.core import context
from tests.factories.ground import make_site

pytestmark = pytest.mark.django_db


def write(**more):
    return record(**{"by": SYSTEM, "verb": "tests.done", "subject": None, **more})


def test_writes_one_subject_for_each_client_once():
    one, two = uuid.uuid4(), uuid.uuid4()
    event = write(clients=[one, two, one])
    assert set(event.subjects.values_list("client_id", flat=True)) == {one, two}
    assert AuditSubject.objects.filter(event=event).count() == 2


def test_takes_who_and_where_from_the_call():
    with context.during(context.Call(request_id="r-1", ip="203.0.113.7", channel="web")):
        event = write()
    assert (event.request_id, event.ip, event.channel) == ("r-1", "203.0.113.7", "web")


def test_says_the_time_of_the_clock(at):
    moment = at("2026-03-02 09:00")
    assert write().at == moment


def test_names_a_row_by_kind_and_id():
    site = make_site()
    event = write(subject=site)
    assert (event.subject_kind, event.subject_id) == ("clinic.site", site.pk)


def test_is_gone_when_its_transaction_rolls_back():
    with pytest.raises(RuntimeError), transaction.atomic():
        write(verb="tests.rolled_back")
        raise RuntimeError
    assert not AuditEvent.objects.filter(verb="tests.rolled_back").exists()


@pytest.mark.parametrize(
    "value",
    [uuid.uuid4(), 3, 2.5, Decimal("9.25"), True, None, dt.date(2026, 3, 2), "no_show", ["a", 1], {"from": "present"}, "a:b/c-1"],
)  # fmt: skip
def test_keeps_coded_values(value):
    event = write(detail={"value": value})
    event.refresh_from_db()
    assert "value" in event.detail


@pytest.mark.parametrize(
    "value", ["Ana Ortiz", "said she is fine.", "ana@example.org", "Zoë", object(), ["Ana Ortiz"], {"a": "b c"}]
)
def test_refuses_free_text(value):
    with pytest.raises(ValueError, match="must be an id"):
        write(detail={"value": value})


@pytest.mark.parametrize("verb", ["done", "Tests.Done", "tests.", "tests.done now"])
def test_refuses_a_verb_that_is_not_app_dot_verb(verb):
    with pytest.raises(ValueError, match=r"app\.verb"):
        write(verb=verb)
