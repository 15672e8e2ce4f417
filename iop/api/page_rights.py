"""Rows by the rights that pages ask of colleagues, where those are others than the scope lends to a program."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from iop.access.actors import Actor


def shown_to(rows: Any, actor: Actor, *asked: str, program: str = "") -> Any:
    """Keep the rows that the caller sees by one of the permissions ``asked``.

    ``program`` is what an integration sees them by instead, which stands for nobody's role; the same when none is named.
    """
    rights = (program,) if program and actor.staff_id is None else asked
    return reduce(or_, [rows.visible_to(actor, right) for right in rights])
