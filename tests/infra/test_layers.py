"""Foreign keys named by a string are imports that the import tool cannot see."""

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent.parent


def layers():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    house = next(contract for contract in contracts if contract["id"] == "house")
    return {name: height for height, line in enumerate(reversed(house["layers"])) for name in line.split(" | ")}


def height_of(model):
    return layers().get(apps.get_app_config(model._meta.app_label).name)


def relations():
    for model in apps.get_models(include_auto_created=True):
        if height_of(model) is not None:
            for field in model._meta.get_fields(include_hidden=True):
                if field.concrete and field.is_relation and field.related_model is not None:
                    yield model, field


def test_no_relation_points_to_a_higher_app():
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model, field in relations()
        if (target := height_of(field.related_model)) is not None and target > height_of(model)
    ]
    assert not upward


def test_there_are_relations_to_look_at():
    assert sum(1 for _ in relations()) > 30


def test_every_app_of_the_house_stands_in_a_layer():
    ours = {
        config.name
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(ROOT) and ".venv" not in config.path
    }
    assert ours - set(layers()) == set()
