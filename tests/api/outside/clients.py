"""What of clients, intake, consents, registers and the portal's doors is not in the API, and why."""

STEP = "a step inside another action, which is in the API and asks who may"
READING = "the record that a page was opened; every reading through the API writes its own event"
OWN = "what a client does by themselves, signed in from outside; nobody does it for them"
IN_PERSON = (
    "a paper handed to the client in person, who stands there; the page prints it and writes down that they got it"
)
GATE = "the gate itself: every resource passes it on its way out"

ACTIONS: dict[str, str] = {
    "clients.actions.charts:open_chart": READING,
    "clients.actions.charts:open_list": READING,
    "clients.actions.inquiries:open_inquiry": READING,
    "clients.actions.registers:note_reading": READING,
    "clients.actions.registers:note_download": "the file of a register; the API gives the rows themselves, page by page",
    "clients.actions.consents.signing:sign_consent": "a consent is signed by the person, on the device that is handed to them",
    "clients.actions.consents.from_outside:sign_own": OWN,
    "clients.actions.consents.from_outside:revoke_own": OWN,
    "clients.actions.own_wishes": OWN,
    "clients.actions.threads.writing:write": OWN,
    "clients.actions.portal.accounts:change_pin": OWN,
    "clients.actions.portal.accounts:speak": OWN,
    "clients.actions.portal.kiosks": "turns the browser in hand into the waiting room's tablet: there is nothing to call from afar",
    "iop.workflows.own_documents": OWN,
    "iop.workflows.record_export": OWN,
    "clients.actions.consents.watching:watch_consents": "background work of each night",
    "clients.actions.contact:keep_channel_permission": STEP,
    "clients.actions.departing:hand_over_care_teams": "a step of a colleague's leaving",
    "clients.actions.threads.keeping:leave_behind": "a step of a colleague's leaving",
    "clients.actions.discharge:keep_discharge": "a step of episodes/{id}/destination/",
    "clients.actions.discharge:note_first_appointment": "a step of episodes/{id}/first-appointment/",
    "clients.actions.discharge:keep_with_discharge": STEP,
    "clients.actions.discharge:decline_contact": STEP,
    "clients.actions.episodes:close_episode": "a step of episodes/{id}/discharge/",
    "clients.actions.episodes:new_inquiry": STEP,
    "clients.actions.holds:hold_after_discharge": STEP,
    "clients.actions.inquiries:move_inquiry": "a step of inquiries/{id}/move/",
    "clients.actions.inquiries:step_back": STEP,
    "clients.actions.inquiries:take_return": "a step of more-support",
    "clients.actions.portal.accounts:end_access_after_death": STEP,
    "clients.actions.threads.asking": STEP,
    "clients.actions.threads.reading:seen_until": STEP,
    "clients.portal_news:tell_of_something_new": STEP,
    "iop.workflows.intake:inquiry_moved": "a slot that follows inquiries/{id}/move/",
    "iop.workflows.importing.bringing:bring": "a step of imports/{id}/bring-in/, or its background work",
    "iop.workflows.importing.leftovers:take": "the rows to mend as a table to save; imported-rows gives each with what is wrong",
    "clients.gate.deciding:basis_for": GATE,
    "clients.gate.releasing": GATE,
    "clients.intake:board": "the page's columns; the list of inquiries with its filters holds the same rows",
    "clients.intake:lookalikes": "initials and birth years of people of all sites, for the colleague on the phone who asks who "
    "calls; a program that could ask it freely could find out who is a client (42 CFR 2.13)",
    "iop.documents.actions.extracts:keep_extract": STEP,
    "iop.documents.actions.papers:keep_paper": STEP,
    "iop.documents.actions.signatures:sign": "a step of everything that is signed",
    "iop.workflows.accounting:hand_out": IN_PERSON,
    "iop.workflows.client_papers:hand_paper": IN_PERSON,
    "iop.workflows.medication_list:list_for_the_client": IN_PERSON,
    "iop.workflows.own_papers:aftercare_for_the_client": IN_PERSON,
    "iop.workflows.own_papers:plan_for_the_client": IN_PERSON,
    "iop.workflows.record_copy:hand_out": IN_PERSON,
    "iop.workflows.own_papers:summary_for_own_use": "a print on paper for use within the program; discharge-summaries gives its words",
    "iop.workflows.own_papers:sending_of": "a step of disclosures/send-summary/",
}
"""``module:function``, or a whole ``module``, and the reason."""

OBJECTS: dict[str, str] = {
    "documents.StoredFile": "shown as the paper it belongs to, which says who may open it",
    "documents.Signature": "shown with what was signed",
    "clients.PortalKiosk": "knows a secret and a time; it is about nobody",
    "clients.PortalLink": "a secret that opens once within minutes",
    "clients.RecordExport": "the client's own copy of their record, which staff neither see nor open",
}
"""A model's label, and the reason."""
