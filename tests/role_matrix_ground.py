"""Which roles may open which of the ground's pages. Everybody else gets 403 (or a 404, where a thing is not theirs)."""

EVERYBODY = {
    "counselor",
    "therapist",
    "medical",
    "case_manager",
    "intake",
    "biller",
    "clinical_director",
    "site_admin",
    "privacy_officer",
}
OVERSIGHT = {"clinical_director", "site_admin", "privacy_officer"}
ADMIN = {"site_admin"}

MATRIX = {
    "setup_next": ADMIN,
    "ping": EVERYBODY,
    "session_left": EVERYBODY,
    "choose_site": EVERYBODY,
    "work": EVERYBODY,
    "work_close": EVERYBODY,
    "audit": OVERSIGHT,
    "audit_csv": OVERSIGHT,
    "file": EVERYBODY,
    "sites": ADMIN,
    "organization": ADMIN,
    "site_add": ADMIN,
    "site": ADMIN,
    "opening_hours": ADMIN,
    "closure_add": ADMIN,
    "closure_remove": ADMIN,
    "on_call": ADMIN,
    "on_call_remove": ADMIN,
    "settings": ADMIN,
    "setting": ADMIN,
    "roles": ADMIN,
    "role_add": ADMIN,
    "role": ADMIN,
    "credential_kinds": ADMIN,
    "credential_kind_add": ADMIN,
    "credential_kind": ADMIN,
    "staff": ADMIN,
    "staff_add": ADMIN,
    "staff_member": ADMIN,
    "credential_add": ADMIN,
    "role_give": ADMIN,
    "staff_leave": ADMIN,
    "credential_change": ADMIN,
    "role_end": ADMIN,
}

PUBLIC = {"setup"}
"""Open without a sign-in; ``setup`` answers 404 once the clinic exists."""
POST_ONLY = {"ping", "choose_site", "work_close", "closure_remove", "on_call_remove"}
