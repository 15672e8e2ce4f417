"""Measures given: their rhythm, what falls due, the answers, and answers that alarm."""

from therapy.actions.measures.alerts import acknowledge
from therapy.actions.measures.answers import begin, hand_over, save_answers
from therapy.actions.measures.due import ask_now, assign_due
from therapy.actions.measures.escalation import escalate_unanswered
from therapy.actions.measures.finishing import finish, mark_error, skip
from therapy.actions.measures.rhythm import install_rhythm, set_rhythm

__all__ = [
    "acknowledge",
    "ask_now",
    "assign_due",
    "begin",
    "escalate_unanswered",
    "finish",
    "hand_over",
    "install_rhythm",
    "mark_error",
    "save_answers",
    "set_rhythm",
    "skip",
]
