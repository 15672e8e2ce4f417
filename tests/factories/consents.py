"""Consents made by the real actions: forms installed, drafts filled in, signed."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zlib

from clients.actions import consents
from clients.choices import PartyKind
from clients.models import RecipientParty
from iop.access.actors import SYSTEM
from tests.factories.clients import AT

IDENTITY = "photo ID"


def install(at=AT):
    return consents.install_forms(by=SYSTEM, at=at)


def draft(clinic, client, kind="specific", language="en", at=AT, by=None, **fields):
    """A draft that lacks nothing, unless ``fields`` say otherwise."""
    install()
    whole = {**_whole(clinic, client, kind, at), **fields}
    return consents.draft_consent(
        by=by or clinic.as_counselor, client=client, kind=kind, language=language, at=at, **whole
    )


def sign(clinic, row, at=AT, by=None, **typed):
    client = row.client
    known = {
        "signer_role": "client", "signer_name": f"{client.legal_first_name} {client.legal_last_name}", "method": "typed",
        "identity_seen": IDENTITY,
    }  # fmt: skip
    return consents.sign_consent(
        by=by or clinic.as_counselor, consent=row, at=at, **{"version": row.version, **known, **typed}
    )


def signed(clinic, client, kind="specific", at=AT, **fields):
    return sign(clinic, draft(clinic, client, kind, at=at, **fields), at=at)


def party(kind=PartyKind.PROVIDER, name="Dr. Ines Moreau", **fields):
    return RecipientParty.objects.create(kind=kind, name=name, **fields)


def relative(clinic, client, first_name="Bo", at=AT):
    """A relative of this client, as somebody who can be named."""
    return consents.name_supporter(by=clinic.as_counselor, client=client, first_name=first_name, role="brother", at=at)


def _whole(clinic, client, kind, at):
    last = at.date() + dt.timedelta(days=365)
    if kind == "specific":
        return {"party": party(), "information": ["attendance"], "purposes": ["treatment"], "expires_on": last}
    if kind == "relative":
        return {"party": relative(clinic, client)}
    if kind == "criminal_justice":
        return {"party": party(PartyKind.PROBATION, "Officer Dana Wells")}
    if kind == "legal_proceedings":
        named = party(PartyKind.ATTORNEY, "Lee Park, attorney")
        return {"party": named, "information": ["attendance"], "expires_on": last}
    if kind == "counseling_notes":
        return {"party": party(), "expires_on": last}
    return {"channel": "sms"} if kind == "messages" else {}


def png(drawn=True, width=60, height=20):
    """A picture of a signature (or of nothing), as an upload."""
    lines = [
        b"\0" + bytes(255 if drawn and (row + column) % 7 == 0 and row % 3 else 0 for column in range(width * 4))
        for row in range(height)
    ]
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"".join(lines))),
        (b"IEND", b""),
    ]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    file = io.BytesIO(b"\x89PNG\r\n\x1a\n" + body)
    file.name = "signature.png"
    return file
