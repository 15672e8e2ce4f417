"""What of the schedule, treatment days, groups and the clinic is not in the API, and why."""

STEP = "A step inside another action, which holds the locks and has asked the policies; that action is in the API."
WATCH = "Background work: it runs by the clock, for the whole clinic, and is watched on the operations page."
OWN = "What a client does for themselves, signed in through the portal; the policy refuses everybody else."
LEAVES = "Its part of a colleague's leaving: POST staff/{id}/leave/ does all of them together or none."
PLACES = "How a change of level moves places, and moves them back: a step of transitions, which are in the API."
GROUND = "Part of setting up an empty database, before there is anybody who could call."

ACTIONS: dict[str, str] = {
    "iop.access.actions:ensure_roles": GROUND,
    "iop.workflows.starting_set": (
        "The guided first set-up of a site in one go; rooms, programs, tracks, weeks and kinds are made here one by one."
    ),
    "sessions_app.actions.absence.setting:install_absence_policy": GROUND,
    "iop.accounts.actions": "Sign-ins are made and blocked with a colleague's file: POST staff/ and staff/{id}/leave/.",
    "iop.api.webhooks.actions:send_again": (
        "Several ticked on the log's page; here each is sent again by POST webhook-deliveries/{id}/send-again/."
    ),
    "iop.clinic.actions.on_call:hand_over_shifts": LEAVES,
    "iop.clinic.actions.sites:add_closure": STEP,
    "iop.clinic.actions.sites:add_site": STEP,
    "iop.clinic.actions.staff:add_credential": STEP,
    "iop.clinic.actions.staff:change_credential": STEP,
    "iop.clinic.actions.staff:depart": STEP,
    "iop.workflows.credentials:watch_credentials": WATCH,
    "iop.workflows.departure_appointments": LEAVES,
    "iop.workflows.departure_authorizations": LEAVES,
    "iop.workflows.departure_care": LEAVES,
    "iop.workflows.departure_days": LEAVES,
    "iop.workflows.departure_groups": LEAVES,
    "iop.workflows.departure_held_days": LEAVES,
    "iop.workflows.departure_inquiries": LEAVES,
    "iop.workflows.departure_on_call": LEAVES,
    "iop.workflows.departure_reviews": LEAVES,
    "iop.workflows.departure_threads": LEAVES,
    "iop.workflows.departure_weeks": LEAVES,
    "iop.workflows.enrolment:offer_seat": "Follows from a seat that became free; nobody asks for it.",
    "scheduling.actions.enrolments": STEP,
    "scheduling.actions.family:release_ended": STEP,
    "scheduling.actions.family:remind_guests": WATCH,
    "scheduling.actions.family:watch_releases": WATCH,
    "scheduling.actions.family_offers:owe_family_offers": WATCH,
    "scheduling.actions.feeds": (
        "The secret address of somebody's own calendar: it is shown to them alone, once, in the portal."
    ),
    "scheduling.actions.holds:end_hold": STEP,
    "scheduling.actions.holds:free_for_stay": STEP,
    "scheduling.actions.holds:inquiry_moved": STEP,
    "scheduling.actions.leaving": "A step of discharges, which are in the API.",
    "scheduling.actions.owing": WATCH,
    "scheduling.actions.places": PLACES,
    "scheduling.actions.templates:save_template_version": STEP,
    "scheduling.busy": STEP,
    "sessions_app.actions.absence.watching": WATCH,
    "sessions_app.actions.announcing:agree": OWN,
    "sessions_app.actions.announcing:announce": STEP,
    "sessions_app.actions.announcing:choose_news": OWN,
    "sessions_app.actions.announcing:write_agreement": STEP,
    "sessions_app.actions.asking:ask": OWN,
    "sessions_app.actions.asking:take_back": OWN,
    "sessions_app.actions.attendance:recount": STEP,
    "sessions_app.actions.finalising": WATCH,
    "sessions_app.actions.from_outside": OWN,
    "sessions_app.actions.groups.making:make_for": STEP,
    "sessions_app.actions.groups.making:make_meetings": WATCH,
    "sessions_app.actions.groups.members:enter": STEP,
    "sessions_app.actions.groups.members:give_free_places": STEP,
    "sessions_app.actions.groups.members:go": STEP,
    "sessions_app.actions.groups.members:take_everybody_off": STEP,
    "sessions_app.actions.groups.members:take_off_unagreed": WATCH,
    "sessions_app.actions.groups.moving:cancel_rows": STEP,
    "sessions_app.actions.groups.telling": STEP,
    "sessions_app.actions.groups.watching": WATCH,
    "sessions_app.actions.makeups:cancel_for_lines": STEP,
    "sessions_app.actions.makeups:cancel_make_ups_in": STEP,
    "sessions_app.actions.moving:cancel_planned": STEP,
    "sessions_app.actions.moving:retake": STEP,
    "sessions_app.actions.outreach:call_absentees": WATCH,
    "sessions_app.actions.roster:leave_all": "A step of discharges, which are in the API.",
    "sessions_app.actions.roster:sync_rosters": STEP,
    "sessions_app.actions.running:change_status": STEP,
    "sessions_app.actions.running:close": STEP,
    "sessions_app.actions.standing_in": "A step of starting a day: ``stand_ins`` of POST sessions/{id}/start/.",
    "sessions_app.actions.telling": STEP,
    "sessions_app.actions.template": "A step of publishing a week: POST weekly-templates/.",
    "sessions_app.actions.watching": WATCH,
    "sessions_app.group_times": STEP,
    "sessions_app.weekly": "Moving or cancelling a day with those that follow changes the week: ``scope`` of those verbs.",
}
"""``module:function``, or a whole ``module``, and the reason."""

THEN = "Seats and places before somebody changed them: ``reports/seats/`` counts by those that held on each day."
OCCUPIED = (
    "The index by which nobody is booked twice; what it says is ``colleagues/{id}/free-times/`` and the 409 of a clash."
)

OBJECTS: dict[str, str] = {
    "accounts.User": "A colleague's sign-in is part of ``staff`` (its address, and whether it may be used); no more of it leaves.",
    "scheduling.BusyTime": OCCUPIED,
    "scheduling.Calendar": OCCUPIED,
    "scheduling.CalendarFeed": "The secret address of somebody's own calendar.",
    "scheduling.CoveredTime": OCCUPIED,
    "scheduling.PastSeats": THEN,
    "scheduling.FamilySession": "Read as part of ``family-sessions``, which are its appointments.",
    "sessions_app.PastPlaces": THEN,
    "sessions_app.NewsChoice": "What a client chose to read for themselves; staff see it nowhere.",
}
"""A model's label, and the reason."""
