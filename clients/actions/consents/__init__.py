"""Consents from the first draft to their end, and the forms they are made from."""

from clients.actions.consents.drafts import carry_over, change_draft, discard, draft_consent
from clients.actions.consents.ending import confirm_in_writing, record_event, revoke
from clients.actions.consents.forms import install_forms, new_template_version
from clients.actions.consents.from_outside import offer_to_sign, revoke_own, sign_own
from clients.actions.consents.recipients import name_recipient, name_supporter
from clients.actions.consents.signing import sign_consent
from clients.actions.consents.watching import watch_consents

__all__ = [
    "carry_over",
    "change_draft",
    "confirm_in_writing",
    "discard",
    "draft_consent",
    "install_forms",
    "name_recipient",
    "name_supporter",
    "new_template_version",
    "offer_to_sign",
    "record_event",
    "revoke",
    "revoke_own",
    "sign_consent",
    "sign_own",
    "watch_consents",
]
