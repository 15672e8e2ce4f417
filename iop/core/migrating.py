"""Steps of migrations that are quicker than those they replace and end in the same schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pgtrigger.migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AddTrigger(pgtrigger.migrations.AddTrigger):  # type: ignore[misc, unused-ignore]
    """Add a trigger without drawing the model, and all that point to it, anew: a trigger changes no column.

    A new database has some three hundred of them; drawing models took half the time of making it.
    """

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Keep the trigger in the model's state, which is all that later steps and the check for drift ask for."""
        model_state = state.models[app_label, self.model_name_lower]
        model_state.options["triggers"] = [*model_state.options.get("triggers", []), self.trigger]


class CreateModels(Operation):
    """Create all tables of an app at once.

    One after the other, each new table has all that it points to drawn anew, and that is nearly every model there is. Together
    they are drawn once. They may point to each other in any order: foreign keys are added at the end of the migration.
    """

    serialization_expand_args = ["models"]

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = models

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """Say how this step is written down."""
        return (self.__class__.__name__, [], {"models": self.models})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models; whoever asks for their classes next has all of them drawn."""
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create the tables in the order in which they are written."""
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the tables, the last one first."""
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Say what this step does, for ``migrate --plan``."""
        return f"Create the models {', '.join(model.name for model in self.models)}"

    def references_model(self, name: str, app_label: str) -> bool:
        """Say whether one of the models is, or points to, the one named."""
        return any(model.references_model(name, app_label) for model in self.models)
