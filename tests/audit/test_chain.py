"""The hash chain: what is sealed, when, by whom, and what a check finds."""

import datetime as dt
import threading
import uuid

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections, transaction

from iop.access.actors import SYSTEM
from iop.audit import chain
from iop.audit.models import AuditEvent, AuditSeal
from iop.audit.recorder import record
from iop.audit.tasks import seal as seal_task

pytestmark = pytest.mark.django_db(transaction=True)
NOW = dt.datetime(2026, 3, 2, 14, 30, tzinfo=dt.UTC)


def write(n=1, **more):
    return [record(by=SYSTEM, verb="tests.done", subject=None, clients=[uuid.uuid4()], **more) for _ in range(n)]


def as_superuser(sql, params=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, params)


def in_thread(work):
    def run():
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_seals_every_finished_event_once():
    write(3)
    assert chain.seal(at=NOW) == 3
    assert chain.seal(at=NOW) == 0
    assert chain.check().links == 3


def test_task_seals():
    write(2)
    assert seal_task() == 2


def test_seals_more_than_a_batch(monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 4)
    write(11)
    assert chain.seal(at=NOW) == 11
    assert chain.check().first_break is None


def test_leaves_an_open_transaction_for_the_next_round():
    opened, may_end = threading.Event(), threading.Event()

    def slow_writer():
        with transaction.atomic():
            write()
            opened.set()
            may_end.wait(10)

    thread = in_thread(slow_writer)
    opened.wait(10)
    write(2)
    assert chain.seal(at=NOW) == 2
    may_end.set()
    thread.join()
    assert chain.seal(at=NOW) == 1
    assert chain.check().links == 3


def test_a_writer_never_waits_for_the_sealer():
    write()
    with transaction.atomic():
        chain.seal(at=NOW)
        done = in_thread(lambda: write())
        done.join(5)
        assert not done.is_alive()


def test_two_sealers_at_once_make_one_chain():
    write(20)
    threads = [in_thread(lambda: chain.seal(at=NOW)) for _ in range(4)]
    for thread in threads:
        thread.join()
    chain.seal(at=NOW)
    assert AuditSeal.objects.count() == 20
    assert chain.check().first_break is None


def test_the_second_sealer_goes_home():
    write()
    holding, may_end = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            chain._lock()
            holding.set()
            may_end.wait(10)

    thread = in_thread(hold)
    holding.wait(10)
    assert chain.seal(at=NOW) == 0
    may_end.set()
    thread.join()


def test_goes_on_after_a_restore_in_which_transaction_numbers_fell_back():
    write(2)
    chain.seal(at=NOW)
    as_superuser("UPDATE audit_auditseal SET horizon = 9000000000")
    old = write(1)[0]
    as_superuser(
        "UPDATE audit_auditevent SET xid = 8000000000, at = %s WHERE id = %s", [NOW - dt.timedelta(days=2), old.pk]
    )
    write(1)
    assert chain.seal(at=NOW) == 2


def test_finds_a_changed_event():
    events = write(3)
    chain.seal(at=NOW)
    as_superuser("UPDATE audit_auditevent SET verb = 'tests.else' WHERE id = %s", [events[1].pk])
    found = chain.check().first_break
    assert (found.what, found.event_id) == ("changed", events[1].pk)


def test_finds_a_client_taken_off_an_event():
    events = write(2)
    chain.seal(at=NOW)
    as_superuser("DELETE FROM audit_auditsubject WHERE event_id = %s", [events[0].pk])
    assert chain.check().first_break.what == "changed"


def test_finds_a_removed_event():
    events = write(3)
    chain.seal(at=NOW)
    as_superuser("DELETE FROM audit_auditevent WHERE id = %s", [events[0].pk])
    assert chain.check().first_break.what == "event_missing"


def test_finds_a_removed_link():
    write(3)
    chain.seal(at=NOW)
    as_superuser("DELETE FROM audit_auditseal WHERE position = 2")
    assert chain.check().first_break == chain.Break(2, None, "missing")


def test_a_noted_head_betrays_a_cut_tail():
    events = write(3)
    chain.seal(at=NOW)
    head = (3, chain.check().head)
    as_superuser("DELETE FROM audit_auditseal WHERE position = 3")
    as_superuser("DELETE FROM audit_auditevent WHERE id = %s", [events[2].pk])
    assert chain.check().first_break is None
    assert chain.check(head).first_break.what == "missing"


def test_a_noted_head_betrays_a_chain_made_anew():
    write(2)
    chain.seal(at=NOW)
    head = (2, chain.check().head)
    as_superuser("UPDATE audit_auditevent SET verb = 'tests.else'")
    as_superuser("DELETE FROM audit_auditseal")
    chain.seal(at=NOW + dt.timedelta(hours=2))
    assert chain.check().first_break is None
    assert chain.check(head).first_break.what == "not_the_noted_head"


def test_command_says_that_the_record_is_whole(capsys):
    write(2)
    chain.seal(at=NOW)
    call_command("audit_check")
    assert "whole: 2 links" in capsys.readouterr().out


def test_command_fails_with_the_first_broken_link():
    write(2)
    chain.seal(at=NOW)
    as_superuser("UPDATE audit_auditevent SET detail = '{\"n\": 1}' WHERE id = %s", [AuditEvent.objects.first().pk])
    with pytest.raises(CommandError, match=r"link 1 .* was changed"):
        call_command("audit_check")
