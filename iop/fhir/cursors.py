"""Links to further pages: opaque, unforgeable, and closed, since a search may name a person and addresses are written down."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass

from iop.core import crypto
from iop.core.errors import Invalid
from iop.core.words import say
from iop.fhir.asking import Ask

PLACE = "fhir.page"
FAR = uuid.UUID(int=0)


@dataclass(frozen=True)
class Position:
    """Behind which row of which table a page begins."""

    source: int = 0
    after: uuid.UUID | None = None


def sealed(kind: str, ask: Ask, position: Position, whose: str) -> str:
    """Close a search and a position for the caller ``whose`` it is."""
    told = [
        kind, whose, [list(each) for each in ask.conditions], ask.count, list(ask.includes), list(ask.revincludes),
        position.source, str(position.after) if position.after else "",
    ]  # fmt: skip
    return crypto.encrypt(json.dumps(told), PLACE)


def opened(token: str, kind: str, whose: str) -> tuple[Ask, Position]:
    """Open a link's page. Raises ``Invalid`` for one that was changed, or was given to another caller."""
    try:
        told = json.loads(crypto.decrypt(token, PLACE))
    except (crypto.Unreadable, ValueError) as wrong:
        raise Invalid(say("This link leads nowhere: search again."), field="_page") from wrong
    of, owner, conditions, count, includes, revincludes, source, after = told
    if (of, owner) != (kind, whose):
        raise Invalid(say("This link leads nowhere: search again."), field="_page")
    ask = Ask(tuple(tuple(each) for each in conditions), count, tuple(includes), tuple(revincludes))
    return ask, Position(source, uuid.UUID(after) if after else None)
