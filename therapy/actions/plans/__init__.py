"""The treatment plan: begun or carried on, written row by row, signed by staff and client, reviewed."""

from therapy.actions.plans.answers import record_client_answer
from therapy.actions.plans.drafts import discard_plan, open_plan, save_head
from therapy.actions.plans.owing import owe_plan_work
from therapy.actions.plans.parts import add_part, end_objective, go_on_with, move_part, remove_part, save_part
from therapy.actions.plans.reviews import discard_review, open_review, save_review, sign_review
from therapy.actions.plans.rhythm import set_rhythm
from therapy.actions.plans.signing import sign_plan

__all__ = [
    "add_part",
    "discard_plan",
    "discard_review",
    "end_objective",
    "go_on_with",
    "move_part",
    "open_plan",
    "open_review",
    "owe_plan_work",
    "record_client_answer",
    "remove_part",
    "save_head",
    "save_part",
    "save_review",
    "set_rhythm",
    "sign_plan",
    "sign_review",
]
