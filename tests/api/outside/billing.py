"""What of money, families, messages and work is not in the API, and why."""

ACTIONS: dict[str, str] = {}
"""``module:function``, or a whole ``module``, and the reason."""

OBJECTS: dict[str, str] = {}
"""A model's label, and the reason."""
