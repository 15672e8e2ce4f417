"""The end of a consent: taken back by word of mouth or in writing, or over because its event has happened."""

from __future__ import annotations

import datetime as dt
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from clients import consent_rules, rules
from clients.actions.consents.drafts import held, locked
from clients.actions.contact import keep_channel_permission
from clients.choices import ConsentKind, ConsentStatus, RevocationMethod
from clients.models import Consent, ConsentRevocation
from clients.policies_own import may_take_back
from iop.access.actors import Actor
from iop.audit.recorder import record
from iop.clinic.models import SiteRole
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import say
from iop.documents.actions import store_file
from iop.documents.models import StoredFile
from iop.notifications.actions import withdraw_resting_on, withdraw_to
from iop.work.actions import close_for, drop_for, open_item
from iop.work.choices import WorkKind

SUBJECT = "clients.consent"
IN_WRITING_WITHIN = dt.timedelta(days=7)
LOOKED_AT_WITHIN = dt.timedelta(days=7)
PRIVACY_ROLE = "privacy_officer"
PRIVACY_FALLBACK_ROLE = "clinical_director"
"""Who looks at what was done on a revoked consent where nobody is privacy officer."""


@transaction.atomic
def revoke(
    *,
    by: Actor,
    consent: Consent,
    at: dt.datetime,
    method: str,
    note: str = "",
    paper: IO[bytes] | StoredFile | Any = None,
) -> Consent:
    """Take a consent back. Nothing more leaves on it from now on, whatever the method.

    By word of mouth it stops at once and asks for the writing (42 CFR 2.31(a)(6)); in writing it is revoked. Messages that
    rest on it are withdrawn, what left on it before is put before the privacy officer. Raises ``Conflict`` for one that is
    not signed, already revoked, or may not be taken back yet (2.35(c)).
    """
    row = held(consent)
    require(may_take_back(by, row))
    _must_be_live(row)
    on = clock.local_date(at, row.site.time_zone)
    reason = consent_rules.why_not_revocable_yet(
        row.kind, row.revocable_from, row.revocable_event, row.revocable_event_at, on
    )
    if reason is not None:
        raise Conflict(reason, code="not_revocable_yet")
    row.stopped_at = at
    row.revoked_at = None if method == RevocationMethod.ORAL else at
    _write(by, row, at, method, note, paper)
    withdrawn = _close_exits(by, row, at)
    _ask_for_writing(by, row, at)
    _ask_for_review(by, row, at)
    drop_for(by=by, subject=(SUBJECT, row.pk), kind=WorkKind.CONSENT_EXPIRING, at=at)
    record(
        by=by, verb="clients.consent_revoked", subject=row, clients=[row.client_id], site_id=row.site_id,
        detail={"kind": row.kind, "method": str(method), "messages_withdrawn": withdrawn, "at": at},
    )  # fmt: skip
    return row


@transaction.atomic
def confirm_in_writing(
    *, by: Actor, consent: Consent, at: dt.datetime, note: str = "", paper: IO[bytes] | StoredFile | Any = None
) -> Consent:
    """Record that what was taken back by word of mouth is there in writing now."""
    row = locked(by, consent)
    if row.stopped_at is None:
        raise Conflict(say("Nobody has taken this consent back by word of mouth."), code="not_stopped")
    if row.revoked_at is not None:
        raise Conflict(say("The revocation is in writing already."), code="already_revoked")
    row.revoked_at = at
    _write(by, row, at, RevocationMethod.WRITTEN, note, paper)
    close_for(by=by, subject=(SUBJECT, row.pk), kind=WorkKind.REVOCATION_IN_WRITING, at=at)
    record(
        by=by, verb="clients.consent_revoked", subject=row, clients=[row.client_id], site_id=row.site_id,
        detail={"kind": row.kind, "method": str(RevocationMethod.WRITTEN), "confirms": True, "at": at},
    )  # fmt: skip
    return row


@transaction.atomic
def record_event(*, by: Actor, consent: Consent, event: str, at: dt.datetime) -> Consent:
    """Record that an event which a consent names has happened: ``revocable`` lets it be taken back from now on (42 CFR
    2.35(c)), ``expired`` ends it (2.31(a)(7)).
    """
    row = locked(by, consent)
    _must_be_live(row)
    if event == "revocable":
        _must_name(row.revocable_event, row.revocable_event_at)
        row.revocable_event_at = at
    elif event == "expired":
        _must_name(row.expires_event, row.expired_event_at)
        row.expired_event_at = at
        _close_exits(by, row, at)
        drop_for(by=by, subject=(SUBJECT, row.pk), kind=WorkKind.CONSENT_EXPIRING, at=at)
    else:
        raise Invalid(say("Choose which event has happened."), field="event")
    row.version += 1
    row.save(update_fields=["revocable_event_at", "expired_event_at", "version"])
    record(
        by=by, verb="clients.consent_event", subject=row, clients=[row.client_id], site_id=row.site_id,
        detail={"kind": row.kind, "event": event, "at": at},
    )  # fmt: skip
    return row


def _must_be_live(row: Consent) -> None:
    if row.status != ConsentStatus.SIGNED:
        raise Conflict(say("This form was never signed. Discard it instead."), code="not_signed")
    if row.revoked_at is not None:
        raise Conflict(say("This consent has been revoked already."), code="already_revoked")
    if row.stopped_at is not None:
        raise Conflict(say("This consent has stopped already. Record the writing instead."), code="already_stopped")


def _must_name(event: str, happened_at: dt.datetime | None) -> None:
    if not event:
        raise Invalid(say("This consent names no such event."), field="event")
    if happened_at is not None:
        raise Conflict(say("This is recorded already."), code="already_recorded")


def _write(by: Actor, row: Consent, at: dt.datetime, method: str, note: str, paper: Any) -> None:
    if method not in RevocationMethod.values:
        raise Invalid(say("Choose how it was taken back."), field="method")
    kept = paper if paper is None or isinstance(paper, StoredFile) else _stored(by, paper)
    row.version += 1
    row.save(update_fields=["stopped_at", "revoked_at", "version"])
    ConsentRevocation.objects.create(
        consent=row,
        at=at,
        method=method,
        recorded_by=by.staff_id or by.id,
        note=rules.plain_text(note)[:500],
        paper=kept,
    )


def _stored(by: Actor, upload: Any) -> StoredFile:
    try:
        return store_file(by=by, upload=upload)
    except Invalid as refused:
        raise Invalid(refused.sentence, field="paper") from refused


def _close_exits(by: Actor, row: Consent, at: dt.datetime) -> int:
    taken = withdraw_resting_on(by=by, consent_id=row.pk)
    if row.kind == ConsentKind.MESSAGES:
        keep_channel_permission(by=by, client=row.client, channel=row.channel, allowed=False, at=at)
        taken += withdraw_to(by=by, recipient=("client", row.client_id), channel=row.channel)
    for path in settings.RELEASE_ENDED:
        import_string(path)(by=by, client_id=row.client_id, at=at)
    return taken


def _ask_for_writing(by: Actor, row: Consent, at: dt.datetime) -> None:
    if row.revoked_at is not None:
        return
    open_item(
        by=by, kind=WorkKind.REVOCATION_IN_WRITING, site_id=row.site_id, subject=(SUBJECT, row.pk),
        summary=say("A consent was taken back by word of mouth and has stopped: get it in writing."),
        due_at=at + IN_WRITING_WITHIN, dedupe_key=f"consent:{row.pk}:writing", client_id=row.client_id,
        assignee_id=by.staff_id, role_key="" if by.staff_id else privacy_role(row, at),
    )  # fmt: skip


def _ask_for_review(by: Actor, row: Consent, at: dt.datetime) -> None:
    if not row.disclosures.exists():
        return
    open_item(
        by=by, kind=WorkKind.RELIANCE_REVIEW, site_id=row.site_id, subject=(SUBJECT, row.pk),
        summary=say("A consent was revoked after something had left on it: look at what, and tell recipients to stop."),
        due_at=at + LOOKED_AT_WITHIN, dedupe_key=f"consent:{row.pk}:reliance", client_id=row.client_id,
        role_key=privacy_role(row, at),
    )  # fmt: skip


def privacy_role(row: Consent, at: dt.datetime) -> str:
    """Name the role that answers for privacy at a consent's site."""
    held = SiteRole.objects.on(clock.local_date(at, row.site.time_zone)).filter(
        site=row.site_id, role__key=PRIVACY_ROLE
    )
    return PRIVACY_ROLE if held.exists() else PRIVACY_FALLBACK_ROLE
