"""Starting a day: a licensed lead, not too early, not too many."""

from __future__ import annotations

import datetime as dt

import pytest

from iop.access.actors import SYSTEM
from iop.audit.models import AuditEvent
from iop.clinic import actions as clinic_actions
from iop.core.errors import Conflict, NotAllowed
from iop.work.models import WorkItem
from scheduling.models import BusyTime, ComponentKind
from sessions_app import actions
from sessions_app.models import ProgramSession, SessionFacilitator, SessionStatusChange
from tests.factories import days, ground

pytestmark = pytest.mark.django_db


def expire(staff, on=dt.date(2026, 3, 1)):
    credential = staff.credentials.get()
    clinic_actions.change_credential(by=SYSTEM, credential_id=credential.pk, expires_on=on)


def test_starting_is_kept_with_who_and_when():
    clinic = days.make_running()
    session = clinic.session
    assert (session.status, session.started_at, session.started_by_id) == ("running", days.NINE, clinic.counselor.pk)
    assert SessionStatusChange.objects.get(session=session).by_id == clinic.counselor.pk
    assert AuditEvent.objects.filter(verb="sessions.started", subject_id=session.pk).count() == 1


def test_a_second_start_is_told():
    clinic = days.make_running()
    with pytest.raises(NotAllowed, match="already been started"):
        actions.start(by=clinic.by_counselor, session=clinic.session, at=days.NINE)


def test_not_before_the_setting_says():
    clinic = days.make_day()
    with pytest.raises(Conflict, match="30 minutes before"):
        actions.start(by=clinic.by_counselor, session=clinic.session, at=days.NINE - days.minutes(31))
    actions.start(by=clinic.by_counselor, session=clinic.session, at=days.NINE - days.minutes(30))


def test_not_by_somebody_whose_role_runs_no_sessions():
    clinic = days.make_day()
    with pytest.raises(NotAllowed, match="does not include running"):
        actions.start(by=clinic.by_case_manager, session=clinic.session, at=days.NINE)


def test_not_under_an_expired_licence():
    clinic = days.make_day()
    expire(clinic.counselor)
    with pytest.raises(Conflict, match="licence ended") as refused:
        actions.start(by=clinic.by_counselor, session=clinic.session, at=days.NINE)
    assert refused.value.code == "no_licensed_lead"


def test_a_licensed_stand_in_is_named_beside_who_was_planned():
    clinic = days.make_day()
    expire(clinic.counselor)
    needing = clinic.session.components.filter(kind__needs_licensed_lead=True)
    actions.start(
        by=clinic.by_director,
        session=clinic.session,
        at=days.NINE,
        stand_ins={part.pk: clinic.director for part in needing},
    )
    rows = SessionFacilitator.objects.filter(component__in=needing, role="lead")
    assert {(row.staff_id, row.stands_in_for_id) for row in rows} == {(clinic.director.pk, clinic.counselor.pk)}
    assert BusyTime.objects.filter(calendar__staff=clinic.director, source_id=clinic.session.pk).count() == 2


def test_a_stand_in_needs_a_licence_too():
    clinic = days.make_day()
    unlicensed = ground.make_staff("counselor", site=clinic.site, credential="")
    part = clinic.session.components.get(kind__key="process")
    with pytest.raises(Conflict, match="No credential is on file"):
        actions.start(by=clinic.by_counselor, session=clinic.session, at=days.NINE, stand_ins={part.pk: unlicensed})
    assert ProgramSession.objects.get(pk=clinic.session.pk).status == "planned"


def test_not_with_more_clients_than_the_group_holds():
    clinic = days.make_day(people=3)
    ComponentKind.objects.filter(key="process").update(clients_per_facilitator=2)
    with pytest.raises(Conflict, match="3 clients") as refused:
        actions.start(by=clinic.by_counselor, session=clinic.session, at=days.NINE)
    assert refused.value.code == "too_many_clients"


def test_who_called_ahead_does_not_count_against_the_limit():
    clinic = days.make_day(people=3)
    ComponentKind.objects.filter(key="process").update(clients_per_facilitator=2)
    line = clinic.lines[0]
    actions.mark(
        by=clinic.by_counselor, attendance=line, version=1, status="absent_excused", at=days.AT, absence_reason="Ill"
    )
    actions.start(by=clinic.by_counselor, session=clinic.session, at=days.NINE)
    assert ProgramSession.objects.get(pk=clinic.session.pk).status == "running"


def test_the_hourly_run_finds_days_without_a_licensed_lead_and_forgets_them_when_mended():
    clinic = days.make_day()
    expire(clinic.counselor)
    report = actions.materialise(by=SYSTEM, at=days.AT)
    assert clinic.session.pk in report.without_lead
    item = WorkItem.objects.get(kind="needs_facilitator", subject_id=clinic.session.pk)
    assert item.role_key == "clinical_director"
    expire(clinic.counselor, dt.date(2030, 1, 1))
    actions.materialise(by=SYSTEM, at=days.AT)
    item.refresh_from_db()
    assert item.status == "done"


def test_opening_a_day_is_an_event_with_every_client_on_it():
    clinic = days.make_day(people=3)
    actions.open_session(by=clinic.by_counselor, session=clinic.session, at=days.NINE)
    assert AuditEvent.objects.get(verb="sessions.opened").subjects.count() == 3
