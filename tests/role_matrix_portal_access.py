"""Which roles may open which page about who signs in from outside. The test of the matrix reads this table."""

from __future__ import annotations

INVITES = frozenset(
    {"counselor", "therapist", "medical", "case_manager", "intake", "clinical_director", "privacy_officer"}
)
"""Who may let somebody sign in, once it is clear who they are."""
OPENS = INVITES | {"biller"}
"""Who opens charts."""
EVERYBODY = OPENS | {"site_admin"}

PORTAL_ACCESS: dict[str, frozenset[str]] = {
    "client_portal": OPENS,
    "client_portal_invite": INVITES,
    "client_portal_invite_person": INVITES,
    "client_portal_revoke": INVITES,
    "client_portal_end": INVITES,
    "client_portal_open": INVITES,
    "kiosk_start": OPENS,
    "kiosk_end": EVERYBODY,
}
