"""Whether somebody about to be registered may be known already. Tells yes or no, and never whom."""

from __future__ import annotations

import datetime as dt

from clients import rules
from clients.models import Client
from iop.core.words import Sentence, say


def warning(*, legal_first_name: str, legal_last_name: str, date_of_birth: dt.date) -> Sentence | None:
    """Warn when a client with this birth date and a similar name exists anywhere in the clinic (one statement).

    That somebody is in treatment elsewhere is itself protected (42 CFR 2.13): the sentence names no site and no person.
    """
    same_day = Client.objects.filter(date_of_birth=date_of_birth).values_list("legal_first_name", "legal_last_name")
    if any(rules.are_alike((legal_first_name, legal_last_name), known) for known in same_day):
        return say(
            "Somebody with this date of birth and a similar name may already have a chart. Search for them first; if you find "
            "nobody, ask the clinical director before you register them again."
        )
    return None
