"""Check-ins after treatment: planned, put on the work lists, tried, settled."""

from therapy.actions.follow_ups.calling import log_attempt, settle
from therapy.actions.follow_ups.planning import plan_for, watch_follow_ups

__all__ = ["log_attempt", "plan_for", "settle", "watch_follow_ups"]
