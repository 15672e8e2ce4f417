"""What the decision about clients' days rests on, read for many days at once.

``read`` gives plain values for the pure rule; ``digest`` says in a short text whether any of them changed.
"""

from billing.day_facts.digests import digest
from billing.day_facts.gathering import Gathered, Key, gather, read

__all__ = ["Gathered", "Key", "digest", "gather", "read"]
