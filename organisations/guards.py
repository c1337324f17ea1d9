"""Migration operations for triggers that refuse changes of rows (ADR 5, ADR 21).

`manage.py verify` compares the database with what they declare.
"""

from organisations.rls import TableOperation


class Guard(TableOperation):
    """A trigger that looks at each row before it is changed or deleted, and may refuse.

    table: whose rows. name: the trigger's. function: what it calls. body: that function's, in
    PL/pgSQL. Several tables may share a function.
    """

    table: str
    name: str
    function: str
    body: str

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        # Without parameters a `%` is a character.
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql "
            f"AS $${self.body}$$",
            params=None,
        )
        schema_editor.execute(
            f"CREATE TRIGGER {self.name} BEFORE UPDATE OR DELETE ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.function}()"
        )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(f"DROP TRIGGER {self.name} ON {self.table}")


class AppendOnly(Guard):
    """Refuse UPDATE and DELETE on a table, whoever asks; bootstrap withholds the privileges too."""

    name = "append_only"
    function = "refuse_change"
    body = (
        " BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME "
        "USING ERRCODE = 'restrict_violation'; END "
    )

    def __init__(self, table: str):
        self.table = table

    def deconstruct(self):
        return self.__class__.__name__, [self.table], {}

    def describe(self):
        return f"Make {self.table} append-only"


class KeepRows(Guard):
    """Refuse those changes of a table's rows that a function of its own does not let through."""

    def __init__(self, table: str, function: str, body: str):
        self.table, self.name, self.function, self.body = table, function, function, body

    def deconstruct(self):
        return self.__class__.__name__, [self.table, self.function, self.body], {}

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        super().database_backwards(app_label, schema_editor, from_state, to_state)
        schema_editor.execute(f"DROP FUNCTION {self.function}()")

    def describe(self):
        return f"Let {self.function} keep the rows of {self.table}"
