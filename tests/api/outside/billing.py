"""What of money, families, messages and work is not in the API, and why."""

_CLOCK = (
    "Runs by the clock for the whole clinic; nobody asks for it alone. scheduled-tasks runs such a task out of turn."
)
_OWING = (
    "Puts what follows from another action on the work lists, inside that action or at night; work lists are resources."
)
_STEP = "A step inside another action, which is in the API."
_THEIRS = (
    "A relative's own, from the portal: nobody writes, changes or leaves it for them (family.policies.may_keep_own)."
)
_SLOTS = (
    "Messages are put out and taken back by the actions they tell of; a message by itself has no ground to leave on."
)
_LEDGER = (
    "The ledger is written by what happened alone: charges, payments, answers of payers. Nobody posts into it by hand."
)

ACTIONS: dict[str, str] = {
    "billing.actions.authorization_alerts": _OWING,
    "billing.actions.changed": _OWING,
    "billing.actions.charges:charge_days": _STEP,
    "billing.actions.charges:pull": _CLOCK,
    "billing.actions.claims.nightly": _CLOCK,
    "billing.actions.client_money.estimates:owe_estimates": _OWING,
    "billing.actions.client_money.keeping": "Steps of payments, refunds, statements and sliding fees.",
    "billing.actions.client_money.online:begin_online": "Clients begin it themselves, in the portal, with their own card at the provider's.",
    "billing.actions.client_money.payments:take": "A step of taking money (client-payments), and of what the provider tells of an online payment.",
    "billing.actions.client_money.plans:watch_plans": _CLOCK,
    "billing.actions.client_money.statements:make_due": _CLOCK,
    "billing.actions.client_money.statements:settle_all": _CLOCK,
    "billing.actions.client_money.watching": _CLOCK,
    "billing.actions.days:decide_days": "A step of deciding days anew (billing-days).",
    "billing.actions.days:sweep": _CLOCK,
    "billing.actions.held_work": _OWING,
    "billing.actions.ledger": _LEDGER,
    "billing.actions.posting": _LEDGER,
    "billing.actions.remittances.posting:close_unmatched": _STEP,
    "billing.actions.remittances.posting:post_answers": _STEP,
    "billing.actions.remittances.posting:settle_matched": _STEP,
    "billing.actions.remittances.reading": "A step of taking a payer's file in (remittance-files).",
    "billing.actions.remittances.receiving:read_file": "A step of taking a payer's file in (remittance-files).",
    "billing.actions.remittances.settling": "A step of posting a payment (remittances).",
    "billing.actions.settling": "A step of deciding, posting anew and charging anew (billing-days).",
    "billing.actions.verifications:owe_coverage_checks": _OWING,
    "family.actions.groups": _THEIRS,
    "family.actions.notes": _THEIRS,
    "family.actions.reach": _THEIRS,
    "iop.notifications.actions": _SLOTS,
    "iop.notifications.reminders.actions:take_back": _SLOTS,
    "iop.notifications.reminders.actions:take_back_about": _SLOTS,
    "iop.notifications.settling:give_up": "A step of giving a message up (messages), which closes the work about it too.",
    "iop.notifications.settling:mark_seen": "A step of noting a text as read (replies), which closes the work about it too.",
    "iop.notifications.settling:send_again": "A step of sending a message again (messages), which drops the work about it too.",
    "iop.work.actions:close_for": "Work is closed by doing it: the action at its place calls this.",
    "iop.work.actions:drop_for": "Work is dropped when its place no longer asks for it: the action there calls this.",
    "iop.work.actions:drop_many": "Work is dropped when its place no longer asks for it: the action there calls this.",
    "iop.work.actions:hand_over": "A step of a colleague's departure, which decides about everything they hold at once.",
    "iop.work.actions:open_item": _OWING,
    "iop.work.actions:open_items": _OWING,
    "iop.workflows.reminders.mornings": _CLOCK,
    "iop.workflows.reminders.planning": _CLOCK,
}
"""``module:function``, or a whole ``module``, and the reason."""

OBJECTS: dict[str, str] = {
    "billing.BatchPiece": "A piece of a batch's file: the file is handed out whole, through the gate (claim-batches).",
    "family.PersonChannel": "How a relative wants to be told is between them and the clinic; they choose it in the portal.",
    "family.RelativeNote": "A relative's own notes are part of nobody's record, and read by nobody else.",
    "notifications.ChannelState": "Whether a provider answers at present: the health of machines, shown with operations and in metrics.",
    "notifications.SinkMessage": "Stands for phones and mailboxes in development; where a provider sends there is none.",
}
"""A model's label, and the reason."""
