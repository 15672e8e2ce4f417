"""Keys are changed under way: what was done stays done, and a run that was killed is started again."""

import signal
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from clients.models import ClientIdentifier
from iop.core import rotation
from iop.core.crypto import blind_indexes, decrypt, encrypt
from iop.settings.field_keys import parsed
from tests.factories.clients import make_client, make_site
from tests.infra.processes import Running, wait_for
from tests.production_environment import field_key, safe_environment

PLACE = "clients_clientidentifier.value"
ONE, TWO = bytes(range(32)), bytes(range(32, 64))


def fill(number):
    client = make_client(make_site())
    rows = [ClientIdentifier(client=client, kind="other", value=f"N-{count:05}") for count in range(number)]
    return ClientIdentifier.objects.bulk_create(rows)


def tokens():
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM clients_clientidentifier ORDER BY id")
        return [value for (value,) in cursor.fetchall()]


def under(key):
    return sum(token.startswith(f"e1.{key}.") for token in tokens())


def rotate(*options):
    said = StringIO()
    call_command("rotate_keys", *options, stdout=said)
    return said.getvalue()


@pytest.fixture
def old_rows(db, settings):
    settings.FIELD_KEYS = {"k1": ONE}
    rows = fill(7)
    settings.FIELD_KEYS = {"k2": TWO, "k1": ONE}
    return rows


def test_everything_comes_under_the_first_key(old_rows):
    said = rotate("--batch", "3")
    assert under("k2") == 7
    assert f"{PLACE}: 0 were current, 7 were under another key, 7 re-encrypted, 0 unreadable" in said
    assert "the others may be removed" in said


def test_the_values_stay_the_same_and_read_without_the_old_key(old_rows, settings):
    rotate()
    settings.FIELD_KEYS = {"k2": TWO}
    assert [row.value for row in ClientIdentifier.objects.order_by("pk")] == [
        row.value for row in sorted(old_rows, key=lambda row: row.pk)
    ]


def test_the_index_follows(old_rows, settings):
    rotate()
    settings.FIELD_KEYS = {"k2": TWO}
    assert ClientIdentifier.objects.filter(index__in=blind_indexes("N-00003", PLACE)).count() == 1


def test_while_under_way_both_are_found(old_rows):
    field = next(field for field in rotation.encrypted_fields() if field.model is ClientIdentifier)
    rotation._one_batch(field, None, 3)
    assert under("k2") == 3
    found = [ClientIdentifier.objects.filter(index__in=blind_indexes(row.value, PLACE)).count() for row in old_rows]
    assert found == [1] * 7


def test_running_twice_changes_nothing_more(old_rows):
    rotate()
    before = tokens()
    assert "7 were current, 0 were under another key, 0 re-encrypted" in rotate()
    assert tokens() == before


def test_counting_changes_nothing(old_rows):
    before = tokens()
    said = rotate("--only-count")
    assert "7 values are still under another key." in said
    assert tokens() == before


def test_what_no_key_opens_is_left_and_the_command_fails(old_rows):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE clients_clientidentifier SET value = %s WHERE id = %s",
            [encrypt("x", "other.place"), old_rows[0].pk],
        )
        cursor.execute("UPDATE clients_clientidentifier SET value = 'e1.lost.AAAA' WHERE id = %s", [old_rows[1].pk])
    with pytest.raises(CommandError, match="could not be read"):
        rotate("--batch", "2")
    # The moved one names the current key already: it is met when somebody opens it.
    assert under("lost") == 1
    assert sum(token.startswith("e1.k1.") for token in tokens()) == 0


def test_without_a_key_the_command_says_so(db, settings):
    settings.FIELD_KEYS = {}
    with pytest.raises(CommandError, match="no field key"):
        rotate()


@pytest.mark.parametrize("batch", ["0", "-3"])
def test_a_batch_holds_at_least_one_row(db, batch):
    with pytest.raises(CommandError, match="from 1 on"):
        rotate("--batch", batch)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_run_killed_half_way_leaves_every_value_readable_and_is_finished_by_the_next(settings, tmp_path):
    old, new = field_key("k1"), field_key("k2")
    settings.FIELD_KEYS = parsed([old])
    rows = fill(3000)
    environment = safe_environment(
        DATABASE_URL=address(), FIELD_ENCRYPTION_KEYS=f"{new},{old}", PYTHONWARNINGS="ignore"
    )
    run = Running([sys.executable, "manage.py", "rotate_keys", "--batch", "5"], environment, tmp_path / "said.txt")
    wait_for(lambda: under("k2") >= 50, seconds=60, alive=run.is_running)
    run.send(signal.SIGKILL)
    run.process.wait()
    done = under("k2")
    assert 50 <= done < 3000
    assert done % 5 == 0

    settings.FIELD_KEYS = parsed([new, old])
    assert sorted(decrypt(token, PLACE) for token in tokens()) == sorted(row.value for row in rows)
    said = rotate()
    assert f"{done} were current, {3000 - done} were under another key, {3000 - done} re-encrypted" in said
    settings.FIELD_KEYS = parsed([new])
    assert sorted(decrypt(token, PLACE) for token in tokens()) == sorted(row.value for row in rows)


def address():
    known = connection.settings_dict
    server = f"{known['HOST'].replace('/', '%2F')}:{known['PORT'] or 5432}"
    secret = f":{known['PASSWORD']}" if known["PASSWORD"] else ""
    return f"postgres://{known['USER']}{secret}@{server}/{known['NAME']}"
