"""Finding the plan that another system names, among those set up here."""

from __future__ import annotations

from collections import defaultdict

from billing.models import PayerPlan
from iop.workflows.importing.fields import plain_heading


class Payers:
    """The plans in use, read once for a whole file."""

    def __init__(self) -> None:
        self._plans: dict[str, dict[str, str]] = defaultdict(dict)
        for plan in PayerPlan.objects.filter(is_active=True).select_related("payer"):
            for name in (plan.payer.name, plan.payer.payer_code):
                self._plans[plain_heading(name)][plain_heading(plan.name)] = str(plan.pk)

    def plan(self, payer: str, plan: str) -> str | None:
        """Give a plan's id: the one that is named, or the only one of its payer; none where that leaves a choice."""
        plans = self._plans.get(plain_heading(payer), {}) if payer else {}
        named = plans.get(plain_heading(plan)) if plan else None
        return named or (next(iter(plans.values())) if len(plans) == 1 else None)
