"""What changes while messages wait or are on their way: the worker asks again just before each leaves."""

import datetime as dt

import pytest

from clients import actions
from iop.access.actors import SYSTEM
from iop.core import clock
from iop.notifications.choices import StopSource
from iop.notifications.models import Message, SinkMessage
from iop.notifications.stops import stop
from iop.workflows.sites import close_site
from sessions_app.models import ProgramSession
from tests.factories.days import AT
from tests.factories.reminders import make_expected, plan
from tests.faults.harness import until
from tests.faults.outbox import address_of, kept, make_people, put, statuses

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("faults"), pytest.mark.slow]
MINUTE = dt.timedelta(minutes=1)


def test_a_consent_withdrawn_while_the_worker_is_at_it_stops_what_has_not_left(works, worker):
    first, second = make_people(2)
    (going,) = put([first], due_at=clock.now() - MINUTE)
    (waiting,) = put([second], due_at=clock.now())
    works.script.write_text("still")
    works.order()
    works.until_asked("still")
    # Both are claimed by now; the first stands at the provider's door.
    assert Message.objects.get(pk=waiting).lease
    actions.set_channel_permission(by=SYSTEM, client=second, channel="sms", allowed=False, at=clock.now())
    works.script.write_text("ok")
    until(lambda: "waiting" not in statuses(), seconds=60)
    assert statuses() == {"sent": 1, "withdrawn": 1}
    assert kept() == {str(going): 1}


def test_a_stop_by_text_while_the_worker_is_at_it_stops_what_has_not_left(works, worker):
    first, second = make_people(2)
    (going,) = put([first], due_at=clock.now() - MINUTE)
    put([second], due_at=clock.now())
    works.script.write_text("still")
    works.order()
    works.until_asked("still")
    stop(channel="sms", address=address_of(second), source=StopSource.WORD, at=clock.now())
    works.script.write_text("ok")
    until(lambda: "waiting" not in statuses(), seconds=60)
    assert kept() == {str(going): 1}


def test_snow_closes_the_site_at_seven_and_everybody_hears_before_nine(works, worker, at):
    clinic = make_expected(people=3)
    session = ProgramSession.objects.get(on=dt.date(2026, 3, 4), track=clinic.track)
    seven, on = session.starts_at - dt.timedelta(hours=2), session.on
    assert plan(at(AT)) == 3
    close_site(by=SYSTEM, site_id=clinic.site.pk, starts_on=on, ends_on=on, reason="Snow", at=at(seven))
    works.clock.write_text(seven.isoformat())
    # Quiet hours last until eight; this cannot wait for them.
    until(lambda: works.deliver() and "waiting" not in statuses(), seconds=60)
    assert statuses() == {"withdrawn": 3, "sent": 3}
    assert {text.taken_at for text in SinkMessage.objects.all()} == {seven}
    assert all("March 4, 9:00" in text.body for text in SinkMessage.objects.all())
