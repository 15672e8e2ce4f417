"""A client takes their own record away by themselves: asked for, made (at once, or by the next round of background work), taken.

45 CFR 164.524(c)(2): in the form they ask for, readable by people or by machines; 42 CFR 2.23. Each taking goes through the
gate. The file lies here for a day and is then removed; nobody but this client opens it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import uuid
import zipfile
from collections.abc import Collection, Mapping
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from clients import gate
from clients.choices import Ground, Information, Purpose, SentKind
from clients.models import Client, ClientDocument, RecordExport
from clients.own_papers import last_stay, shared_documents
from clients.policies_own import may_take_record, was_refused
from clients.register_choices import ExportForm
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Conflict, Invalid, NotAllowed, require
from iop.core.words import Sentence, say
from iop.documents.choices import ALLOWED_FILES
from iop.workflows.accounting import LANGUAGES
from iop.workflows.record_copy import PARTS, information_of, paper_of, read_parts, records_of
from iop.workflows.record_data import data_of, schema
from iop.workflows.record_parts import Records
from sessions_app.models import Attendance

AT_ONCE = 200
"""Up to so many days of attendance it is made while the client waits; more by the background work of the next minute."""
LIES_FOR = dt.timedelta(hours=24)
MOST_WAITING = 3
STAMP = (1980, 1, 1, 0, 0, 0)
"""A fixed time within the archive: the same record gives the same bytes."""


def parts_offered() -> Mapping[str, Sentence]:
    """Name the parts of their record that a client may take away."""
    return {key: part.label for key, part in PARTS.items()}


@transaction.atomic
def ask(
    *, by: Actor, client: Client, form: str, parts: Collection[str], language: str, at: dt.datetime
) -> RecordExport:  # fmt: skip
    """Ask for one's record in a form (``ExportForm``). A short one is made at once.

    Raises ``NotAllowed`` for anybody but the client, ``Invalid`` without a part, ``Conflict`` while several are being made.
    """
    require(may_take_record(by, client))
    wanted = [key for key in PARTS if key in set(parts)]
    if not wanted:
        raise Invalid(say("Tick at least one part."), field="parts")
    if form not in ExportForm.values:
        raise Invalid(say("Choose from the list."), field="form")
    Client.objects.select_for_update(of=("self",), no_key=True).get(pk=client.pk)
    if (
        RecordExport.objects.filter(client=client, ready_at__isnull=True, removed_at__isnull=True).count()
        >= MOST_WAITING
    ):
        raise Conflict(say("Some copies are still being made. Please wait a minute."), code="waiting")
    row = RecordExport.objects.create(
        client=client, form=form, parts=wanted, asked_at=at, language=language if language in LANGUAGES else "en"
    )
    record(by=by, verb="clients.record_asked", subject=row, clients=[client.pk], detail={"form": form, "parts": wanted})
    if Attendance.objects.filter(client=client).count() <= AT_ONCE:
        _make(row, at)
    return row


@transaction.atomic
def make_waiting(*, at: dt.datetime) -> int:
    """Make the copies that wait; say how many. Two workers never make the same one."""
    waiting = RecordExport.objects.filter(ready_at__isnull=True, removed_at__isnull=True).order_by("asked_at")
    rows = list(waiting.select_for_update(skip_locked=True, of=("self",)).select_related("client")[:10])
    for row in rows:
        _make(row, at)
    return len(rows)


@transaction.atomic
def remove_ended(*, at: dt.datetime) -> int:
    """Take away the files whose time is up; say how many."""
    ended = RecordExport.objects.filter(ends_at__lte=at, removed_at__isnull=True)
    rows = list(ended.select_for_update(skip_locked=True))
    for row in rows:
        name = row.file.name
        if name:
            transaction.on_commit(partial(row.file.storage.delete, name))
        RecordExport.objects.filter(pk=row.pk).update(file="", removed_at=at)
    return len(rows)


@transaction.atomic
def take(*, by: Actor, export: RecordExport, at: dt.datetime) -> bytes:
    """Hand the file to the client, and write down that they took it. Raises ``Conflict`` once its time is up."""
    row = RecordExport.objects.select_for_update(of=("self",)).select_related("client").get(pk=export.pk)
    require(may_take_record(by, row.client))
    if row.ready_at is None:
        raise Conflict(say("This copy is still being made."), code="waiting")
    if row.removed_at is not None or row.ends_at is None or row.ends_at <= at:
        raise Conflict(say("This copy was here for a day and has been removed. Ask for a new one."), code="ended")
    basis = gate.basis_for(
        by=by, client=row.client, to=gate.Recipient.client(), purpose=Purpose.REQUEST,
        information=_information(row.parts, row.form), at=at, ground=Ground.OWN_ACCESS,
    )  # fmt: skip
    with row.file.open("rb") as file:
        content = file.read()
    with override(row.language):
        title = _("Copy of the record")
    gate.release(
        by=by, client=row.client, basis=basis, sent_as=SentKind.COPY if row.form == ExportForm.PAPER else SentKind.EXPORT,
        records=[(kind, uuid.UUID(one)) for kind, one in row.records], content=content, at=at, description=title,
    )  # fmt: skip
    row.taken_at = row.taken_at or at
    row.save(update_fields=["taken_at"])
    return bytes(content)


@transaction.atomic
def whole_archive(*, by: Actor, client: Client, at: dt.datetime) -> bytes:
    """Make the archive of a client's whole record at once, to hand to them, and write down that they received it.

    Raises ``NotDisclosable`` without the right to hand it out, ``NotAllowed`` while a copy was refused because it would
    endanger somebody, and for somebody who never had a stay.
    """
    require(was_refused(client))
    language = client.language if client.language in LANGUAGES else "en"
    basis = gate.basis_for(
        by=by, client=client, to=gate.Recipient.client(), purpose=Purpose.REQUEST,
        information=_information(list(PARTS), ExportForm.DATA), at=at, ground=Ground.OWN_ACCESS,
    )  # fmt: skip
    content, records = _content(client, list(PARTS), ExportForm.DATA, language, at)
    with override(language):
        title = _("Copy of the record")
    gate.release(
        by=by, client=client, basis=basis, sent_as=SentKind.EXPORT, records=records, content=content, at=at,
        description=title,
    )  # fmt: skip
    return content


def _make(row: RecordExport, at: dt.datetime) -> None:
    content, records = _content(row.client, row.parts, row.form, row.language, at)
    row.file.save(
        f"{uuid.uuid4().hex}.{'pdf' if row.form == ExportForm.PAPER else 'zip'}", ContentFile(content), save=False
    )
    row.ready_at, row.ends_at, row.size_bytes = at, at + LIES_FOR, len(content)
    row.records = [[kind, str(one)] for kind, one in records]
    row.save(update_fields=["file", "ready_at", "ends_at", "size_bytes", "records"])


def _content(
    client: Client, parts: Collection[str], form: str, language: str, at: dt.datetime
) -> tuple[bytes, Records]:  # fmt: skip
    stay = last_stay(client)
    if stay is None:
        raise NotAllowed(say("Please call us about this: we cannot tell which of our places you mean."))
    read = read_parts(client, [key for key in parts if key in PARTS], stay.site.time_zone, language)
    records = records_of(read)
    content = paper_of(client, stay, read, at, language)
    if form != ExportForm.DATA:
        return content, records
    papers, more = _files(client)
    listed = [
        {"path": path, "kind": kind, "id": str(one), "sha256": hashlib.sha256(held).hexdigest()}
        for path, kind, one, held in papers
    ]
    besides, told = _besides(client, parts, {one: path for path, _kind, one, _held in papers}, at)
    files = {
        "record.pdf": content,
        "record.json": data_of(client, read, listed, at, language),
        "schema.json": schema(),
        **besides,
        **{path: held for path, _kind, _one, held in papers},
    }
    return _packed(files), list(dict.fromkeys([*records, *more, *told]))


def _information(parts: Collection[str], form: str) -> set[Information]:
    """Say which kinds of information are in a copy: in the archive of a whole record all but what is kept apart from it."""
    if form == ExportForm.DATA and set(parts) >= set(PARTS):
        return set(Information) - {Information.COUNSELING_NOTES}
    return information_of(parts)


def _besides(
    client: Client, parts: Collection[str], papers: Mapping[uuid.UUID, str], at: dt.datetime
) -> tuple[dict[str, bytes], Records]:  # fmt: skip
    """Ask the slot ``RECORD_FILES`` what else lies in the archive, within the kinds of information of the chosen parts."""
    files: dict[str, bytes] = {}
    records: Records = []
    for path in settings.RECORD_FILES:
        made, told = import_string(path)(client, _information(parts, ExportForm.DATA), papers, at)
        files |= made
        records += told
    return files, records


def _files(client: Client) -> tuple[list[tuple[str, str, uuid.UUID, bytes]], Records]:
    found = []
    for number, paper in enumerate(shared_documents(client), start=1):
        with paper.file.file.open("rb") as file:
            found.append((_path(paper, number), "clients.clientdocument", paper.pk, file.read()))
    return found, [("clients.clientdocument", one) for _path_, _kind, one, _held in found]


def _path(paper: ClientDocument, number: int) -> str:
    return f"files/{number:03d}-{paper.kind.replace('_', '-')}{ALLOWED_FILES.get(paper.file.content_type, '')}"


def _packed(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, STAMP), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
