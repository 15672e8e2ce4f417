"""Papers that leave: a plan for the client's pocket, aftercare, and the discharge summary, each through the gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from clients import gate
from clients.choices import Information, Purpose, SentKind
from clients.models import Client, Episode, RecipientParty
from iop.access.actors import Actor
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.core.basis import Basis
from iop.core.errors import Conflict, Invalid
from iop.core.words import say
from iop.documents import pdf
from iop.workflows.letterheads import letterhead
from therapy.aftercare_words import WORDS as AFTERCARE_WORDS
from therapy.aftercare_words import told_step
from therapy.choices.own_plans import INFORMATION_OF_PART, AftercareKey, OwnPlanKind, SummaryPart
from therapy.models import AftercarePlan, DischargeSummary, OwnPlanVersion
from therapy.own_plan_form import form_of
from therapy.own_plan_form.shapes import told
from therapy.prefill import may_read_part
from therapy.rules.own_plans import as_line

LANGUAGES = ("en", "es")
INFORMATION_OF_KIND: Mapping[str, str] = {
    OwnPlanKind.SAFETY: Information.SAFETY,
    OwnPlanKind.RELAPSE: Information.PLAN,
}


@dataclass(frozen=True)
class Sending:
    """A discharge summary on its way: to whom, on which ground, and which parts of it."""

    basis: Basis
    parts: Sequence[str]


@transaction.atomic
def plan_for_the_client(*, by: Actor, version: OwnPlanVersion, language: str, at: dt.datetime) -> bytes:
    """Lay a kept plan out on one page, in English or Spanish, and write down that the client got it (42 CFR 2.23)."""
    plan = version.plan
    content = pdf.render("own_plan", paper_of_plan(version, language), language=language)
    to_the_client(
        by, plan.client, [INFORMATION_OF_KIND[plan.kind]], ("therapy.ownplanversion", version.pk), content, at,
        str(plan.get_kind_display()),
    )  # fmt: skip
    return content


@transaction.atomic
def aftercare_for_the_client(*, by: Actor, plan: AftercarePlan, language: str, at: dt.datetime) -> bytes:
    """Lay the aftercare plan out for the client, and write down that they got it."""
    content = pdf.render("aftercare", paper_of_aftercare(plan, language, at), language=language)
    to_the_client(
        by, plan.episode.client, [Information.DISCHARGE], ("therapy.aftercareplan", plan.pk), content, at,
        str(say("Aftercare plan")),
    )  # fmt: skip
    return content


def sending_of(
    *, by: Actor, summary: DischargeSummary, to: gate.Recipient, purpose: str, parts: Collection[str], at: dt.datetime
) -> Sending:
    """Say on what ground the chosen ``parts`` of a signed summary may go to ``to``; raise ``NotDisclosable`` when they may not."""
    chosen = [part for part in offered_parts(by, summary) if part in parts]
    if summary.signed_at is None:
        raise Conflict(say("The summary is not signed yet."), code="not_signed")
    if not chosen:
        raise Invalid(say("Tick at least one part."), field="parts")
    information = {INFORMATION_OF_PART[part] for part in chosen}
    basis = gate.basis_for(
        by=by, client=summary.episode.client, to=to, purpose=Purpose.REQUEST if to.is_client else purpose,
        information=information, at=at,
    )  # fmt: skip
    return Sending(basis, chosen)


@transaction.atomic
def send_summary(
    *, by: Actor, summary: DischargeSummary, to: gate.Recipient, purpose: str, parts: Collection[str], at: dt.datetime
) -> bytes:
    """Let the chosen parts of a signed summary leave through the gate, with the notice the recipient must get; give the paper."""
    sending = sending_of(by=by, summary=summary, to=to, purpose=purpose, parts=parts, at=at)
    content = pdf.render("discharge_summary", paper_of_summary(summary, sending, to, at), language=summary.language)
    gate.release(
        by=by, client=summary.episode.client, basis=sending.basis,
        sent_as=SentKind.COPY if to.is_client else SentKind.LETTER,
        records=[("therapy.dischargesummary", summary.pk)], content=content, at=at, description=str(say("Discharge summary")),
    )  # fmt: skip
    return content


def summary_for_own_use(*, by: Actor, summary: DischargeSummary, basis: Basis, at: dt.datetime) -> bytes:
    """Lay a summary out for use within the program, as far as the reader may read it; the caller records the print."""
    sending = Sending(basis, offered_parts(by, summary))
    data = paper_of_summary(summary, sending, gate.Recipient.client(), at)
    with override(summary.language):
        data["footer"] = _(
            "For use within this program. Federal rules (42 CFR part 2) forbid further use or disclosure unless the client's"
            " written consent or the rules themselves allow it."
        )
    return pdf.render("discharge_summary", data, language=summary.language)


def offered_parts(by: Actor, summary: DischargeSummary) -> list[str]:
    """Give the parts with words in them that the sender may read themselves."""
    return [
        part for part in SummaryPart.values if summary.contents.get(part) and may_read_part(by, part, summary.episode)
    ]


def open_parts(summary: DischargeSummary, party: RecipientParty, purpose: str, at: dt.datetime) -> set[str]:
    """Say which parts the ground for this recipient opens, each asked on its own."""
    client_id, to = summary.episode.client_id, gate.Recipient.of_party(party)
    kinds = {INFORMATION_OF_PART[part] for part in SummaryPart.values if summary.contents.get(part)}
    found = {
        kind: gate.decide(client_ids=[client_id], to=to, purpose=purpose, information=[kind], at=at)[client_id]
        for kind in sorted(kinds)
    }
    return {part for part, kind in INFORMATION_OF_PART.items() if isinstance(found.get(kind), Basis)}


def to_the_client(
    by: Actor, client: Client, information: Collection[str], subject: tuple[str, Any], content: bytes, at: dt.datetime,
    description: str,
) -> None:  # fmt: skip
    """Write down that the client got a copy of what concerns them, on their own access."""
    to = gate.Recipient.client()
    basis = gate.basis_for(by=by, client=client, to=to, purpose=Purpose.REQUEST, information=information, at=at)
    gate.release(
        by=by, client=client, basis=basis, sent_as=SentKind.COPY, records=[subject], content=content, at=at,
        description=description,
    )  # fmt: skip


def paper_of_plan(version: OwnPlanVersion, language: str) -> dict[str, Any]:
    """Give a kept plan as its paper reads it."""
    _known(language)
    plan, form = version.plan, form_of(version.plan.kind)
    episode = _newest_stay(plan.client)
    sections = [
        {
            "title": section.title(language),
            "lines": [
                *(told(words, language) for words in section.always),
                *(as_line(_spoken(entry, language)) for entry in version.contents.get(section.key, [])),
            ],
        }
        for section in form.sections
    ]
    with override(language):
        return {
            "title": form.title(language),
            "name": plan.client.name,
            "dated": _day(clock.local_date(version.kept_at, episode.site.time_zone if episode else "UTC"), language),
            "sections": [section for section in sections if section["lines"]],
            "note": form.note(language),
            "two_columns": plan.kind == OwnPlanKind.RELAPSE,
        }


def paper_of_aftercare(plan: AftercarePlan, language: str, at: dt.datetime) -> dict[str, Any]:
    """Give the aftercare plan as its paper reads it."""
    _known(language)
    words = {key: told(value, language) for key, value in AFTERCARE_WORDS.items()}
    steps = {step.key: step for step in plan.steps.all()}
    with override(language):
        return {
            "title": words["title"],
            **letterhead(plan.episode.site),
            "name": plan.episode.client.name,
            "dated": _day(clock.local_date(at, plan.episode.site.time_zone), language),
            "sections": [
                {"title": words[key], "lines": told_step(steps[key], language)}
                for key in AftercareKey.values
                if key in steps
            ],
            "note": words["note"],
        }


def paper_of_summary(
    summary: DischargeSummary, sending: Sending, to: gate.Recipient, at: dt.datetime
) -> dict[str, Any]:
    """Give the parts that leave as their paper reads them, with the notice of 42 CFR 2.32 where one goes along."""
    episode, language = summary.episode, summary.language
    with override(language):
        notice = "" if to.is_client else gate.notice_text(sending.basis, language)
        return {
            "title": _("Discharge summary"),
            **letterhead(episode.site),
            "dated": _day(clock.local_date(at, episode.site.time_zone), language),
            "to": [] if to.is_client else [line for line in (to.name, *to.address.splitlines()) if line],
            "facts": [
                [_("Client"), f"{episode.client.legal_first_name} {episode.client.legal_last_name}"],
                [_("Born"), _day(episode.client.date_of_birth, language)],
            ],
            "sections": [
                {"title": str(SummaryPart(part).label), "text": summary.contents[part]} for part in sending.parts
            ],
            "addenda_title": _("Addenda"),
            "addenda": [] if not _whole(summary, sending) else _addenda(summary, language),
            "signatures": _signatures(summary, language),
            "notice_title": _("Notice to the recipient"),
            "notice": notice,
            "consent_title": _("Copy of the consent on which this rests"),
            "consent": "" if to.is_client else gate.consent_copy(sending.basis, language),
            "footer": gate.notices.SHORT if notice else "",
        }


def _whole(summary: DischargeSummary, sending: Sending) -> bool:
    # An addendum may speak of anything: it goes only where every part goes.
    return {part for part, text in summary.contents.items() if text} <= set(sending.parts)


def _addenda(summary: DischargeSummary, language: str) -> list[list[str]]:
    rows = summary.addenda.select_related("author")
    return [[f"{row.author.name}, {_instant(row.signed_at, summary, language)}", row.text] for row in rows]


def _signatures(summary: DischargeSummary, language: str) -> list[list[str]]:
    found: list[tuple[str, StaffMember, dt.datetime]] = []
    if summary.signed_by and summary.signed_at:
        found.append((_("Signed"), summary.signed_by, summary.signed_at))
    cosigned = summary.cosignatures.filter(decision="signed").select_related("by")
    found += [(_("Co-signed"), row.by, row.at) for row in cosigned]
    return [[label, f"{staff.name}, {_instant(when, summary, language)}"] for label, staff, when in found]


def _instant(at: dt.datetime, summary: DischargeSummary, language: str) -> str:
    return _day(clock.local_date(at, summary.episode.site.time_zone), language)


def _newest_stay(client: Client) -> Episode | None:
    return Episode.objects.filter(client=client).select_related("site").order_by("-opened_on", "-pk").first()


def _spoken(entry: Mapping[str, str], language: str) -> dict[str, str]:
    """Say an entry's day in words; everything else is as it was written."""
    on = entry.get("on", "")
    return {**entry, "on": _day(dt.date.fromisoformat(on), language)} if on else dict(entry)


def _day(day: dt.date, language: str) -> str:
    with override(language):
        return date_format(day, "DATE_FORMAT")


def _known(language: str) -> None:
    if language not in LANGUAGES:
        raise Invalid(say("Plans are printed in English and in Spanish."), field="language")
