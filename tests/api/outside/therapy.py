"""What of clinical content is not in the API, and why."""

_OWING = (
    "Puts what follows from another action on the work lists, inside that action or at night; work lists are resources."
)
_STEP = "A step inside another action, which is in the API."
_TASK = "Runs by the clock for the whole clinic; nobody asks for it."
_CLIENTS = "The client's own, from the portal: nobody says or writes it for them."
_COUNSELING = "SUD counseling notes stand apart from the record and are their author's alone (42 CFR 2.11): no interface reads or writes them."

ACTIONS: dict[str, str] = {
    "iop.workflows.transitions.case:read": _STEP,
    "iop.workflows.transitions.telling:tell_undone": _STEP,
    "therapy.actions.addenda:signed_by": _STEP,
    "therapy.actions.aftercare:open_aftercare": "Admission does it; a colleague begins the plan through aftercare-plans.",
    "therapy.actions.assessments.owing": _OWING,
    "therapy.actions.counseling": _COUNSELING,
    "therapy.actions.drug_tests.drawing:close_yesterday": _TASK,
    "therapy.actions.drug_tests.levels": "Steps of a change of level and of taking it back (transitions).",
    "therapy.actions.drug_tests.owing": _OWING,
    "therapy.actions.follow_ups.calling:settle": "A step of settling a check-in (follow-ups), which hears a wish for more support too.",
    "therapy.actions.follow_ups.planning": "Plans check-ins when a stay ends or a consent is signed, and by the clock.",
    "therapy.actions.group_notes.owing": _OWING,
    "therapy.actions.group_notes.signing:confirm_words": "A step of signing and of adding to a note (confirmed_words).",
    "therapy.actions.homework:do_homework": _CLIENTS,
    "therapy.actions.homework:reopen_homework": _CLIENTS,
    "therapy.actions.journal:change_entry": _CLIENTS,
    "therapy.actions.journal:read_shared": "Reads for a page what journal-pages reads; every call there is an event of reading too.",
    "therapy.actions.journal:remove_entry": _CLIENTS,
    "therapy.actions.journal:share_entry": _CLIENTS,
    "therapy.actions.journal:take_entry_back": _CLIENTS,
    "therapy.actions.journal:write_entry": _CLIENTS,
    "therapy.actions.measures.alerts:follow_up": "A step of finishing a questionnaire: what an answer calls for is asked.",
    "therapy.actions.measures.alerts:raise_alerts": _STEP,
    "therapy.actions.measures.alerts:watch": _STEP,
    "therapy.actions.measures.due:assign_due": _TASK,
    "therapy.actions.measures.escalation": _TASK,
    "therapy.actions.measures.finishing:after_settling": _STEP,
    "therapy.actions.measures.finishing:keep_refusal": "A step of leaving a questionnaire out because they declined (skip).",
    "therapy.actions.measures.telling": _STEP,
    "therapy.actions.medications.owing": _OWING,
    "therapy.actions.own_plans.owing": _OWING,
    "therapy.actions.plans.owing": _OWING,
    "therapy.actions.progress_notes.owing": _OWING,
    "therapy.actions.reviews.effect:acted_on": "A step of what puts a decision into effect: a change of level, an extension, a stay.",
    "therapy.actions.reviews.effect:taken_back": "A step of undoing what put a decision into effect.",
    "therapy.actions.reviews.finding": _TASK,
    "therapy.actions.reviews.owing": _OWING,
    "therapy.actions.reviews.rhythm:install_review_rhythms": "Done once, when the clinic is set up.",
    "therapy.actions.safety_plans:ask_for": "A step of what shows a need: a concern, an answer that alarmed.",
    "therapy.actions.summaries.owing": _OWING,
    "therapy.actions.support.referrals:ground_for": "A step of telling a place about a client, by letter or by word.",
    "therapy.actions.support.referrals:tell_place": "A step of telling a place about a client, by letter or by word.",
    "therapy.actions.transitions": "Steps of carrying a change of level out and of undoing it.",
    "therapy.actions.warnings:install_warning_rules": "Done once, when the clinic is set up.",
    "therapy.actions.warnings:watch_warnings": _TASK,
}
"""``module:function``, or a whole ``module``, and the reason."""

OBJECTS: dict[str, str] = {
    "therapy.CounselingNote": _COUNSELING,
}
"""A model's label, and the reason."""
