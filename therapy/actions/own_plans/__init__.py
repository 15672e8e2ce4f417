"""Safety and relapse-prevention plans: written together or by the client, and kept version by version."""

from therapy.actions.own_plans.drafts import Unfit, discard_draft, plan_of, save_draft
from therapy.actions.own_plans.keeping import keep_version
from therapy.actions.own_plans.owing import owe_reviews

__all__ = ["Unfit", "discard_draft", "keep_version", "owe_reviews", "plan_of", "save_draft"]
