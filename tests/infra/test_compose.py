"""The compose file, and its web, worker and beat run for real: the very commands, natively, with production settings."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.db import connection

from iop.core import grants
from tests.infra.processes import ROOT, Running, free_port, get, wait_for
from tests.production_environment import safe_environment

FILE = ROOT / "docker-compose.yml"
HTTPS = {"X-Forwarded-Proto": "https", "Host": "clinic.example.org"}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load(FILE.read_text())


def test_all_parts_of_an_installation_are_there(compose):
    assert {"proxy", "web", "worker", "messages", "beat", "migrate", "postgres", "redis"} <= set(compose["services"])


def test_each_queue_has_a_worker_of_its_own(compose):
    commands = [service.get("command", []) for service in compose["services"].values()]
    served = [command[command.index("--queues") + 1] for command in commands if "--queues" in command]
    assert sorted(served) == ["default", "messages"]


def test_only_the_proxy_is_reached_from_outside(compose):
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["proxy"]


def test_only_migrate_and_backup_know_the_owner(compose):
    knowing = [name for name, it in compose["services"].items() if "DATABASE_OWNER_URL" in it.get("environment", {})]
    assert sorted(knowing) == ["backup", "migrate"]


def test_database_and_queue_have_no_way_out(compose):
    assert compose["networks"]["inside"] == {"internal": True}
    assert all(compose["services"][name]["networks"] == ["inside"] for name in ("postgres", "redis"))


def test_every_image_names_its_version(compose):
    images = [service["image"] for service in compose["services"].values()]
    assert all(re.search(r":(\d|local)", image) for image in images)


def test_no_secret_stands_in_the_file(compose):
    text = FILE.read_text() + (ROOT / "deploy/example.env").read_text()
    for name in (
        "SECRET_KEY",
        "POSTGRES_PASSWORD",
        "IOP_OWNER_PASSWORD",
        "IOP_APP_PASSWORD",
        "REDIS_PASSWORD",
        "BACKUP_KEY",
        "FIELD_ENCRYPTION_KEYS",
    ):
        assert not re.search(rf"^\s*{name}[=:][ \t]*(?!\$\{{)\S+", text, re.MULTILINE), name


def test_every_variable_is_in_the_example():
    asked = set(re.findall(r"\$\{([A-Z_]+)(?::\?[^}]*)?\}", FILE.read_text()))
    given = set(re.findall(r"^([A-Z_]+)=", (ROOT / "deploy/example.env").read_text(), re.MULTILINE))
    assert asked <= given


def test_every_file_that_is_mounted_exists(compose):
    for service in compose["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("./deploy"):
                assert (ROOT / source).exists(), source


@pytest.mark.skipif(
    not shutil.which("docker-compose"), reason="docker-compose is not here: the file's syntax is read by YAML alone."
)
def test_compose_itself_accepts_the_file(tmp_path):
    filled = re.sub(r"^([A-Z_]+)=$", r"\1=x", (ROOT / "deploy/example.env").read_text(), flags=re.MULTILINE)
    (tmp_path / "env").write_text(filled)
    said = subprocess.run(
        ["docker-compose", "-f", FILE, "--env-file", tmp_path / "env", "config", "-q"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr


@pytest.fixture
def environment(transactional_db, tmp_path):
    """Production's environment on the tests' own servers, as a role that owns nothing."""
    settings, role = connection.settings_dict, "iop_composed"
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'composed'")
    grants.grant_to(role, connection)
    server = f"{settings['HOST'].replace('/', '%2F')}:{settings['PORT'] or 5432}"
    yield safe_environment(
        DATABASE_URL=f"postgres://{role}:composed@{server}/{settings['NAME']}",
        REDIS_URL=os.environ["REDIS_URL"],
        PORT=str(free_port()),
        STATIC_ROOT=str(tmp_path / "static"),
        MEDIA_ROOT=str(tmp_path / "media"),
        PYTHONWARNINGS="ignore",
    )
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {role}")


@pytest.fixture
def run(compose, environment, tmp_path):
    begun = []

    def begin(service):
        command = compose["services"][service]["command"]
        # The same words, from this environment's own programs.
        program = str(Path(sys.executable).with_name(command[0]))
        begun.append(Running([program, *command[1:]], environment, tmp_path / f"{service}.log"))
        return begun[-1]

    yield begin
    for process in begun:
        process.end()


@pytest.mark.slow
def test_web_worker_and_beat_become_ready_in_production(environment, run):
    collected = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "-v", "0"],
        env=environment | {"DJANGO_SETTINGS_MODULE": "iop.settings.build"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert collected.returncode == 0, collected.stderr
    parts = {name: run(name) for name in ("worker", "messages", "beat", "web")}
    address = f"http://127.0.0.1:{environment['PORT']}"

    def running():
        ended = [name for name, part in parts.items() if not part.is_running()]
        assert not ended, parts[ended[0]].said()
        return True

    wait_for(lambda: get(f"{address}/readyz", HTTPS)[0] == 200, seconds=90, alive=running)
    ready = json.loads(get(f"{address}/readyz", HTTPS)[1])
    assert all(part["ok"] for part in ready.values())

    # Plain HTTP gets no page, TLS gets the sign-in page or the way to it.
    assert "https://clinic.example.org/" in redirect_of(f"{address}/", {"Host": "clinic.example.org"})
    assert get(f"{address}/readyz", {"Host": "elsewhere.example.net"})[0] == 400
    status, page = get(f"{address}/accounts/login/", HTTPS)
    assert status == 200, parts["web"].said()[-3000:]
    assert "example.org/static" not in page

    # Every line of the web server's log is JSON without a query string.
    get(f"{address}/accounts/login/?next=/clients/Jordan", HTTPS)
    lines = [line for line in parts["web"].said().splitlines() if line.startswith("{")]
    assert any(json.loads(line).get("request") == "GET /accounts/login/" for line in lines)
    assert "Jordan" not in parts["web"].said()

    for part in parts.values():
        part.send(signal.SIGTERM)
    assert {name: part.wait() for name, part in parts.items()} == {"worker": 0, "messages": 0, "beat": 0, "web": 0}


def redirect_of(url, headers):
    import http.client
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    plug = http.client.HTTPConnection(parts.netloc, timeout=5)
    try:
        plug.request("GET", parts.path, headers=headers)
        return plug.getresponse().getheader("Location") or ""
    finally:
        plug.close()
