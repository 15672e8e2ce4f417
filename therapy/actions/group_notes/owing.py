"""Which signatures are owed, as work of the one who owes them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from iop.access.actors import Actor
from iop.clinic import settings
from iop.core.words import say
from iop.work.actions import NewItem, open_item, open_items
from iop.work.choices import WorkKind
from scheduling.choices import FacilitatorRole
from sessions_app.models import ProgramSession, SessionFacilitator
from therapy.actions.cosigners import cosigner_of
from therapy.closing import note_gaps
from therapy.contents import NOTE_KIND
from therapy.models import GroupNote


def owe_signature(*, by: Actor, note: GroupNote) -> None:
    """Put a draft on its author's work list, due when the clinic's hours for signing are over."""
    session = note.session
    hours = settings.value("notes.sign_hours", on=session.on, site_id=session.site_id)
    open_item(
        by=by, kind=WorkKind.SIGN_NOTE, site_id=session.site_id, subject=(NOTE_KIND, note.id),
        summary=say("Finish and sign the group note"), due_at=session.ends_at + dt.timedelta(hours=hours),
        dedupe_key=f"sign_note:{note.id}", assignee_id=note.author_id,
    )  # fmt: skip


def owe_cosignature(*, by: Actor, note: GroupNote, at: dt.datetime) -> None:
    """Put a waiting note on the supervisor's work list; without one, on that of the clinical directors of the site."""
    session = note.session
    days = settings.value("notes.cosign_days", on=session.on, site_id=session.site_id)
    staff_id, role_key = cosigner_of(note.author.supervisor_id, session.site_id, at)
    open_item(
        by=by, kind=WorkKind.COSIGN_NOTE, site_id=session.site_id, subject=(NOTE_KIND, note.id),
        summary=say("Read a colleague's group note and co-sign it, or return it"), due_at=at + dt.timedelta(days=days),
        dedupe_key=f"cosign_note:{note.id}", assignee_id=staff_id, role_key=role_key,
    )  # fmt: skip


@transaction.atomic
def owe_notes(*, by: Actor, session: ProgramSession, at: dt.datetime) -> int:
    """Put a day that closed without a note on the work list of the one who led it; say how many items were new.

    A note already begun is on its author's list since it was opened.
    """
    if not note_gaps(session, at) or GroupNote.objects.filter(session=session).exists():
        return 0
    lead = (
        SessionFacilitator.objects.filter(component__session=session, role=FacilitatorRole.LEAD)
        .order_by("component__position")
        .values_list("staff_id", flat=True)
        .first()
    )
    owner = lead or session.started_by_id
    if owner is None:
        return 0
    hours = settings.value("notes.sign_hours", on=session.on, site_id=session.site_id)
    item = NewItem(
        kind=WorkKind.SIGN_NOTE, site_id=session.site_id, subject=("sessions_app.programsession", session.id),
        summary=say("Write and sign the group note"), due_at=max(at, session.ends_at + dt.timedelta(hours=hours)),
        dedupe_key=f"write_note:{session.id}", assignee_id=owner,
    )  # fmt: skip
    return open_items(by=by, items=[item])
