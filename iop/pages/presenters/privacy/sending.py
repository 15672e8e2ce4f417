"""Sending something out: to whom it may go now, and exactly what would leave."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients import rules
from clients.choices import AgreementKind, ConsentKind, Ground, Information, Purpose
from clients.gate import rules as gate_rules
from clients.letter_texts import LANGUAGES
from clients.models import CourtOrder, Letter, LetterTemplate, RecipientParty, RelatedPerson
from clients.recipients import Option, options
from iop.access.choices import Permission
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.privacy.words import ground_words, information_words, purpose_words, source_of
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.presenters.schedule.when import day_words_long, instant_words
from iop.pages.privacy_forms import TELLING_GROUNDS

WEEKS_BACK = 4
LANGUAGE_NAMES = {"en": "English", "es": "Español"}
WAYS = (
    ("client_disclose", gettext_lazy("A letter"), "envelope"),
    ("client_tell", gettext_lazy("By word of mouth"), "telephone"),
    ("client_record_copy", gettext_lazy("The client's own copy"), "file-earmark-text"),
)


@dataclass
class LetterWish:
    """What was chosen for a letter so far."""

    key: str
    language: str
    first: dt.date | None
    last: dt.date | None
    reference: str
    to: uuid.UUID | None
    text: str


@dataclass
class TellWish:
    """What was chosen for telling somebody so far."""

    ground: str
    purpose: str
    information: list[str]
    to: uuid.UUID | None
    text: str
    note: str
    said: str
    errors: dict[str, str] = field(default_factory=dict)


def ways(here: str, chart: Chart) -> list[dict[str, Any]]:
    """The ways in which something may be sent, as tabs."""
    return [
        {"url": reverse(name, args=[chart.client.pk]), "label": str(label), "icon": icon, "current": name == here}
        for name, label, icon in WAYS
    ]


def letter_wish(asked: Mapping[str, str], chart: Chart, templates: Sequence[LetterTemplate]) -> LetterWish:
    """Read what was chosen for a letter; what makes no sense gives way to what is usual."""
    keys = list(dict.fromkeys(template.key for template in templates))
    key = asked.get("letter", "")
    language = asked.get("language", "") or chart.client.language
    first, last = _date(asked.get("first", "")), _date(asked.get("last", ""))
    begun = chart.episode.admitted_on or chart.episode.opened_on
    return LetterWish(
        key=key if key in keys else (keys[0] if keys else ""),
        language=language if language in LANGUAGES else "en",
        first=first if "first" in asked else max(begun, chart.today - dt.timedelta(weeks=WEEKS_BACK)),
        last=last if "last" in asked else chart.today,
        reference=rules.plain_line(asked.get("reference", ""))[:80],
        to=as_uuid(asked.get("to")),
        text=rules.plain_line(asked.get("q", ""))[:200],
    )


def live_templates() -> list[LetterTemplate]:
    """Give the letters in their words of now, in one statement."""
    return list(LetterTemplate.objects.filter(superseded_at__isnull=True).order_by("title", "pk"))


def template_of(templates: Sequence[LetterTemplate], wish: LetterWish) -> LetterTemplate | None:
    """Find the letter in the language asked for, else in English."""
    same = {template.language: template for template in templates if template.key == wish.key}
    return same.get(wish.language) or same.get("en")


def read_letter_page(chart: Chart, templates: Sequence[LetterTemplate], wish: LetterWish) -> dict[str, Any]:
    """Say which letters there are and to whom the chosen one may go: a fixed number of statements."""
    template = template_of(templates, wish)
    found = _options_for(chart, template, wish)
    return {
        "wish": wish,
        "template": template,
        "first": wish.first.isoformat() if wish.first else "",
        "last": wish.last.isoformat() if wish.last else "",
        "letters": list(
            {row.key: (row.key, row.title) for row in templates if row.language in (wish.language, "en")}.values()
        ),
        "languages": [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
        "tells": information_words(template.information) if template else [],
        "why": ", ".join(purpose_words([template.purpose])) if template else "",
        "options": [option_row(option, chart, wish.to) for option in found],
        "possible": sum(option.why is None for option in found),
    }


def _options_for(chart: Chart, template: LetterTemplate | None, wish: LetterWish) -> list[Option]:
    if template is None:
        return []
    return options(
        client=chart.client, ground=Ground.CONSENT, purpose=template.purpose, information=template.information, at=chart.at,
        kinds=template.party_kinds, text=wish.text,
    )  # fmt: skip


def tell_wish(asked: Any) -> TellWish:
    """Read what was chosen for telling somebody; a ground that has one purpose brings it along."""
    ground = asked.get("ground", "")
    ground = ground if ground in {each.value for each in TELLING_GROUNDS} else Ground.CONSENT.value
    fixed = sorted(gate_rules.GROUND_PURPOSES.get(ground, frozenset()))
    purpose = asked.get("purpose", "")
    open_ones = set(offered_information(ground))
    return TellWish(
        ground=ground,
        purpose=str(fixed[0]) if fixed else purpose if purpose in Purpose.values else Purpose.TREATMENT.value,
        information=[code for code in asked.getlist("information") if code in open_ones],
        to=as_uuid(asked.get("to")),
        text=rules.plain_line(asked.get("q", ""))[:200],
        note=rules.plain_line(asked.get("note", ""))[:300],
        said=asked.get("said", "")[:1000],
    )


def offered_information(ground: str) -> list[str]:
    """Name what a ground can open, in the order of the list; SUD counseling notes are never told from here."""
    limit = gate_rules.GROUND_INFORMATION.get(ground)
    return [
        each.value for each in Information if each != Information.COUNSELING_NOTES and (limit is None or each in limit)
    ]


def read_tell_page(chart: Chart, wish: TellWish) -> dict[str, Any]:
    """Say what may be told to whom on the chosen ground: a fixed number of statements."""
    found = options(
        client=chart.client, ground=wish.ground, purpose=wish.purpose, information=wish.information, at=chart.at, text=wish.text,
        note=wish.note,
    ) if wish.information else []  # fmt: skip
    fixed = bool(gate_rules.GROUND_PURPOSES.get(wish.ground))
    return {
        "wish": wish,
        "grounds": [(g.value, g.label, source_of(g.value), g.value == wish.ground) for g in TELLING_GROUNDS],
        "purposes": [] if fixed else [(p.value, p.label, p.value == wish.purpose) for p in _purposes()],
        "purpose_says": purpose_words([wish.purpose])[0] if fixed else "",
        "information": [
            (code, Information(code).label, code in wish.information) for code in offered_information(wish.ground)
        ],
        "needs_note": wish.ground in gate_rules.NEEDS_NOTE,
        "options": [option_row(option, chart, wish.to) for option in found],
        "possible": sum(option.why is None for option in found),
        "relatives": _relatives_without_party(chart) if wish.ground == Ground.CONSENT else [],
        "ground_says": ground_words(wish.ground),
        "notice": gate_rules.notice_for(wish.ground, "spoken") != "none",
    }


def chosen(chart: Chart, wish: TellWish) -> tuple[RecipientParty | None, CourtOrder | None]:
    """Find the recipient (or the order, which names one) that was chosen."""
    if wish.to is None:
        return None, None
    if wish.ground == Ground.COURT_ORDER:
        order = CourtOrder.objects.select_related("party", "site").filter(pk=wish.to).first()
        return (order.party if order else None), order
    return RecipientParty.objects.filter(pk=wish.to).first(), None


def option_row(option: Option, chart: Chart, picked: uuid.UUID | None) -> dict[str, Any]:
    """Say a recipient: possible and on what, or why not and what would mend it."""
    party = option.party
    value = option.value
    return {
        "value": value,
        "name": party.name,
        "organization": party.organization,
        "kind": party.get_kind_display(),
        "address": ", ".join(party.address.splitlines()),
        "possible": option.why is None,
        "picked": option.why is None and str(picked) == value,
        "reason": option.why.reason if option.why else "",
        "mend": option.why.mend if option.why else "",
        "rests": _rests_on(option, chart),
        "order_url": to("court_order")(option.order.pk) if option.order else "",
    }


def _rests_on(option: Option, chart: Chart) -> str:
    if option.held:
        kind = ConsentKind(option.held.kind).label
        if option.held.expires_on:
            return _("%(kind)s, until %(day)s") % {"kind": kind, "day": day_words_long(option.held.expires_on)}
        return str(kind)
    if option.agreement:
        return str(AgreementKind(option.agreement.kind).label)
    if option.order:
        return _("%(court)s, section %(section)s") % {"court": option.order.court, "section": option.order.section}
    return ""


def _purposes() -> list[Purpose]:
    by_ground = {purpose for purposes in gate_rules.GROUND_PURPOSES.values() for purpose in purposes}
    return [purpose for purpose in Purpose if purpose == Purpose.LEGAL_PROCEEDINGS or purpose not in by_ground]


def _relatives_without_party(chart: Chart) -> list[dict[str, Any]]:
    rows = RelatedPerson.objects.filter(Q(party__isnull=True), relationships__client=chart.client).order_by(
        "first_name", "pk"
    )
    return [{"id": row.pk, "name": f"{row.first_name} {row.last_name}".strip()} for row in rows[:20]]


def get_letter(chart: Chart, letter_id: uuid.UUID) -> Letter:
    """Find a letter of this chart, or nothing (``Http404``)."""
    row = (
        Letter.objects.filter(pk=letter_id, client=chart.client)
        .select_related("disclosure", "template", "paper")
        .first()
    )
    if row is None:
        raise Http404
    return row


def letter_row(letter: Letter, chart: Chart) -> dict[str, Any]:
    """Say a letter that left."""
    return {
        "title": letter.template.title,
        "to": letter.disclosure.recipient_name,
        "address": letter.disclosure.recipient_address,
        "when": instant_words(letter.at, ZoneInfo(chart.zone)),
        "by": letter.disclosure.by_name,
        "digest": letter.disclosure.digest,
        "notice": letter.disclosure.get_notice_display(),
        "version": letter.template.number,
    }


def known_places(chart: Chart) -> list[str]:
    """Name the hospitals and services of the register, to be picked in a hurry."""
    rows = (
        RecipientParty.objects.filter(is_active=True, kind="provider")
        .order_by("name")
        .values_list("name", "organization")
    )
    return sorted({organization or name for name, organization in rows[:60]})


def may_send(chart: Chart) -> bool:
    """Say whether the colleague may send something out about this client."""
    return chart.can(Permission.DISCLOSE)


def _date(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
