"""Words that several pages about progress notes share: when, how long, how old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from iop.documents.models import Signature
from iop.pages.presenters.schedule.when import instant_words, moment_words
from therapy.choices.notes import Modality, NoteStatus
from therapy.models import ProgressNote
from therapy.models.plans import ObjectiveAddressed, PlanObjective
from therapy.note_formats import of_row
from therapy.progress_contents import PROGRESS_NOTE_KIND

TONES = {NoteStatus.DRAFT: "note", NoteStatus.AWAITING_COSIGNATURE: "wait", NoteStatus.SIGNED: "good"}


def zone_of(note: ProgressNote) -> ZoneInfo:
    """Give the wall clock by which a note speaks."""
    return ZoneInfo(note.episode.site.time_zone)


def when_words(note: ProgressNote) -> str:
    """Say when the contact was: "Mon 3 Aug, 9:00–9:50 (50 min)"; one without times says so."""
    if note.starts_at is None or note.ends_at is None:
        return _("times still open")
    minutes = round((note.ends_at - note.starts_at).total_seconds() / 60)
    moment = moment_words(note.starts_at, note.ends_at, zone_of(note))
    return f"{moment} ({_('%(number)d min') % {'number': minutes}})"


def age_words(since: dt.datetime, at: dt.datetime) -> str:
    """Say how old something is, in days."""
    days = (at - since).days
    return ngettext("%(n)s day old", "%(n)s days old", days) % {"n": days} if days > 0 else _("today")


def modalities_of(note: ProgressNote) -> list[str]:
    """Name the methods used."""
    return [str(Modality(code).label) for code in note.modalities if code in Modality.values]


def title_of(note: ProgressNote) -> str:
    """Name a note by its kind and format: "Individual session (DAP)"."""
    return f"{note.get_kind_display()} ({of_row(note.format).name})"


def signatures_of(notes: Iterable[ProgressNote]) -> dict[Any, list[Signature]]:
    """Read the signatures under notes; one statement."""
    found: dict[Any, list[Signature]] = {}
    rows = Signature.objects.filter(subject_kind=PROGRESS_NOTE_KIND, subject_id__in=[note.pk for note in notes])
    for row in rows.order_by("signed_at"):
        found.setdefault(row.subject_id, []).append(row)
    return found


def signature_rows(rows: Iterable[Signature], zone: ZoneInfo) -> list[dict[str, str]]:
    """Word signatures: meaning, name with credential, when."""
    return [
        {
            "meaning": row.get_meaning_display(),
            "name": f"{row.signer_name}, {row.credential}" if row.credential else row.signer_name,
            "when": instant_words(row.signed_at, zone),
            "digest": row.digest,
        }
        for row in rows
    ]


def marks() -> QuerySet[ObjectiveAddressed]:
    """Give what notes say of objectives with the objectives' newest words, for prefetching or reading; one statement."""
    newest = PlanObjective.objects.filter(thread=OuterRef("thread")).order_by("-plan__number")
    return ObjectiveAddressed.objects.select_related("thread").annotate(words=Subquery(newest.values("words")[:1]))
