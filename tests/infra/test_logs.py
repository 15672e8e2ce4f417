import io
import json
import logging
import logging.config

import pytest
import structlog

from iop.settings.broker import celery_url
from iop.settings.logs import logging_by_structlog, without_persons


def cleaned(**event):
    return without_persons(None, "info", event)


def test_a_query_string_is_left_out():
    assert cleaned(request="GET /clients?name=Jordan")["request"] == "GET /clients"


def test_an_email_address_is_left_out_wherever_it_stands():
    assert cleaned(event="sent to jordan.smith+iop@example.org now")["event"] == "sent to (e-mail address) now"


def test_an_email_address_is_left_out_of_nested_values():
    assert cleaned(params={"to": ["a@b.org"]})["params"] == {"to": ["(e-mail address)"]}


def test_the_values_that_postgresql_quotes_are_left_out():
    trace = "IntegrityError: duplicate key\nDETAIL:  Key (legal_name)=(Jordan Smith) already exists.\n"
    assert "Jordan" not in cleaned(exception=trace)["exception"]


@pytest.mark.parametrize("place", ["/feeds/Zx81.ics", "/welcome/Zx81/", "/my/door/enter/Zx81/"])
def test_what_opens_something_for_whoever_knows_it_is_left_out(place):
    assert "Zx81" not in str(cleaned(request=f"GET {place}", event=f"Not Found: {place}"))


def test_numbers_and_ids_stay():
    assert cleaned(status=200, user_id="0199-aa")["status"] == 200


@pytest.fixture
def lines():
    """Write as production does, into memory, and put the tests' own logging back afterwards."""
    from django.conf import settings

    stream, config = io.StringIO(), logging_by_structlog(as_json=True)
    config["handlers"]["console"]["stream"] = stream
    logging.config.dictConfig(config)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging_by_structlog()
    logging.config.dictConfig(settings.LOGGING)


def test_a_plain_logger_writes_json_with_the_request_id(lines):
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        logging.getLogger("somebody").warning("look: %s", "a@b.org")
    (line,) = lines()
    assert (line["request_id"], line["event"], line["level"]) == ("r-1", "look: (e-mail address)", "warning")


def test_an_exception_is_written_without_the_row(lines):
    said = "no\nDETAIL:  Failing row contains (Jordan)."
    try:
        raise ValueError(said)
    except ValueError:
        logging.getLogger("somebody").exception("failed")
    (line,) = lines()
    assert "ValueError" in line["exception"]
    assert "Jordan" not in json.dumps(line)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("redis://redis:6379/2", "redis://redis:6379/2"),
        ("unix:///tmp/x/valkey.sock?db=3", "redis+socket:///tmp/x/valkey.sock?virtual_host=3"),
        ("unix:///tmp/x/valkey.sock", "redis+socket:///tmp/x/valkey.sock?virtual_host=0"),
    ],
)
def test_a_redis_address_is_said_as_celery_reads_it(given, expected):
    assert celery_url(given) == expected
