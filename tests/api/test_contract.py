"""The API does what its schema says: schemathesis tries every operation, with all its checks.

Each operation is tried with what fits its schema and with what doesn't (boundaries, wrong types, missing headers, wrong
methods): never a 500, never an answer that the schema doesn't know, nothing wrong accepted, nothing without a key.
"""

import os
import zlib

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import positive_data_acceptance

from iop.api.choices import Scope
from iop.core import clock
from iop.wsgi import application
from tests.factories.api import make_key
from tests.factories.world import NOW, build_world

EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "2"))
WHOLE = bool(os.environ.get("CONTRACT_WHOLE"))
"""Each operation is tried a few times in every run. By hand, with all its boundaries (half an hour of CPU):
CONTRACT_WHOLE=1 CONTRACT_EXAMPLES=50 python -m pytest tests/api/test_contract.py."""
PARTS = 4
OF_SHAPE = {
    "required", "null", "blank", "not_a_list", "not_a_dict", "empty", "max_length", "min_length",
    "invalid_choice", "date", "datetime", "max_string_length", "max_digits", "parse_error", "not_an_id",
}  # fmt: skip
"""Codes of what is wrong with a body's shape, which its schema must have said. Bounds of decimals, which travel as text, it can't."""
pytestmark = [pytest.mark.django_db]


@pytest.fixture
def key(db):
    """A key that may do all that keys may, in the small clinic."""
    with clock.frozen(NOW):
        build_world()
        _, text = make_key(*Scope.values, calls_a_minute=100_000)
        yield text


@pytest.fixture(autouse=True)
def _keeps_its_connection():
    """A request within the test must not close the connection that the test's transaction runs on."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def schema(key):
    return schemathesis.openapi.from_wsgi(
        "/api/v1/schema/?format=json",
        application,
        headers={"Authorization": f"Api-Key {key}"},
        config=SchemathesisConfig.from_dict({"phases": {"coverage": {"enabled": WHOLE}}}),
    )


lazy = schemathesis.pytest.from_fixture("schema")


def part(number):
    return lambda context: zlib.crc32(context.operation.path.encode()) % PARTS == number


def refused_for_a_reason(context, response, case):
    """What fits the schema is refused by a rule of the house or not at all: never for its shape."""
    if response.status_code != 400 or case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    codes = {error["code"] for error in response.json()["errors"]}
    assert not codes & OF_SHAPE, f"{codes & OF_SHAPE}: {response.text}"


def tried(case, key):
    """Call and check; whatever it did is undone."""
    with transaction.atomic():
        case.call_and_validate(
            headers={"Authorization": f"Api-Key {key}"},
            excluded_checks=[positive_data_acceptance],
            additional_checks=[refused_for_a_reason],
        )
        transaction.set_rollback(True)


quick = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@lazy.include(part(0)).parametrize()
@quick
def test_the_first_part_keeps_its_word(case, key):
    tried(case, key)


@lazy.include(part(1)).parametrize()
@quick
def test_the_second_part_keeps_its_word(case, key):
    tried(case, key)


@lazy.include(part(2)).parametrize()
@quick
def test_the_third_part_keeps_its_word(case, key):
    tried(case, key)


@lazy.include(part(3)).parametrize()
@quick
def test_the_fourth_part_keeps_its_word(case, key):
    tried(case, key)
