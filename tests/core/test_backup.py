"""A copy of everything, brought back elsewhere and compared table by table."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from iop.core.backup import copying, programs
from iop.core.backup.sealed import Unreadable
from tests.factories import ground

KEY = "a passphrase for this test"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def files(tmp_path):
    """Uploaded files: one in a folder, one empty, one larger than a piece, one with an awkward name."""
    folder = tmp_path / "media"
    for name, content in {
        "a/scan.pdf": b"%PDF-1.7",
        "none": b"",
        "large": b"0123456789" * 600_000,
        "Übung 1.txt": b"hi",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def clinic():
    """A clinic with colleagues, awkward names and an audit record."""
    site = ground.make_site(name="Zoë’s 家 <b>&amp; Söhne\\N\t")
    ground.make_staff("counselor", site=site, last_name="O'Neil “Ann” 🌱")


@pytest.fixture
def elsewhere(tmp_path):
    """Another, empty database on the same server, and an empty folder."""
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    other = connection.copy()
    other.settings_dict["NAME"] = name
    yield other, tmp_path / "restored"
    other.close()
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def contents(database):
    """Say of each table how many rows it has and a hash over all of them."""
    found = {}
    with database.cursor() as cursor:
        for table in sorted(database.introspection.table_names()):
            cursor.execute(f'SELECT count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t')
            found[table] = cursor.fetchone()
    return found


def guards(database):
    with database.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2")
        return cursor.fetchall()


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_everything_comes_back_as_it_was(clinic, files, elsewhere, tmp_path):
    copy, (database, folder) = tmp_path / "copy", elsewhere
    copying.write(copy, KEY, connection, files)
    copying.read(copy, KEY, database, folder)
    before, after = contents(connection), contents(database)
    assert after == before
    assert sum(rows for rows, _ in before.values()) > 50
    assert guards(database) == guards(connection) != []
    assert tree(folder) == tree(files)


def test_nothing_of_a_chart_stands_in_the_file(clinic, files, tmp_path):
    copying.write(tmp_path / "copy", KEY, connection, files)
    raw = (tmp_path / "copy").read_bytes()
    assert not any(word in raw for word in (b"O'Neil", b"scan.pdf", b"PGDMP", b"clinic_site"))


def test_a_copy_is_for_its_owner_alone(clinic, files, tmp_path):
    copying.write(tmp_path / "copy", KEY, connection, files)
    assert (tmp_path / "copy").stat().st_mode & 0o077 == 0


def test_another_key_changes_nothing(clinic, files, elsewhere, tmp_path):
    copy, (database, folder) = tmp_path / "copy", elsewhere
    copying.write(copy, KEY, connection, files)
    with pytest.raises(Unreadable):
        copying.read(copy, "not that passphrase", database, folder)
    assert database.introspection.table_names() == []


def test_a_damaged_copy_changes_nothing(clinic, files, elsewhere, tmp_path):
    copy, (database, folder) = tmp_path / "copy", elsewhere
    copying.write(copy, KEY, connection, files)
    copy.write_bytes(copy.read_bytes()[:-1])
    with pytest.raises(Unreadable):
        copying.read(copy, KEY, database, folder)
    assert database.introspection.table_names() == []
    assert not folder.exists()


def test_a_database_in_use_is_not_written_over(clinic, files, tmp_path):
    copying.write(tmp_path / "copy", KEY, connection, files)
    with pytest.raises(copying.NotEmpty, match="--force-name"):
        copying.read(tmp_path / "copy", KEY, connection, tmp_path / "restored")


def test_files_in_use_are_not_written_over(clinic, files, elsewhere, tmp_path):
    copying.write(tmp_path / "copy", KEY, connection, files)
    with pytest.raises(copying.NotEmpty, match="holds files already"):
        copying.read(tmp_path / "copy", KEY, elsewhere[0], files)


def test_an_emptied_database_takes_a_copy(clinic, files, elsewhere, tmp_path):
    copy, (database, folder) = tmp_path / "copy", elsewhere
    copying.write(copy, KEY, connection, files)
    copying.read(copy, KEY, database, folder)
    copying.empty(database, folder)
    assert (database.introspection.table_names(), tree(folder)) == ([], {})
    copying.read(copy, KEY, database, folder)
    assert contents(database) == contents(connection)


def test_an_interrupted_copy_leaves_no_file(files, tmp_path, monkeypatch):
    monkeypatch.setattr(copying, "_add_files", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        copying.write(tmp_path / "copies" / "copy", KEY, connection, files)
    assert list((tmp_path / "copies").iterdir()) == []


def test_the_command_asks_for_a_key(monkeypatch):
    monkeypatch.delenv("BACKUP_KEY", raising=False)
    with pytest.raises(CommandError, match="BACKUP_KEY is missing"):
        call_command("backup")


def test_the_command_writes_where_it_is_told(monkeypatch, tmp_path, capsys, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "key").write_text(f"{KEY}\n")
    monkeypatch.delenv("BACKUP_KEY", raising=False)
    monkeypatch.setenv("BACKUP_KEY_FILE", str(tmp_path / "key"))
    call_command("backup", to=tmp_path / "copy")
    call_command("restore", tmp_path / "copy", only_check=True)
    assert "every piece authenticated" in capsys.readouterr().out


def test_the_command_never_writes_over_a_copy(monkeypatch, tmp_path):
    monkeypatch.setenv("BACKUP_KEY", KEY)
    (tmp_path / "copy").touch()
    with pytest.raises(CommandError, match="never written over"):
        call_command("backup", to=tmp_path / "copy")


def test_the_command_replaces_only_the_database_it_is_told(monkeypatch, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setenv("BACKUP_KEY", KEY)
    call_command("backup", to=tmp_path / "copy")
    with pytest.raises(CommandError, match="not somewhere: nothing was changed"):
        call_command("restore", tmp_path / "copy", force_name="somewhere")


def test_a_file_that_points_outside_its_folder_is_refused(tmp_path):
    import io
    import tarfile

    member = tarfile.TarInfo("files/../../outside")
    with pytest.raises(Unreadable, match="outside its folder"):
        copying._keep_file(io.BytesIO(b"x"), member, None, tmp_path / "media")
    assert not (tmp_path.parent / "outside").exists()


def test_a_server_newer_than_every_program_is_named():
    with pytest.raises(programs.Missing, match="postgresql-client-99"):
        programs.fitting("pg_dump", 99)


def test_no_password_stands_on_a_command_line():
    told = programs.environment(
        {"NAME": "iop", "USER": "iop_app", "PASSWORD": "word", "HOST": "db", "PORT": "", "OPTIONS": {}}
    )
    assert (told["PGPASSWORD"], told["PGHOST"], told["PGDATABASE"]) == ("word", "db", "iop")
