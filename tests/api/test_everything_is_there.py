"""Every action and every object is in the API, or stands in a list with the reason why not."""

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

from django.apps import apps
from rest_framework.serializers import ModelSerializer

import iop.api.serializers
import iop.api.views
from tests.api.outside import billing, clients, days, therapy

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("clients", "scheduling", "sessions_app", "therapy", "family", "billing", "iop.workflows", "iop.clinic", "iop.work",
        "iop.notifications", "iop.documents", "iop.access", "iop.accounts", "iop.api.webhooks")  # fmt: skip
PAGES = {"iop.api.views.webhook_pages"}
"""Pages that lie beside the resources."""
OUTSIDE = {**clients.ACTIONS, **days.ACTIONS, **therapy.ACTIONS, **billing.ACTIONS}
NOT_SHOWN = {**clients.OBJECTS, **days.OBJECTS, **therapy.OBJECTS, **billing.OBJECTS}


def modules(package):
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def is_action(thing):
    return (
        inspect.isfunction(thing) and "by" in inspect.signature(thing).parameters and thing.__module__.startswith(APPS)
    )


def name_of(function):
    return f"{function.__module__}:{function.__name__}"


def actions():
    """Every public function that acts for somebody (``by``), where it is written."""
    found = {}
    for app in APPS:
        folder = ROOT / app.replace(".", "/")
        for path in folder.rglob("*.py"):
            if "migrations" in path.parts or "management" in path.parts:
                continue
            tree = ast.parse(path.read_text())
            names = [
                node.name for node in tree.body
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
                and any(argument.arg == "by" for argument in node.args.kwonlyargs)
            ]  # fmt: skip
            if names:
                module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
                found.update({f"{module}:{name}": module for name in names})
    return found


def used():
    """Every action that a view of the API calls."""
    found = set()
    for module in modules(iop.api.views):
        if module.__name__ in PAGES:
            continue
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            thing = None
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                thing = getattr(getattr(module, node.value.id, None), node.attr, None)
            elif isinstance(node, ast.Name):
                thing = getattr(module, node.id, None)
            thing = inspect.unwrap(thing) if inspect.isfunction(thing) else thing
            if is_action(thing):
                found.add(name_of(thing))
    return found


def missing_actions():
    there = used()
    return sorted(
        name for name, module in actions().items()
        if name not in there and name not in OUTSIDE and module not in OUTSIDE
    )  # fmt: skip


def shown():
    found = set()
    for module in (*modules(iop.api.serializers), *modules(iop.api.views)):
        for thing in vars(module).values():
            if inspect.isclass(thing) and issubclass(thing, ModelSerializer) and hasattr(thing, "Meta"):
                found.add(thing.Meta.model._meta.label)
    return found


def missing_objects():
    ours = [model for model in apps.get_models() if model.__module__.startswith(APPS)]
    there = shown()
    return sorted(model._meta.label for model in ours if not {model._meta.label} & {*there, *NOT_SHOWN})


def test_every_action_is_in_the_api_or_has_a_reason():
    assert missing_actions() == []


def test_every_object_is_in_the_api_or_has_a_reason():
    assert missing_objects() == []


def test_nothing_is_excused_that_is_there():
    known = actions()
    assert not set(OUTSIDE) & used()
    assert not {name for name in OUTSIDE if name not in known and name not in known.values()}
    assert not set(NOT_SHOWN) & shown()


if __name__ == "__main__":
    import sys

    wanted = tuple(sys.argv[1:]) or ("",)
    for line in (*missing_actions(), *missing_objects()):
        if line.startswith(wanted):
            print(line)
