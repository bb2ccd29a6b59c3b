"""Tables in which nothing is changed or deleted: the database itself refuses, whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.migrations.operations.base import Operation

#: What the names of our triggers end with.
MARK = "append_only"


class AppendOnly(Operation):
    """Have the database refuse UPDATE and DELETE on a model's table; running it again renews the refusal.

    `once` names fields that may be filled together, one time, as long as the first of them is still empty
    text. On SQLite a table that a later migration remakes loses its triggers: follow such a migration by
    this operation; a test holds every table to it.
    """

    reversible = True
    elidable = False

    def __init__(self, model: str, once: Sequence[str] = ()) -> None:
        self.model, self.once = model, tuple(once)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Django's picture of the models stays as it is."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Set the triggers."""
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        table = to_state.apps.get_model(app_label, self.model)._meta
        once = [str(table.get_field(name).column) for name in self.once]
        columns = [str(field.column) for field in table.concrete_fields]
        write = _for_postgresql if schema_editor.connection.vendor == "postgresql" else _for_sqlite
        for statement in write(table.db_table, columns, once):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take the triggers away."""
        table = to_state.apps.get_model(app_label, self.model)._meta.db_table
        on = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
        for act in ("update", "delete", "truncate"):
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{table}_{act}_{MARK}"{on}', params=None)

    def describe(self) -> str:
        """Say what it does."""
        return f"Refuse to change or delete rows of {self.model}"


def triggers(connection: Any, model: type[models.Model]) -> set[str]:
    """Return the names of the refusals that stand on a model's table now."""
    question = (
        "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(question, [model._meta.db_table])
        return {name for (name,) in cursor.fetchall() if name.endswith(MARK)}


def _for_sqlite(table: str, columns: list[str], once: list[str]) -> list[str]:
    kept = " AND ".join(f'NEW."{name}" IS OLD."{name}"' for name in columns if name not in once)
    unless = f"WHEN NOT (OLD.\"{once[0]}\" = '' AND {kept})" if once else ""
    return [
        f'CREATE TRIGGER "{table}_{act}_{MARK}" BEFORE {act.upper()} ON "{table}" {when} '
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: {act} refused'); END"
        for act, when in (("update", unless), ("delete", ""))
    ]


def _for_postgresql(table: str, columns: list[str], once: list[str]) -> list[str]:
    kept = " AND ".join(
        f'NEW."{name}" IS NOT DISTINCT FROM OLD."{name}"' for name in columns if name not in once
    )
    allowed = (
        f"IF TG_OP = 'UPDATE' AND OLD.\"{once[0]}\" = '' AND {kept} THEN RETURN NEW; END IF;" if once else ""
    )
    refuse = f"RAISE EXCEPTION '{table} is append-only: % refused', lower(TG_OP);"
    made = [
        f'CREATE OR REPLACE FUNCTION "{table}_{MARK}"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$refusal$ BEGIN IF TG_OP = 'TRUNCATE' THEN {refuse} END IF; {allowed} {refuse} END $refusal$"
    ]
    made += [
        f'CREATE TRIGGER "{table}_{act}_{MARK}" BEFORE {act.upper()} ON "{table}" FOR EACH {each} '
        f'EXECUTE FUNCTION "{table}_{MARK}"()'
        for act, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT"))
    ]
    return made
