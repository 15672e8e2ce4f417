"""A client's photo, so that colleagues greet the right person."""

from __future__ import annotations

import datetime as dt
from typing import IO, Any

from django.db import transaction

from clients import policies
from clients.models import Client
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.core.errors import Invalid, require
from iop.core.words import say
from iop.documents.actions import store_file


@transaction.atomic
def set_photo(*, by: Actor, client: Client, upload: IO[bytes] | Any | None, at: dt.datetime) -> Client:
    """Keep a JPEG or PNG as the client's photo, or (``upload`` none) show initials again. The client agreed beforehand."""
    row = Client.objects.select_for_update().get(pk=client.pk)
    require(policies.may_edit(by, row))
    photo = store_file(by=by, upload=upload) if upload is not None else None
    if photo is not None and not photo.content_type.startswith("image/"):
        raise Invalid(say("A photo is a JPEG or PNG picture."), field="photo")
    row.photo = photo
    row.version += 1
    row.save(update_fields=["photo", "version"])
    record(
        by=by,
        verb="clients.photo_set",
        subject=row,
        clients=[row.pk],
        detail={"has_photo": photo is not None, "at": at},
    )
    return row
