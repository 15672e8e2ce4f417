"""What a client's day comes to for whoever pays. ``decide`` is pure: the day's facts and the payer's rules in, a decision out."""

from billing.rules.day.deciding import decide, who_pays
from billing.rules.day.units import units

__all__ = ["decide", "units", "who_pays"]
