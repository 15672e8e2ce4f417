"""The morning message to colleagues: one a day, only when something waits, and not a word about whom."""

import datetime as dt

import pytest

from iop.access.actors import SYSTEM
from iop.clinic.models import StaffMember
from iop.core.errors import Invalid
from iop.notifications.models import Message
from iop.notifications.reminders.actions import choose_morning
from iop.notifications.reminders.rules import AS_USUAL_FOR_STAFF, NONE, Morning
from iop.workflows.reminders.mornings import tell_staff
from tests.factories.days import AT, make_clinic
from tests.factories.reminders import owe
from tests.factories.scheduling import Counted

pytestmark = pytest.mark.django_db
EIGHT = dt.datetime(2026, 3, 2, 13, 0, tzinfo=dt.UTC)
"""08:00 in New York on Monday."""
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
ALL = AS_USUAL_FOR_STAFF.kinds


@pytest.fixture
def clinic():
    return make_clinic()


def tell(at=EIGHT):
    return tell_staff(by=SYSTEM, at=at)


def choose(clinic, **more):
    morning = Morning(**{"way": "email", "hour": 8, "weekdays": (0, 1, 2, 3, 4), "kinds": ALL, **more})
    return choose_morning(by=clinic.by_counselor, morning=morning, at=AT)


def test_it_says_how_many_things_wait(clinic):
    owe(clinic, clinic.counselor, key="a")
    owe(clinic, clinic.counselor, key="b")
    assert tell() == 1
    assert "Waiting for you today: 2." in Message.objects.get().body


def test_whoever_has_nothing_to_do_gets_none(clinic):
    assert tell() == 0


def test_it_goes_to_the_colleagues_mailbox_as_the_programs_own(clinic):
    owe(clinic, clinic.counselor)
    tell()
    message = Message.objects.get()
    assert (message.to, message.recipient_kind, message.basis["ground"]) == (
        clinic.counselor.user.email, "staff", "own_use",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("at", "told"),
    [(EIGHT - MINUTE, 0), (EIGHT, 1), (EIGHT + 29 * MINUTE, 1), (EIGHT + 31 * MINUTE, 0), (EIGHT + 5 * DAY, 0)],
    ids=["too early", "at the hour", "a late run", "too late", "a Saturday"],
)
def test_it_comes_at_its_hour_on_workdays(clinic, at, told):
    owe(clinic, clinic.counselor)
    assert tell(at) == told


def test_it_comes_once_a_day_however_often_the_planner_runs(clinic):
    owe(clinic, clinic.counselor)
    assert (tell(), tell(EIGHT + 10 * MINUTE), tell(EIGHT + DAY)) == (1, 0, 1)


def test_work_of_another_day_is_not_counted(clinic):
    owe(clinic, clinic.counselor, due_at=EIGHT + DAY)
    assert tell() == 0


def test_a_licence_is_counted_from_the_day_it_is_known(clinic):
    owe(clinic, clinic.counselor, kind="credential_expiring", due_at=EIGHT + 40 * DAY)
    assert tell() == 1


def test_whoever_left_gets_none(clinic):
    owe(clinic, clinic.counselor)
    StaffMember.objects.filter(pk=clinic.counselor.pk).update(left_on=dt.date(2026, 3, 1))
    assert tell() == 0


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"way": NONE}, 0),
        ({"hour": 9}, 0),
        ({"weekdays": (1, 2)}, 0),
        ({"kinds": ("unsigned_note",)}, 0),
        ({"kinds": ("work_due",)}, 1),
    ],
    ids=["none", "another hour", "other days", "other things", "these things"],
)
def test_what_a_colleague_chose_holds(clinic, more, told):
    owe(clinic, clinic.counselor)
    choose(clinic, **more)
    assert tell() == told


def test_a_text_goes_to_the_number_on_file_and_else_an_e_mail(clinic):
    owe(clinic, clinic.counselor)
    choose(clinic, way="sms")
    tell()
    assert Message.objects.get().channel == "email"
    Message.objects.all().delete()
    StaffMember.objects.filter(pk=clinic.counselor.pk).update(phone="+16175550133")
    tell()
    assert (Message.objects.get().channel, Message.objects.get().to) == ("sms", "+16175550133")


def test_an_integration_has_no_morning(clinic):
    with pytest.raises(Invalid):
        choose_morning(by=SYSTEM, morning=AS_USUAL_FOR_STAFF, at=AT)


def test_statements_do_not_grow_with_colleagues(clinic):
    owe(clinic, clinic.counselor)
    with Counted() as few:
        tell()
    Message.objects.all().delete()
    for number, who in enumerate((clinic.director, clinic.case_manager)):
        for nth in range(3):
            owe(clinic, who, key=f"{number}:{nth}")
    with Counted() as many:
        assert tell() == 3
    assert many.number == few.number
