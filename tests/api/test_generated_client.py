"""A Python client made from the schema by a generator that nobody here wrote reads and writes."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from clients.models import Client
from iop.api.views.docs import drawn
from tests.factories.api import make_key
from tests.factories.clients import make_client, make_site

GENERATOR = Path(sys.executable).with_name("openapi-python-client")


@pytest.fixture
def made(tmp_path, monkeypatch):
    """The client's package, importable."""
    schema = tmp_path / "schema.json"
    schema.write_bytes(drawn("en"))
    told = subprocess.run(
        [GENERATOR, "generate", "--path", schema, "--output-path", tmp_path / "iop_client", "--meta", "none"],
        check=True, capture_output=True, text=True, env={**os.environ, "PATH": f"{GENERATOR.parent}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert "Endpoint will not be generated" not in told.stdout + told.stderr
    monkeypatch.syspath_prepend(tmp_path)
    return importlib.import_module("iop_client")


def part(name):
    return importlib.import_module(f"iop_client.{name}")


@pytest.mark.django_db(transaction=True)
def test_it_lists_changes_and_is_refused_in_words(made, live_server):
    one = make_client(make_site())
    _, text = make_key("clients:read", "clients:write")
    with made.AuthenticatedClient(base_url=live_server.url, token=text, prefix="Api-Key") as caller:
        listed = part("api.client.clients_list").sync(client=caller)
        assert [str(row.id) for row in listed.results] == [str(one.pk)]
        row = part("api.client.clients_retrieve").sync(one.pk, client=caller)
        change = part("models").PatchedClientChange(preferred_name="Bo", version=row.version)
        part("api.client.clients_partial_update").sync(one.pk, client=caller, body=change)
        assert Client.objects.get().preferred_name == "Bo"
        late = part("api.client.clients_partial_update").sync(one.pk, client=caller, body=change)
        assert (late.status, late.code) == (409, "stale")
