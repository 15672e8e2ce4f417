"""Logs without anything that names a person.

Every line carries the request's or task's id, the path and the opaque user id. Query strings, e-mail addresses and the
values that PostgreSQL quotes in its complaints are taken out before a line is written, whoever wrote it.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+")
QUERY = re.compile(r"\?\S*")
# What opens something for whoever knows it: a calendar's address, an invitation, a link by which people sign in.
SECRET_PLACE = re.compile(r"(/(?:feeds|welcome|my/door/enter)/)[^/\s'\"]+")
# "DETAIL:  Key (email)=(a@b.org) already exists." and the failing row's values.
QUOTED_BY_POSTGRES = re.compile(r"^(\s*(?:DETAIL|CONTEXT|HINT|QUERY|STATEMENT):).*$", re.MULTILINE)

# What Celery quotes of an exception, and django-structlog of a task's failure: "… raised unexpected: KeyError('Jordan')".
QUOTED_BY_CELERY = re.compile(
    r"((?:raised (?:un)?expected|Retry in [^:]*|Task retry[^:]*|Rejecting[^:]*): ?\w*).*", re.DOTALL
)
TOLD_BY_TASKS = ("error", "reason", "result", "args", "kwargs", "argsrepr", "kwargsrepr")


def places_alone(exc_info: tuple[type[BaseException], BaseException, TracebackType | None]) -> str:
    """Write an exception as the places it came through and its kind, without its message: that may quote a person's row."""
    return "\n".join(_told(exc_info[1]))


def _told(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _told(before)
        yield "then:"
    yield "Traceback (most recent call last):"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
    yield f"{type(error).__module__}.{type(error).__qualname__} (message left out)"


def without_persons(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Take query strings, e-mail addresses and quoted row values out of a log line."""
    if isinstance(event.get("request"), str):
        event["request"] = QUERY.sub("", event["request"])
    return {key: _scrubbed(value) for key, value in event.items()}


def without_messages(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Take out what Celery and its helpers repeat of an exception's message, of a task's arguments and of its result."""
    if isinstance(event.get("event"), str):
        event["event"] = QUOTED_BY_CELERY.sub(r"\1 (message left out)", event["event"])
    return {key: "(left out)" if key in TOLD_BY_TASKS and value else value for key, value in event.items()}


def _scrubbed(value: Any) -> Any:
    if isinstance(value, str):
        named = SECRET_PLACE.sub(r"\1(left out)", EMAIL.sub("(e-mail address)", value))
        return QUOTED_BY_POSTGRES.sub(r"\1 (left out)", named)
    if isinstance(value, dict):
        return {key: _scrubbed(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_scrubbed(part) for part in value]
    return value


def logging_by_structlog(*, as_json: bool = False, level: str = "INFO") -> dict[str, Any]:
    """Build Django's LOGGING so that structlog and plain loggers write the same lines.

    ``as_json`` is for machines that collect logs; without it a line is for a person at a terminal.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    ends: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if as_json:
        ends += [
            structlog.processors.ExceptionRenderer(places_alone),
            without_messages,
            without_persons,
            structlog.processors.JSONRenderer(default=str),
        ]
    else:
        ends += [structlog.processors.format_exc_info, without_persons, structlog.dev.ConsoleRenderer(colors=False)]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structlog": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": ends,
                "foreign_pre_chain": [*shared, structlog.stdlib.ExtraAdder(allow=[])],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structlog"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # One line a request comes from django_structlog; Django's own would be a second one, with the address.
            "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "axes": {"level": "WARNING"},
        },
    }
