"""The packet of a review for a payer or another reader outside: each statement with its source, through the gate.

Nothing is in it that the ground does not open, and what was left out is named by its heading alone. Source: levels_of_care.md
§4 and §5 (the same facts answer the payer's concurrent review), 42 CFR 2.13(a) (no more than the purpose needs), 2.32.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clients import gate, rules
from clients.choices import Information, Purpose, SentKind
from clients.evidence import Fact, Subject
from clients.models import RecipientParty
from iop.access.actors import Actor
from iop.core import clock
from iop.core.basis import Basis
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say
from iop.documents import pdf
from iop.workflows.letterheads import letterhead
from therapy import review_contents
from therapy.models import LevelReview
from therapy.policies.reviews import may_send_packet
from therapy.review_contents import Section
from therapy.sources import Place, Source, source_words, sources_of

REVIEW_KIND = "therapy.levelreview"
INFORMATION_OF: Mapping[str, Information] = {
    Subject.LEVEL: Information.ASSESSMENT,
    Subject.ATTENDANCE: Information.ATTENDANCE,
    Subject.PARTICIPATION: Information.PROGRESS,
    Subject.DIMENSIONS: Information.ASSESSMENT,
    Subject.OBJECTIVES: Information.PLAN,
    Subject.USE: Information.PROGRESS,
    Subject.TESTS: Information.DRUG_TESTS,
    Subject.MEASURES: Information.MEASURES,
    Subject.SAFETY: Information.SAFETY,
    Subject.MEDICATIONS: Information.MEDICATIONS,
    Subject.SUPPORTS: Information.PROGRESS,
    Subject.FAMILY: Information.PROGRESS,
    Subject.BARRIERS: Information.PROGRESS,
    Subject.AFTERCARE: Information.DISCHARGE,
    Subject.CLIENTS_VIEW: Information.PROGRESS,
    Subject.AUTHORIZATION: Information.BILLING,
}
"""In which kind of information, as consents name them, a fact of each subject leaves."""
CARRIED = Information.ASSESSMENT
"""What every packet says: the level of care and the decision. Without it there is no packet."""


def offered(review: LevelReview, by: Actor) -> list[Information]:
    """Name the kinds of information that this review has and the sender may read themselves, in the order of the list."""
    sections = _readable(review, by)
    kinds = {INFORMATION_OF[fact.subject] for section in sections for fact in section.facts}
    # That something is missing, or what the reviewer wrote beside an item, tells of its subjects too.
    said = [section for section in sections if section.missing or _written(review, section)]
    kinds |= {INFORMATION_OF[subject] for section in said for subject in _subjects(section)}
    return [kind for kind in Information if kind in kinds | {CARRIED}]


def opened(review: LevelReview, by: Actor, party: RecipientParty, purpose: str, at: dt.datetime) -> list[Information]:
    """Say which of the offered kinds the ground for this recipient opens, each asked on its own."""
    client_id, to = review.episode.client_id, gate.Recipient.of_party(party)
    found = []
    for kind in offered(review, by):
        answer = gate.decide(client_ids=[client_id], to=to, purpose=purpose, information=[kind], at=at)[client_id]
        if isinstance(answer, Basis):
            found.append(kind)
    return found


@transaction.atomic
def send_packet(
    *, by: Actor, review: LevelReview, to: gate.Recipient, purpose: str, information: Collection[str], at: dt.datetime,
    reference: str = "",
) -> bytes:  # fmt: skip
    """Let a signed review leave as a paper, as far as ``information`` goes; ``reference`` is the recipient's own number for it.

    Raises ``NotDisclosable`` when no ground covers what is ticked: then nothing leaves. ``Conflict`` for an unsigned review.
    """
    require(may_send_packet(by))
    if review.signed_at is None:
        raise Conflict(
            say("The review is not signed yet; a payer gets what somebody has put their name under."), code="not_signed"
        )
    asked = [kind for kind in offered(review, by) if kind in information or (kind == CARRIED and to.is_client)]
    if CARRIED not in asked:
        raise Invalid(say("A packet always tells the level of care: tick it, or send nothing."), field="information")
    basis = gate.basis_for(
        by=by, client=review.episode.client, to=to, purpose=Purpose.REQUEST if to.is_client else purpose, information=asked,
        at=at,
    )  # fmt: skip
    content = pdf.render("review_packet", paper_of(review, basis, by, to, asked, at, reference))
    gate.release(
        by=by, client=review.episode.client, basis=basis, sent_as=SentKind.COPY if to.is_client else SentKind.LETTER,
        records=[(REVIEW_KIND, review.pk)], content=content, at=at, description=str(say("Review of the level of care")),
    )  # fmt: skip
    return content


def paper_of(
    review: LevelReview, basis: Basis, by: Actor, to: gate.Recipient, information: Sequence[str], at: dt.datetime, reference: str
) -> dict[str, Any]:  # fmt: skip
    """Give the packet as its paper reads it: no more than the ground covers, each statement with the number of its source."""
    episode, open_kinds = review.episode, set(information)
    zone = episode.site.time_zone
    whole = _readable(review, by)
    shown = [(section, _open(section, open_kinds)) for section in whole]
    places = _places(facts for _section, facts in shown)
    sources = sources_of([*places, (REVIEW_KIND, review.pk)])
    numbers = {place: number for number, place in enumerate([(REVIEW_KIND, review.pk), *places], start=1)}
    notice = "" if to.is_client else gate.notice_text(basis, "en")
    return {
        "title": _("Review of the level of care"),
        **letterhead(episode.site),
        "dated": _day(clock.local_date(at, zone)),
        "to": [] if to.is_client else [line for line in (to.name, *to.address.splitlines()) if line],
        "facts": _who(review, rules.plain_line(reference)[:80]),
        "decision_title": _("Decision"),
        "decision": _decision(review, open_kinds),
        "sections": [
            {
                "title": f"{section.number}. {section.title}",
                "rows": [[str(fact.says), _day(fact.on) if fact.on else "", _number(fact, numbers)] for fact in facts],
                "missing": [str(words) for words in section.missing] if _wholly_open(section, open_kinds) else [],
                "remark": _remark(review, section, open_kinds),
            }
            for section, facts in shown
            if facts or (section.missing and _wholly_open(section, open_kinds)) or _remark(review, section, open_kinds)
        ],
        "columns": [_("What is known"), _("Of"), _("Source")],
        "left_title": _("Not part of this packet"),
        "left": [str(section.title) for section, facts in shown if not facts and not _wholly_open(section, open_kinds)],
        "sources_title": _("Sources"),
        "sources": [
            [f"[{number}]", str(source_words(sources[place], _when(sources[place], zone))), str(place[1])]
            for place, number in numbers.items()
        ],
        "source_columns": ["", _("Record"), _("Number")],
        "signed": _signed(review, zone),
        "notice_title": _("Notice to the recipient"),
        "notice": notice,
        "consent_title": _("Copy of the consent on which this rests"),
        "consent": "" if to.is_client else gate.consent_copy(basis, "en"),
        "footer": gate.notices.SHORT if notice else "",
    }  # fmt: skip


def _readable(review: LevelReview, by: Actor) -> list[Section]:
    """Give what the review showed, less what the sender may not read."""
    kept = review_contents.from_data(review.facts or [])
    facts = [fact for section in kept for fact in section.facts]
    open_ones = {id(fact) for fact in facts if review_contents.may_see(by, fact, review.episode)}
    return [
        Section(
            number=each.number, key=each.key, title=each.title, missing=each.missing,
            facts=tuple(fact for fact in each.facts if id(fact) in open_ones),
            withheld=sum(id(fact) not in open_ones for fact in each.facts),
        )
        for each in kept
    ]  # fmt: skip


def _open(section: Section, open_kinds: Collection[str]) -> list[Fact]:
    return [fact for fact in section.facts if INFORMATION_OF[fact.subject] in open_kinds]


def _subjects(section: Section) -> Sequence[Subject]:
    return next((part.subjects for part in review_contents.PARTS if part.key == section.key), ())


def _wholly_open(section: Section, open_kinds: Collection[str]) -> bool:
    # That something is missing is itself a statement about its subject.
    return all(INFORMATION_OF[subject] in open_kinds for subject in _subjects(section))


def _remark(review: LevelReview, section: Section, open_kinds: Collection[str]) -> str:
    return _written(review, section) if _wholly_open(section, open_kinds) else ""


def _written(review: LevelReview, section: Section) -> str:
    return str(review.remarks.get(str(section.number), ""))


def _places(groups: Any) -> list[Place]:
    return list(dict.fromkeys(fact.place for facts in groups for fact in facts if fact.place))


def _number(fact: Fact, numbers: Mapping[Place, int]) -> str:
    # What no record of its own stands behind rests on the signed review.
    return f"[{numbers[fact.place]}]" if fact.place else "[1]"


def _when(source: Source, zone: str) -> str:
    return _day(clock.local_date(source.at, zone)) if source.at else ""


def _who(review: LevelReview, reference: str) -> list[list[str]]:
    client, episode = review.episode.client, review.episode
    rows = [
        [_("Client"), f"{client.legal_first_name} {client.legal_last_name}"],
        [_("Born"), _day(client.date_of_birth)],
        [_("Admitted"), _day(episode.admitted_on or episode.opened_on)],
        [_("Level when reviewed"), review.level.name if review.level else "–"],
    ]
    if review.since:
        rows.append(
            [_("Looks at"), _("%(first)s to %(last)s") % {"first": _day(review.since), "last": _signed_day(review)}]
        )
    return [*rows, [_("Your reference"), reference]] if reference else rows


def _decision(review: LevelReview, open_kinds: Collection[str]) -> list[list[str]]:
    chosen, indicated = review.chosen_level, review.indicated_level
    rows = [[_("Decided"), str(review.get_decision_display())]]
    if chosen:
        rows.append([_("Level from then on"), chosen.name])
    if indicated and chosen and indicated.pk != chosen.pk:
        rows.append([_("Level indicated"), f"{indicated.name} ({review.get_variance_reason_display()})"])
    rows.append([_("Reason"), review.reason])
    if Information.DISCHARGE in open_kinds and review.next_steps:
        rows.append([_("Next steps"), review.next_steps])
    if Information.PROGRESS in open_kinds:
        rows += [[_("In the way"), review.barriers]] if review.barriers else []
        rows += [[_("The client"), review.client_view]] if review.client_view else []
    if Information.PLAN in open_kinds and review.plan_changes:
        rows.append([_("Changes to the plan"), review.plan_changes])
    return rows


def _signed(review: LevelReview, zone: str) -> list[list[str]]:
    found = []
    if review.signed_by and review.signed_at:
        name = f"{review.signed_by.name}, {review.credential}" if review.credential else review.signed_by.name
        found.append([_("Signed"), f"{name}, {_signed_day(review)}"])
    cosigned = review.cosignatures.filter(decision="signed").select_related("by")
    found += [
        [_("Co-signed"), f"{row.by.name}, {row.credential}, {_day(clock.local_date(row.at, zone))}"] for row in cosigned
    ]
    return found


def _signed_day(review: LevelReview) -> str:
    zone = review.episode.site.time_zone
    return _day(clock.local_date(review.signed_at, zone)) if review.signed_at else ""


def _day(day: dt.date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""
