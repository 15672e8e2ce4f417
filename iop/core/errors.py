"""Refusals. Each is one sentence; the page, the tooltip, the API problem and the test show the same words."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from iop.core.words import Sentence


class Refusal(Exception):
    """A decision against a request, as one sentence that tells a person what is in the way and what would mend it.

    ``code`` is stable for programs, ``field`` names the input it stands beside, ``detail`` carries opaque ids and coded
    values only (never a name), ``status`` is the HTTP answer.
    """

    status = HTTPStatus.CONFLICT
    code = "refused"

    def __init__(
        self,
        sentence: Sentence,
        *,
        code: str = "",
        field: str = "",
        detail: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.sentence: Sentence = sentence
        self.code = code or type(self).code
        self.field = field
        self.detail = detail or {}

    def __str__(self) -> str:
        return str(self.sentence)


class Invalid(Refusal):
    """What was typed cannot be used; ``field`` says which."""

    status = HTTPStatus.BAD_REQUEST
    code = "invalid"


class NotAllowed(Refusal):
    """The person may see the thing but not do this to it."""

    status = HTTPStatus.FORBIDDEN
    code = "not_allowed"


class Conflict(Refusal):
    """Something that is already true is in the way: a busy time, a full track, a signed note."""

    code = "conflict"


class Stale(Conflict):
    """Somebody else changed it meanwhile; nothing was overwritten."""

    code = "stale"


def require(reason: Sentence | None, *, code: str = "") -> None:
    """Raise ``NotAllowed`` with the reason a policy gave; do nothing when it gave none."""
    if reason is not None:
        raise NotAllowed(reason, code=code)


def require_valid(reason: Sentence | None, field: str) -> None:
    """Raise ``Invalid`` beside ``field`` with the reason a rule gave; do nothing when it gave none."""
    if reason is not None:
        raise Invalid(reason, field=field)


def require_current(stands: int, version: int | None, reason: Sentence) -> None:
    """Raise ``Stale`` with the reason when a locked row no longer stands at the ``version`` that was read.

    Whoever names no version asks for nothing.
    """
    if version is not None and stands != version:
        raise Stale(reason)
