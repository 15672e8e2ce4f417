"""What the decision about clients' days rests on, read for many days at once as plain values for the pure rule."""

from billing.day_facts.gathering import Gathered, Key, gather, read

__all__ = ["Gathered", "Key", "gather", "read"]
