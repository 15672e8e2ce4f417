"""What a client is likely to pay for a day of treatment, said in words, from what the payer told about the benefits."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from billing.rules.sliding import client_pays
from iop.core.money import dollars, share
from iop.core.words import Sentence, count_words, say, sentence


@dataclass(frozen=True)
class Benefits:
    """What the payer said, in cents; none: not said. ``price`` is what it allows for a day, as far as we know."""

    price: int | None
    copay: int | None = None
    coinsurance: Decimal | None = None
    deductible_left: int | None = None
    out_of_pocket_left: int | None = None


@dataclass(frozen=True)
class Expected:
    """Cents for the next day (none: not known), and the sentences that explain them."""

    cents: int | None
    words: tuple[Sentence, ...]


NOT_CHECKED = say("Not known yet: the cover has not been checked with the payer.")
NO_PRICE = say("Not known yet: no price is entered for this service.")
NOTHING = say("Nothing for each day: the plan pays all of it.")


def insured(benefits: Benefits) -> Expected:
    """First the deductible, then a copay or a share of the price, until the most one pays in a year is reached.

    An estimate, not a promise: the payer decides when the claim comes. Source: billing.md §12.
    """
    if benefits.out_of_pocket_left == 0:
        return Expected(0, (say("Nothing more this year: the most that you pay in a year is reached."),))
    first, words = _deductible(benefits)
    later, later_words = _later(benefits)
    cents = first if first is not None else later
    said: list[Sentence | None] = [*words, later_words] if words or later_words is not None else [NOT_CHECKED]
    ceiling = benefits.out_of_pocket_left
    if ceiling is not None and cents:
        cents = min(cents, ceiling)
        said.append(
            sentence(say("At most ${amount} more this year: then the plan pays all of it."), amount=dollars(ceiling))
        )
    return Expected(cents, tuple(each for each in said if each is not None))


def alone(price: int | None, percent: int | None, most: int | None) -> Expected:
    """Who pays for themselves pays the clinic's price, or the part of it that the sliding fee says."""
    if price is None:
        return Expected(None, (NO_PRICE,))
    if percent is None:
        return Expected(price, (sentence(say("About ${amount} for each day, our own price."), amount=dollars(price)),))
    cents = client_pays(price, percent, most)
    words = say("About ${amount} for each day, by the sliding fee; our own price is ${price}.")
    return Expected(cents, (sentence(words, amount=dollars(cents), price=dollars(price)),))


def _deductible(benefits: Benefits) -> tuple[int | None, list[Sentence]]:
    left, price = benefits.deductible_left, benefits.price
    if not left:
        return None, []
    if price is None:
        words = say("The next ${left} are yours: that is what is left of the deductible.")
        return None, [sentence(words, left=dollars(left))]
    each = min(price, left)
    days = -(-left // price) if price else 0
    first = sentence(say("About ${amount} for each day until the deductible is met."), amount=dollars(each))
    words = count_words("${left} of it are left: about {days} day.", "${left} of it are left: about {days} days.", days)
    return each, [first, sentence(words, left=dollars(left), days=days)]


def _later(benefits: Benefits) -> tuple[int | None, Sentence | None]:
    after = bool(benefits.deductible_left)
    if benefits.copay:
        words = say("After that about ${amount} for each day.") if after else say("About ${amount} for each day.")
        return benefits.copay, sentence(words, amount=dollars(benefits.copay))
    if benefits.coinsurance:
        return _share(benefits, after)
    if benefits.copay == 0 or benefits.coinsurance == 0:
        return 0, say("After that nothing for each day.") if after else NOTHING
    return None, None


def _share(benefits: Benefits, after: bool) -> tuple[int | None, Sentence]:
    percent = f"{(benefits.coinsurance or Decimal(0)).normalize():f}"
    if benefits.price is None:
        return None, sentence(say("{percent}% of what the plan allows for each day."), percent=percent)
    cents = share(benefits.price, benefits.coinsurance or 0)
    words = (
        say("After that about ${amount} for each day ({percent}% of ${price}).")
        if after
        else say("About ${amount} for each day ({percent}% of ${price}).")
    )
    return cents, sentence(words, amount=dollars(cents), percent=percent, price=dollars(benefits.price))
