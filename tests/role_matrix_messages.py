"""Which roles may open which page about messages, their delivery, and what people answer. The test of the matrix reads this table."""

from __future__ import annotations

EVERYBODY = frozenset(
    {"counselor", "therapist", "medical", "case_manager", "intake", "biller", "clinical_director", "site_admin", "privacy_officer"}
)  # fmt: skip
SEES = frozenset({"clinical_director", "site_admin", "privacy_officer"})
SETTLES = frozenset({"clinical_director", "site_admin"})
KEEPS = frozenset({"case_manager", "intake", "clinical_director"})
CALLED_FROM_OUTSIDE = frozenset({"sms_status", "sms_incoming", "email_told", "unsubscribe", "payment_heard"})
"""Open without a sign-in: signed by the provider, or by a link that only the reader of an e-mail has."""

MESSAGES: dict[str, frozenset[str]] = {
    "outbox": SEES,
    "dead_letters": SEES,
    "dead_letters_settle": SEES,
    "replies": SEES | {"intake", "case_manager"},
    "reply_seen": SEES | {"intake", "case_manager"},
    "sink": SEES,
    "sink_reply": SEES,
    "message": EVERYBODY,
    "message_send_again": SETTLES,
    "message_give_up": SETTLES,
    "client_messages": EVERYBODY - {"site_admin"},
    "client_safe_hours": KEEPS,
    "client_stop_lift": KEEPS,
}
