"""Early warnings as lists and pages show them: always with their reasons."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence
from iop.pages import places
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import day_words, instant_words
from therapy import questionnaires, warnings
from therapy.choices.warnings import WarningKind
from therapy.models import EarlyWarning, WarningRule
from therapy.policies.warnings import may_end_warning

ROWS_A_PAGE = 40
ENDED = "ended"


@dataclass(frozen=True)
class Row:
    """One warning of a list."""

    url: str
    client: str
    client_url: str
    label: str
    reason: Sentence
    when: str
    end: str


@dataclass(frozen=True)
class Page:
    """One page of the list, with what it was asked for."""

    rows: Sequence[Row]
    says: str
    earlier: str
    later: str
    kinds: Sequence[tuple[str, str]]
    kind: str
    state: str
    is_filtered: bool


def read_warnings(actor: Actor, *, site_id: uuid.UUID | None, kind: str, state: str, page: int) -> Page:
    """Give one page of the warnings a colleague may see: the open ones, or with ``state`` "ended" those put aside. Two statements."""
    kind = kind if kind in WarningKind.values else ""
    rows = _visible(actor).filter(ended_at__isnull=state != ENDED)
    rows = rows.filter(episode__site=site_id) if site_id else rows
    rows = rows.filter(kind=kind) if kind else rows
    shown = Paginator(rows.order_by("-raised_at", "-pk"), ROWS_A_PAGE).get_page(page)
    kept = f"&kind={kind}" * bool(kind) + f"&state={ENDED}" * (state == ENDED)
    return Page(
        rows=[_row(row) for row in shown],
        says=_("Page %(now)d of %(all)d") % {"now": shown.number, "all": shown.paginator.num_pages},
        earlier=f"?page={shown.previous_page_number()}{kept}" if shown.has_previous() else "",
        later=f"?page={shown.next_page_number()}{kept}" if shown.has_next() else "",
        kinds=[(value, str(label)) for value, label in WarningKind.choices],
        kind=kind,
        state=ENDED if state == ENDED else "",
        is_filtered=bool(kind or state == ENDED),
    )


def open_of(actor: Actor, client_id: uuid.UUID) -> list[Row]:
    """Give a client's open warnings for their chart. One statement."""
    return [_row(row) for row in _visible(actor).filter(episode__client=client_id, ended_at__isnull=True)]


def get(actor: Actor, warning_id: uuid.UUID) -> EarlyWarning:
    """Give a warning the colleague may see. Raises ``Http404``."""
    found = _visible(actor).filter(pk=warning_id).first()
    if found is None:
        raise Http404
    return found


def told(actor: Actor, row: EarlyWarning) -> dict[str, Any]:
    """Word a warning for its page: what, why, by which rule, from which records, and what became of it."""
    zone = ZoneInfo(row.episode.site.time_zone)
    return {
        "label": _label(row),
        "reason": warnings.reason(row),
        "rule": rule_words(row.rule),
        "raised": instant_words(row.raised_at, zone),
        "facts": [
            {"when": day_words(dt.date.fromisoformat(fact["on"])), "value": _figure(fact["value"]), "url": places.address(*place)}
            for fact, place in zip(reversed(row.facts["facts"]), warnings.places(row), strict=True)
        ],
        "end": row.get_end_display() if row.end else "",
        "ended": instant_words(row.ended_at, zone) if row.ended_at else "",
        "ended_by": row.ended_by.name if row.ended_by else "",
        "note": row.end_note,
        "why_not": may_end_warning(actor, row),
    }  # fmt: skip


def read_rules(on: dt.date) -> list[dict[str, Any]]:
    """Give every rule that holds or will hold, the newest of each first, with those it replaces. One statement."""
    found: dict[tuple[str, str], list[WarningRule]] = {}
    for rule in WarningRule.objects.all():
        found.setdefault((rule.kind, rule.measure_key), []).append(rule)
    order = list(WarningKind.values)
    return [
        {
            "label": _rule_label(kind, key),
            "kind": kind,
            "measure_key": key,
            "rows": [
                {
                    "words": rule_words(rule),
                    "from": f"{day_words(rule.valid_from)} {rule.valid_from.year}",
                    "state": _state(rule, own, on),
                }
                for rule in own
            ],
        }
        for (kind, key), own in sorted(found.items(), key=lambda pair: (order.index(pair[0][0]), pair[0][1]))
    ]


def rule_words(rule: WarningRule) -> str:
    """Say a rule in one sentence."""
    if rule.threshold is None:
        return _("Off.")
    said = {"number": rule.threshold, "days": rule.window_days}
    if rule.kind == WarningKind.CRAVINGS:
        return _("%(number)d above the average of the check-ins before, within %(days)d days.") % said
    if rule.kind == WarningKind.SCORE:
        return _("Worse by %(number)d than the time before, answered within %(days)d days.") % said
    return _("%(number)d within %(days)d days.") % said


def _state(rule: WarningRule, own: Sequence[WarningRule], on: dt.date) -> str:
    if rule.valid_from > on:
        return _("later")
    holding = next(one for one in own if one.valid_from <= on)
    return _("now") if rule.pk == holding.pk else _("before")


def _visible(actor: Actor) -> QuerySet[EarlyWarning]:
    rows = EarlyWarning.objects.visible_to(actor, Permission.NOTE_VIEW)
    return rows.select_related("rule", "episode__client", "episode__site", "ended_by")


def _row(row: EarlyWarning) -> Row:
    client = row.episode.client
    return Row(
        url=to("early_warning")(row.pk), client=client.name, client_url=to("client_timeline")(client.pk), label=_label(row),
        reason=warnings.reason(row), when=instant_words(row.raised_at, ZoneInfo(row.episode.site.time_zone)),
        end=row.get_end_display() if row.end else "",
    )  # fmt: skip


def _label(row: EarlyWarning) -> str:
    return _rule_label(row.kind, row.measure_key)


def _rule_label(kind: str, measure_key: str) -> str:
    label = str(WarningKind(kind).label)
    return f"{label}: {warnings.title_of(measure_key)}" if measure_key else label


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}".removesuffix(".0")


def watched_measures() -> list[tuple[str, str]]:
    """Give the questionnaires that can be watched, by key and name."""
    return sorted({(one.key, one.short or one.title) for one in questionnaires.available("en")})
