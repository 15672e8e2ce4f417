"""The short way to an empty database's tables ends where the long one does, and the models say nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.postgres.operations import CreateExtension
from django.core.management.commands.makemigrations import Command
from django.db.migrations import RunSQL
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models.fields import NOT_PROVIDED

from iop.core.migrating import CreateModels

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def both():
    """All migrations, the short ones beside those that they replace."""
    return MigrationLoader(None, replace_migrations=False)


@pytest.fixture(scope="module")
def short(both):
    return {key: migration for key, migration in both.disk_migrations.items() if migration.replaces}


@pytest.fixture(scope="module")
def ways(both, short):
    """The state at the end of the long way, and at the end of the short one."""
    return (
        both.graph.make_state(nodes=[migration.replaces[-1] for migration in short.values()]),
        both.graph.make_state(nodes=list(short)),
    )


def is_ours(app):
    return ROOT in Path(apps.get_app_config(app).path).parents and ".venv" not in apps.get_app_config(app).path


def test_the_models_say_what_the_migrations_make():
    loader = MigrationLoader(None)
    changes = Command.autodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    assert {app: [each.operations for each in made] for app, made in changes.items()} == {}


def test_an_app_has_one_last_migration():
    assert MigrationLoader(None).detect_conflicts() == {}


def test_each_replaces_all_that_came_before_it(both, short):
    assert short
    for (app, name), migration in short.items():
        files = sorted(path.stem for path in Path(apps.get_app_config(app).path, "migrations").glob("0*.py"))
        last = next(index for index, file in enumerate(files) if file == migration.replaces[-1][1])
        before = [file for file in files[: last + 1] if "squashed" not in file]
        assert migration.replaces == [(app, file) for file in before]
        assert name == f"0001_squashed_{before[-1]}"


def test_both_ways_end_in_the_same_tables(ways):
    long, brief = ways
    assert set(long.models) == set(brief.models)
    changes = MigrationAutodetector(long, brief).changes(graph=MigrationLoader(None).graph)
    assert {app: [each.operations for each in made] for app, made in changes.items()} == {}


def test_both_ways_end_with_the_same_triggers(ways):
    long, brief = ({key: triggers(model) for key, model in state.models.items()} for state in ways)
    assert long == brief
    assert sum(map(len, brief.values())) > 500


def triggers(model):
    return {trigger.name: trigger.install_sql for trigger in model.options.get("triggers", [])}


def test_both_ways_make_the_same_sequences_and_extensions(both, short):
    replaced = [key for migration in short.values() for key in migration.replaces]
    long, brief = (sorted(by_hand(both, keys)) for keys in (replaced, short))
    assert long == brief
    assert len(brief) >= 7


def by_hand(loader, keys):
    """Yield what SQL and extensions the migrations name themselves."""
    for key in keys:
        for operation in loader.disk_migrations[key].operations:
            if isinstance(operation, RunSQL):
                yield " ".join(str(operation.sql).split())
            elif isinstance(operation, CreateExtension):
                yield operation.name


def test_no_default_of_the_database_is_lost(ways):
    long, brief = ({key: defaults(model) for key, model in state.models.items()} for state in ways)
    assert long == brief


def defaults(model):
    return {
        name: str(field.db_default)
        for name, field in model.fields.items()
        if getattr(field, "db_default", NOT_PROVIDED) is not NOT_PROVIDED
    }


def test_creating_all_tables_at_once_draws_the_models_anew(short):
    migration = short[next(key for key in short if key[0] == "clinic")]
    step = next(each for each in migration.operations if isinstance(each, CreateModels))
    state = ProjectState()
    drawn = state.apps
    step.state_forwards("clinic", state)
    assert ("clinic", "site") in state.models
    assert state.__dict__.get("apps") is not drawn


def test_creating_all_tables_at_once_can_be_written_down_again(short):
    migration = short[next(key for key in short if key[0] == "clinic")]
    step = next(each for each in migration.operations if isinstance(each, CreateModels))
    name, args, kwargs = step.deconstruct()
    assert (name, args, set(kwargs)) == ("CreateModels", [], {"models"})
    assert "Site" in step.describe()
