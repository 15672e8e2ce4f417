"""Where a report is entered: a reader that carries what it is called and defined as."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from iop.core.words import Sentence
from iop.reports.shapes import Ask, Filter, Period, Report, Result

ENTERED: dict[str, Report] = {}
"""All reports by key, in the order in which their modules are read (``catalogue``)."""

Reader = Callable[[Ask], Result]


def report(
    key: str,
    *,
    group: str,
    title: Sentence,
    definition: Sentence,
    period: Period = Period.RANGE,
    by: Sequence[tuple[str, Sentence]] = (),
    filters: Iterable[Filter] = (),
    needs_billing: bool = False,
) -> Callable[[Reader], Reader]:
    """Enter a reader into the catalogue. One more report is one more function under this."""

    def enter(read: Reader) -> Reader:
        ENTERED[key] = Report(
            key=key, group=group, title=title, definition=definition, read=read, period=period, groupings=tuple(by),
            filters=frozenset(filters), needs_billing=needs_billing,
        )  # fmt: skip
        return read

    return enter
