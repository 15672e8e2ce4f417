"""Two charts of one person become one, with rows in every app, and two again."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils.module_loading import import_string

from clients import actions, merging
from clients.actions import access, holds, merges, registers
from clients.models import (
    ChannelPermission,
    ChartMerge,
    Client,
    Consent,
    ContactPoint,
    Diagnosis,
    DiagnosisCode,
    Episode,
)
from iop.audit.models import AuditEvent
from iop.clinic.actors import actor_of
from iop.core import clock
from iop.core.errors import Conflict, Invalid, NotAllowed
from iop.work.models import WorkItem
from scheduling.models import Appointment, BusyTime, Calendar, Enrolment
from sessions_app.models import Attendance
from tests.factories import ground
from tests.factories.clients import AT, TODAY, make_actor, make_admitted, make_client, make_site
from tests.pages.chart_clinic import NOON, make_charts
from tests.registers.world import make_twice
from therapy.models import GroupNote, GroupNoteLine

WHY = "Same birth date, same phone; they say so."
SYSTEM_TABLES = {"audit.AuditSubject", "notifications.Message", "work.WorkItem"}


def test_every_table_that_bears_a_client_is_known():
    moved = set(merging.MOVED_HERE)
    stays = set(merging.STAYS)
    for path in settings.MERGE_PLANS:
        moved |= import_string(f"{path.removesuffix('.plan')}.MOVED")
    for path in settings.MERGE_STAYS:
        stays |= set(import_string(path))
    bears = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "concrete", False) and field.is_relation and field.related_model is Client
    }
    assert bears - moved - stays == set()
    assert moved & stays == set()


def image(client_ids):
    """Every row of every app that bears one of these clients, with whose it is; and whose calendar each busy time is."""
    found = {}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if getattr(field, "concrete", False) and field.is_relation and field.related_model is Client:
                name = field.attname
            elif getattr(field, "concrete", False) and field.name in ("client_id", "recipient_id"):
                name = field.name
            else:
                continue
            if model._meta.label in ("audit.AuditSubject", "clients.ChartMerge"):
                continue
            rows = model._base_manager.filter(**{f"{name}__in": client_ids}).values()
            found[f"{model._meta.label}.{name}"] = sorted(
                (dict(row, version=0) for row in rows), key=lambda row: str(row["id"])
            )
    calendars = Calendar.objects.filter(client__in=client_ids)
    found["busy"] = sorted(BusyTime.objects.filter(calendar__in=calendars).values_list("id", "calendar_id"))
    found["clients"] = list(Client.objects.filter(pk__in=client_ids).order_by("pk").values("id", "is_restricted", "restricted_reason", "merged_into"))  # fmt: skip
    return found


@pytest.fixture
def full(db):
    """A person whose stay is in the second chart: days, check-in, notes, appointment, contacts, diagnosis, hold, register."""
    with clock.frozen(NOON):
        ground.make_organization()
        clinic = make_charts()
        clinic.absorbed = clinic.client
        clinic.kept = make_client(clinic.site, legal_first_name="Jo", legal_last_name="Marsh")
        director = clinic.by_director
        start = NOON + dt.timedelta(days=1)
        Appointment.objects.create(
            site=clinic.site, kind="individual", client=clinic.absorbed, episode=clinic.episode, staff=clinic.counselor,
            starts_at=start, ends_at=start + dt.timedelta(hours=1),
        )  # fmt: skip
        for client in (clinic.kept, clinic.absorbed):
            actions.add_contact_point(
                by=director, client=client, kind="phone", value="617-555-0123", at=NOON, is_preferred=True
            )
            actions.set_emergency_contact(by=director, client=client, first_name="Sam", role="Sister", at=NOON)
            for rank, code in enumerate(("F10.20", "F11.20"), start=1):
                known, _ = DiagnosisCode.objects.get_or_create(
                    code=code, valid_from=dt.date(2025, 10, 1), defaults={"title": code, "source": "test"}
                )
                if client == clinic.absorbed or rank == 1:
                    Diagnosis.objects.create(
                        client=client,
                        site=clinic.site,
                        code=known,
                        rank=rank,
                        diagnosed_by=clinic.director,
                        starts_on=TODAY,
                    )
        actions.set_channel_permission(by=director, client=clinic.kept, channel="sms", allowed=True, at=NOON)
        actions.raise_concern(by=director, site_id=clinic.site.pk, client=clinic.absorbed, kind="medical", at=NOON)
        holds.hold_messages(by=director, client=clinic.absorbed, kind="asked", starts_on=TODAY, at=NOON)
        registers.report(
            by=director, register="grievance", site_id=clinic.site.pk, text="Too loud.", at=NOON, client=clinic.absorbed
        )
        line = clinic.lines[0]
        note = GroupNote.objects.create(
            session=clinic.session, author=clinic.counselor, shared_text="We spoke.", saved_at=NOON
        )
        GroupNoteLine.objects.create(note=note, attendance=line, client=clinic.absorbed, text="Spoke up.")
        clinic.by = director
        yield clinic


def join(two, at=NOON, **more):
    return merges.merge(by=two.by, kept=two.kept, absorbed=two.absorbed, reason=WHY, at=at, **more)


def test_everything_that_may_follows_the_person(full):
    join(full)
    left = {name: len(rows) for name, rows in image([full.absorbed.pk]).items() if rows and name != "clients"}
    assert set(left) <= {"clients.Diagnosis.client_id"}
    assert left.get("clients.Diagnosis.client_id") == 1
    assert Attendance.objects.filter(client=full.kept).count() == Attendance.objects.count()
    assert Enrolment.objects.get().client_id == full.kept.pk
    assert WorkItem.objects.open().filter(client_id=full.absorbed.pk).count() == 0


def test_undoing_gives_back_every_row_of_every_app(full):
    pair = [full.kept.pk, full.absorbed.pk]
    before = image(pair)
    merge = join(full)
    assert image(pair) != before
    merges.undo_merge(by=full.by, merge=merge, at=NOON)
    assert image(pair) == before


def test_what_is_added_to_what_moved_goes_back_with_it(full):
    merge = join(full)
    episode = Episode.objects.get(pk=full.episode.pk)
    start = NOON + dt.timedelta(days=2)
    added = Appointment.objects.create(
        site=full.site, kind="individual", client_id=full.kept.pk, episode=episode, staff=full.counselor,
        starts_at=start, ends_at=start + dt.timedelta(hours=1),
    )  # fmt: skip
    merges.undo_merge(by=full.by, merge=merge, at=NOON)
    added.refresh_from_db()
    assert added.client_id == full.absorbed.pk


def test_one_preferred_phone_and_one_emergency_contact_remain(full):
    join(full)
    assert ContactPoint.objects.filter(client=full.kept, kind="phone", is_preferred=True).count() == 1
    assert full.kept.relationships.filter(is_emergency_contact=True).count() == 1
    assert full.kept.relationships.count() == 2


def test_a_no_to_messages_in_either_chart_holds(full):
    actions.set_channel_permission(by=full.by, client=full.absorbed, channel="sms", allowed=False, at=NOON)
    join(full, at=NOON + dt.timedelta(minutes=1))
    assert ChannelPermission.objects.filter(client=full.kept).order_by("-since").first().allowed is False


def test_signed_notes_stay_and_the_kept_chart_shows_them(full):
    from django.test import Client as Browser
    from django.urls import reverse

    from therapy.actions.group_notes import sign_group_note

    note = GroupNote.objects.get()
    GroupNote.objects.update(modalities=["cbt"])
    sign_group_note(by=full.by_counselor, note=note, version=note.version, at=NOON)
    join(full)
    assert GroupNoteLine.objects.get().client_id == full.absorbed.pk
    browser = Browser()
    ground.sign_in(browser, full.counselor)
    answer = browser.get(reverse("client_notes", args=[full.kept.pk]))
    assert "Spoke up." in answer.content.decode()


@pytest.fixture
def two(db):
    with clock.frozen(AT):
        yield make_twice()


def test_both_numbers_find_the_kept_chart(two):
    join(two, AT)
    for number in (two.kept.record_number, two.absorbed.record_number):
        assert [row.pk for row in Client.objects.visible_to(two.by).matching(number)] == [two.kept.pk]


def test_the_absorbed_chart_is_in_no_list(two):
    join(two, AT)
    assert two.absorbed not in Client.objects.visible_to(two.by)


def test_the_preview_says_what_moves_and_changes_nothing(two):
    before = image([two.kept.pk, two.absorbed.pk])
    seen = merges.preview(by=two.by, kept=two.kept, absorbed=two.absorbed, at=AT)
    assert ("episodes", 1) in [(str(words), number) for words, number in seen.moves]
    assert seen.why_not == []
    assert image([two.kept.pk, two.absorbed.pk]) == before


def test_two_stays_under_way_are_in_the_way(two):
    other = make_admitted(two.site, by=two.by).client
    seen = merges.preview(by=two.by, kept=two.kept, absorbed=other, at=AT)
    assert "stay under way" in str(seen.why_not[0])
    with pytest.raises(Conflict, match="stay under way"):
        merges.merge(by=two.by, kept=two.kept, absorbed=other, reason=WHY, at=AT)


def test_a_double_booking_to_come_is_in_the_way(two):
    start = AT + dt.timedelta(days=1)
    for client in (two.kept, two.absorbed):
        calendar = Calendar.objects.create(client=client)
        BusyTime.objects.create(
            calendar=calendar,
            starts_at=start,
            ends_at=start + dt.timedelta(hours=1),
            source="appointment",
            source_id=client.pk,
        )
    with pytest.raises(Conflict, match="booked at the same time"):
        join(two, AT)


def test_a_double_booking_that_is_over_stays_where_it_was(two):
    start = AT - dt.timedelta(days=1)
    for client in (two.kept, two.absorbed):
        calendar = Calendar.objects.create(client=client)
        BusyTime.objects.create(
            calendar=calendar,
            starts_at=start,
            ends_at=start + dt.timedelta(hours=1),
            source="appointment",
            source_id=client.pk,
        )
    join(two, AT)
    assert BusyTime.objects.filter(calendar__client=two.absorbed).count() == 1


def test_the_restriction_of_one_guards_both(two):
    access.restrict(by=two.by, client=two.absorbed, reason="A colleague's brother.", at=AT)
    merge = join(two, AT)
    assert Client.objects.get(pk=two.kept.pk).is_restricted
    merges.undo_merge(by=two.by, merge=merge, at=AT)
    assert not Client.objects.get(pk=two.kept.pk).is_restricted


def test_a_chart_that_absorbed_another_may_be_absorbed_in_turn(two):
    first = join(two, AT)
    third = make_client(two.site)
    second = merges.merge(by=two.by, kept=third, absorbed=_discharged(two), reason=WHY, at=AT)
    assert Client.objects.get(pk=two.absorbed.pk).merged_into_id == third.pk
    with pytest.raises(Conflict, match="undo that first"):
        merges.undo_merge(by=two.by, merge=first, at=AT)
    merges.undo_merge(by=two.by, merge=second, at=AT)
    assert Client.objects.get(pk=two.absorbed.pk).merged_into_id == two.kept.pk


def _discharged(two):
    episode = two.kept.episodes.get(status="admitted")
    actions.close_episode(by=two.by, episode=episode, on=TODAY, kind="completed", reason="Goals reached.", at=AT)
    return two.kept


def test_joining_twice_is_refused(two):
    join(two, AT)
    with pytest.raises(Conflict, match="already"):
        join(two, AT)


def test_a_chart_is_not_joined_with_itself(two):
    with pytest.raises(Conflict, match="same chart"):
        merges.merge(by=two.by, kept=two.kept, absorbed=two.kept, reason=WHY, at=AT)


def test_joining_says_how_we_know(two):
    with pytest.raises(Invalid):
        merges.merge(by=two.by, kept=two.kept, absorbed=two.absorbed, reason=" ", at=AT)


@pytest.mark.parametrize("role", ["counselor", "intake", "site_admin"])
def test_who_may_not_join_joins_nothing(two, role):
    with pytest.raises(NotAllowed):
        merges.merge(by=make_actor(two.site, role), kept=two.kept, absorbed=two.absorbed, reason=WHY, at=AT)


def test_a_chart_of_another_site_needs_the_right_there_too(two):
    elsewhere = make_client(make_site())
    with pytest.raises(NotAllowed):
        merges.merge(by=two.by, kept=two.kept, absorbed=elsewhere, reason=WHY, at=AT)


def test_undoing_ends_with_its_last_day(two):
    merge = join(two, AT)
    assert merge.can_be_undone_until == TODAY + dt.timedelta(days=30)
    with pytest.raises(Conflict, match="over"):
        merges.undo_merge(by=two.by, merge=merge, at=AT + dt.timedelta(days=31))


def test_undoing_twice_is_refused(two):
    merge = join(two, AT)
    merges.undo_merge(by=two.by, merge=merge, at=AT)
    with pytest.raises(Conflict):
        merges.undo_merge(by=two.by, merge=merge, at=AT)


def test_after_undoing_they_may_be_joined_the_other_way_round(two):
    merges.undo_merge(by=two.by, merge=join(two, AT), at=AT)
    merges.merge(by=two.by, kept=two.absorbed, absorbed=two.kept, reason=WHY, at=AT)
    assert Client.objects.get(pk=two.kept.pk).merged_into_id == two.absorbed.pk


def test_the_record_names_both_charts(two):
    join(two, AT)
    event = AuditEvent.objects.get(verb="clients.charts_joined")
    assert set(event.subjects.values_list("client_id", flat=True)) == {two.kept.pk, two.absorbed.pk}


@pytest.mark.parametrize("rows", [1, 12])
def test_joining_takes_as_many_statements_for_any_number_of_rows(two, rows, django_assert_max_num_queries):
    for number in range(rows):
        actions.add_contact_point(by=two.by, client=two.absorbed, kind="phone", value=f"617-555-01{number:02}", at=AT)
    with django_assert_max_num_queries(95):
        join(two, AT)


def test_signed_consents_do_not_move():
    assert any(getattr(trigger, "name", "") == "signed_is_kept" for trigger in Consent._meta.triggers)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM clients_chartmerge",
        "UPDATE clients_chartmerge SET kept_id = absorbed_id",
        "UPDATE clients_client SET merged_into_id = id",
        "INSERT INTO clients_chartmerge (id, created_at, kept_id, absorbed_id, reason, at, by_id, can_be_undone_until, moved) "
        "SELECT gen_random_uuid(), now(), kept_id, absorbed_id, reason, at, by_id, can_be_undone_until, moved FROM clients_chartmerge",
    ],
)
def test_the_database_says_it_once_more(two, sql):
    join(two, AT)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_two_who_join_the_same_charts_at_once_one_wins():
    with clock.frozen(AT):
        two = make_twice()
        staff = [two.by.staff_id] * 2
    start = Barrier(2)

    def attempt(swapped):
        kept, absorbed = (two.absorbed, two.kept) if swapped else (two.kept, two.absorbed)
        try:
            with clock.frozen(AT):
                by = actor_of(staff[0], AT)
                start.wait(10)
                merges.merge(by=by, kept=kept, absorbed=absorbed, reason=WHY, at=AT)
            return "done"
        except Conflict:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(attempt, [False, True]))
    assert answers == ["done", "refused"]
    assert ChartMerge.objects.count() == 1
    assert Client.objects.filter(merged_into__isnull=False).count() == 1
