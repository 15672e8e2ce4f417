"""Answers written short, for tests of scoring."""

from __future__ import annotations

from therapy.questionnaires.engine import score
from therapy.questionnaires.shipped import shipped


def instrument(key, language="en"):
    return shipped(key, language)


def in_order(definition, values, keys=None):
    keys = keys or [item.key for item in definition.questions]
    return {key: value for key, value in zip(keys, values, strict=False) if value is not None}


def scored(key, *values, keys=None, sex="unknown"):
    definition = instrument(key)
    return score(definition, in_order(definition, values, keys), sex=sex)


def named(found):
    return [each.key for each in found]


def band(result):
    return result.band.key if result.band else None
