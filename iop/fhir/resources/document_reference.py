"""DocumentReference: signed notes, discharge summaries, and papers in charts. SUD counseling notes are never among them."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from clients.choices import CARDS, DocumentKind, Information
from clients.models import ClientDocument
from clients.policies_papers import READS_PAPERS
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.api.reaching import holding, of_charts
from iop.api.serializers.disclosures import INFORMATION_OF_A_PAPER
from iop.core.words import say
from iop.fhir import elements as el
from iop.fhir import labels
from iop.fhir.changed import by_history
from iop.fhir.matching import Always, Code, Coded, Match, Ref, When
from iop.fhir.specs import Drawn, Parameter, Source, Spec
from iop.fhir.telling import PATIENT, of
from therapy.choices.notes import NoteStatus
from therapy.choices.own_plans import INFORMATION_OF_PART, SummaryPart
from therapy.choices.progress_notes import NoteKind
from therapy.models import (
    Addendum,
    DischargeSummary,
    GroupNoteLine,
    ProgressNote,
    ProgressNoteAddendum,
    SummaryAddendum,
)

CATEGORIES = "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category"
FORMATS = "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode"
OWN_CATEGORY, KIND = el.own_system("document-category"), el.own_system("document-kind")
NULLS = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"
"""US Core takes LOINC's documents and this for the type: a paper of ours is told by our own code beside it."""
STATUSES = "http://hl7.org/fhir/document-reference-status"
STAGES = "http://hl7.org/fhir/composition-status"
CLINICAL_NOTE = "clinical-note"
PROGRESS, SUMMARY, OUTSIDE = "11506-3", "18842-5", "34133-9"
NAMES = {PROGRESS: "Progress note", SUMMARY: "Discharge summary", OUTSIDE: "Summarization of episode note"}
SIGNED = Q(status=NoteStatus.SIGNED)
ADDED = say("Added later")


def progress_notes(actor: Actor) -> QuerySet[ProgressNote]:
    """Signed notes that stand in the right chart."""
    seen = ProgressNote.objects.visible_to(actor).in_chart().select_related("episode", "format", "author")
    return seen.prefetch_related(Prefetch("addenda", ProgressNoteAddendum.objects.order_by("signed_at")))


def draw_progress(row: ProgressNote, beside: Any) -> Drawn:
    """Draw a note of one-to-one work."""
    sections = [(each["label"], row.contents.get(each["key"], "")) for each in row.format.sections]
    words = [f"{label}: {text}" for label, text in sections if text]
    words += [row.next_step, *(f"{ADDED}: {each.text}" for each in row.addenda.all())]
    met = row.kind == NoteKind.INDIVIDUAL and row.appointment_id
    return {
        **_note(row, row.episode.client_id, PROGRESS, words),
        "type": _type(PROGRESS, row.kind, NoteKind(row.kind).label),
        "author": [el.reference("Practitioner", row.author_id, row.author.name)],
        "context": {
            "period": el.period(row.starts_at, row.ends_at),
            "related": el.present([el.reference("Appointment", row.appointment_id if met else None)]),
        },
    }


def lines(actor: Actor) -> QuerySet[GroupNoteLine]:
    """Each client's own copy of signed notes of groups."""
    seen = GroupNoteLine.objects.visible_to(actor, Permission.NOTE_VIEW).in_chart()
    added = Addendum.objects.order_by("signed_at")
    return seen.select_related("note__author", "note__session", "attendance").prefetch_related(
        Prefetch("addenda", added), Prefetch("note__addenda", added.filter(line__isnull=True), to_attr="of_everybody")
    )


def draw_line(row: GroupNoteLine, beside: Any) -> Drawn:
    """Draw a client's copy: what everybody's copies share, and their own part. Nobody else is in it."""
    note = row.note
    more = [*note.of_everybody, *row.addenda.all()]  # type: ignore[attr-defined]
    words = [note.shared_text, row.text, *(f"{ADDED}: {each.text}" for each in more)]
    was_there = row.attendance.arrived_at is not None
    return {
        **_note(note, row.client_id, PROGRESS, words, pk=str(row.pk)),
        "type": _type(PROGRESS, "group", say("Note of a group")),
        "author": [el.reference("Practitioner", note.author_id, note.author.name)],
        "context": {
            "encounter": el.present([el.reference("Encounter", row.attendance_id if was_there else None)]),
            "period": el.period(note.session.starts_at, note.session.ends_at),
        },
    }


def summaries(actor: Actor) -> QuerySet[DischargeSummary]:
    """Signed summaries at the end of a stay."""
    added = Prefetch("addenda", SummaryAddendum.objects.order_by("signed_at"))
    return (
        DischargeSummary.objects.visible_to(actor)
        .signed()
        .select_related("episode", "signed_by")
        .prefetch_related(added)
    )


def draw_summary(row: DischargeSummary, beside: Any) -> Drawn:
    """Draw a discharge summary."""
    words = [f"{part.label}: {row.contents[part]}" for part in SummaryPart if row.contents.get(part)]
    words += [f"{ADDED}: {each.text}" for each in row.addenda.all()]
    return {
        **_note(row, row.episode.client_id, SUMMARY, words),
        "type": _type(SUMMARY),
        "author": el.present(
            [el.reference("Practitioner", row.signed_by_id, row.signed_by.name if row.signed_by else "")]
        ),
        "context": {"period": el.period(row.episode.admitted_on, row.episode.discharged_on)},
    }


def papers(actor: Actor) -> QuerySet[ClientDocument]:
    """Papers in charts. A client's own app is told of those that the clinic put among the client's papers."""
    rows = ClientDocument.objects.filter(error_at__isnull=True).select_related("file")
    if actor.is_system:
        return rows.filter(shared_at__isnull=False)
    return of_charts(rows, actor).filter(Q(kind__in=CARDS) | Q(holding(actor, READS_PAPERS)))


def draw_paper(row: ClientDocument, beside: Any) -> Drawn:
    """Draw a paper; the file itself is the Binary with the same id, through the same gate."""
    file, kind = row.file, DocumentKind(row.kind)
    outside = kind == DocumentKind.OUTSIDE_RECORD
    attachment = {
        "contentType": file.content_type,
        "url": f"Binary/{row.pk}",
        "size": file.size_bytes,
        "title": row.title or str(kind.label),
        "creation": el.moment(row.dated_on),
    }
    return {
        "identifier": [el.identifier(el.own_system("document"), str(row.pk))],
        "status": "current",
        "type": el.concept(
            el.coding(el.LOINC, OUTSIDE, NAMES[OUTSIDE]) if outside else el.coding(NULLS, "UNK", "unknown"),
            el.coding(KIND, kind, kind.label),
            text=kind.label,
        ),
        "category": [el.concept(el.coding(OWN_CATEGORY, "paper", "Paper"))],
        "subject": el.reference("Patient", row.client_id),
        "date": el.moment(row.added_at),
        "securityLabel": _labels(),
        "content": [{"attachment": attachment}],
    }


def _note(row: Any, client: Any, code: str, words: list[str], pk: str = "") -> Drawn:
    text = "\n\n".join(part for part in words if part.strip()).encode() or b"-"
    attachment = {
        "contentType": "text/plain; charset=utf-8",
        "data": base64.b64encode(text).decode(),
        "size": len(text),
        "hash": base64.b64encode(hashlib.sha1(text, usedforsecurity=False).digest()).decode(),
        "title": NAMES[code],
        "creation": el.moment(row.signed_at),
    }
    return {
        "identifier": [el.identifier(el.own_system("note"), pk or str(row.pk))],
        "status": "current",
        "docStatus": "final" if row.status == NoteStatus.SIGNED else "preliminary",
        "category": [el.concept(el.coding(CATEGORIES, CLINICAL_NOTE, "Clinical Note"))],
        "subject": el.reference("Patient", client),
        "date": el.moment(row.signed_at),
        "securityLabel": _labels(),
        "content": [
            {"attachment": attachment, "format": el.coding(FORMATS, "urn:ihe:iti:xds:2017:mimeTypeSufficient")}
        ],
    }


def _type(code: str, kind: str = "", label: Any = "") -> el.Part:
    own = [el.coding(KIND, kind, label)] if kind else []
    return el.concept(el.coding(el.LOINC, code, NAMES[code]), *own, text=label or NAMES[code])


def _labels() -> list[el.Part]:
    return [el.concept(each) for each in labels.security()]


class Kinds(Match):
    """What a document is: its LOINC code, or the clinic's own kind."""

    def __init__(self, loinc: str, own: Match | None = None) -> None:
        self.loinc, self.own = loinc, own

    def one(self, name: str, value: str, modifier: str) -> Q:
        """Ask both systems."""
        found = Always((self.loinc,), el.LOINC).one(name, value, modifier)
        return found if found == Q() or self.own is None else self.own.one(name, value, modifier)


STAGE = Code({"final": SIGNED, "preliminary": ~SIGNED}, STAGES)
LINE_STAGE = Code(
    {"final": Q(note__status=NoteStatus.SIGNED), "preliminary": ~Q(note__status=NoteStatus.SIGNED)}, STAGES
)
NOTE = Always((CLINICAL_NOTE,), CATEGORIES)
CURRENT = Code({"current": Q()}, STATUSES)
SPEC = Spec(
    kind="DocumentReference",
    about=(
        "Signed notes and discharge summaries with their words, and papers in charts, whose file is the Binary with the same "
        "id. SUD counseling notes are kept apart and are never told."
    ),
    profiles=(f"{el.US_CORE}us-core-documentreference",),
    parameters=(
        *PATIENT,
        Parameter("category", "token", "clinical-note, or paper."),
        Parameter("type", "token", "A LOINC code, or the kind of note or paper."),
        Parameter("date", "date", "When it was signed or added."),
        Parameter("period", "date", "When what it is about took place."),
        Parameter("status", "token", "current."),
        Parameter("docstatus", "token", "final; preliminary while a co-signature is awaited."),
        Parameter("author", "reference", "Who signed it.", element="author", targets=("Practitioner",)),
        Parameter("encounter", "reference", "Of which day.", element="context.encounter", targets=("Encounter",)),
    ),
    sources=(
        Source(
            rows=progress_notes, draw=draw_progress, client_path="episode.client_id", information=(Information.NOTES,),
            labels=("PSY",), changed=lambda: by_history(ProgressNoteAddendum.objects.all(), "note", "signed_at"),
            matches={
                **of("episode__client"), "category": NOTE, "status": CURRENT, "docstatus": STAGE,
                "type": Kinds(PROGRESS, Coded("kind", KIND)),
                "date": When("signed_at"), "period": When("starts_at", "ends_at"),
                "author": Ref({"Practitioner": "author"}),
            },
        ),
        Source(
            rows=lines, draw=draw_line, client_path="client_id", information=(Information.NOTES,), labels=("PSY",),
            changed=lambda: by_history(Addendum.objects.all(), "note", "signed_at", own="note_id"),
            matches={
                **of("client"), "category": NOTE, "status": CURRENT, "docstatus": LINE_STAGE,
                "type": Kinds(PROGRESS, Always(("group",), KIND)),
                "date": When("note__signed_at"), "period": When("note__session__starts_at", "note__session__ends_at"),
                "author": Ref({"Practitioner": "note__author"}),
                "encounter": Ref({"Encounter": lambda pk: Q(attendance=pk, attendance__arrived_at__isnull=False)}),
            },
        ),
        Source(
            rows=summaries, draw=draw_summary, client_path="episode.client_id", labels=("PSY",),
            information=tuple(dict.fromkeys(Information(each) for each in INFORMATION_OF_PART.values())),
            changed=lambda: by_history(SummaryAddendum.objects.all(), "summary", "signed_at"),
            matches={
                **of("episode__client"), "category": NOTE, "status": CURRENT, "docstatus": STAGE,
                "type": Kinds(SUMMARY), "date": When("signed_at"),
                "period": When("episode__admitted_on", "episode__discharged_on", is_date=True),
                "author": Ref({"Practitioner": "signed_by"}),
            },
        ),
        Source(
            rows=papers, draw=draw_paper, client_path="client_id", information=INFORMATION_OF_A_PAPER,
            matches={
                **of("client"), "category": Always(("paper",), OWN_CATEGORY), "status": CURRENT,
                "type": Coded("kind", KIND), "date": When("added_at"),
            },
        ),
    ),
)  # fmt: skip
PAPERS = SPEC.sources[-1]
