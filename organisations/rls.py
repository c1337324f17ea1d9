"""Migration operations for row-level security, tenant foreign keys and append-only tables (ADR 5).

The form of the conditions matters for speed: single-value comparison in the permissive policy,
narrower scopes as CASE in a RESTRICTIVE one, closed when unset (docs/PERFORMANCE.md).
"""

from dataclasses import dataclass

from django.db.migrations.operations.base import Operation

PARTNERSHIP = "partnership"
STAFF = "staff"
CASE = "case"
CASE_STAFF = "case_staff"
APPLICATION = "application"
AREA = "area"
SHARED = "shared"

LEVELS = frozenset({PARTNERSHIP, STAFF, CASE, CASE_STAFF, APPLICATION, AREA, SHARED})


def _setting(name: str) -> str:
    return f"current_setting('app.{name}', true)"


def _id(name: str) -> str:
    return f"NULLIF({_setting(name)}, '')::bigint"


def _narrow(name: str, column: str) -> str:
    return f"CASE WHEN {_setting(name)} = '*' THEN true ELSE {column} = {_id(name)} END"


@dataclass(frozen=True, kw_only=True)
class Protection:
    """How a table is protected.

    level: `partnership` (published, whoever is in the partnership's scope), `staff` (its staff
    only), `case`, `case_staff` (a case, but never its applicants), `application` (an applicant sees
    their own only), `area` (the policing body only), `shared` (partnership or policing body).
    case_column, application_column: the columns compared; `id` in the tables themselves.
    """

    level: str
    case_column: str = "case_id"
    application_column: str = "application_id"

    def __post_init__(self):
        if self.level not in LEVELS:
            raise ValueError(f"unknown level {self.level!r}")

    def permissive(self) -> str:
        by_partnership = f"partnership_id = {_id('partnership')}"
        by_area = f"policing_area_id = {_id('area')}"
        if self.level == AREA:
            return by_area
        if self.level == SHARED:
            return f"{by_partnership} OR {by_area}"
        return by_partnership

    def restrictive(self) -> str:
        """The second, narrowing condition; empty where the first one is all."""
        staff_only = f"{_setting('case')} = '*' AND {_setting('application')} = '*'"
        of_case = _narrow("case", self.case_column)
        if self.level == STAFF:
            return staff_only
        if self.level == CASE:
            return of_case
        if self.level == CASE_STAFF:
            return f"({of_case}) AND {_setting('application')} = '*'"
        if self.level == APPLICATION:
            return (
                f"CASE WHEN {_setting('application')} = '*' THEN ({of_case}) "
                f"ELSE {self.application_column} = {_id('application')} END"
            )
        if self.level == SHARED:
            return (
                f"CASE WHEN {_setting('partnership')} = '' THEN true "
                f"WHEN {_setting('application')} = '*' THEN ({of_case}) "
                f"ELSE {self.application_column} = {_id('application')} END"
            )
        return ""


class _TableOperation(Operation):
    """An operation on one table that leaves Django's model state alone."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label, state):
        """Policies are not part of the model state."""


class SecureTable(_TableOperation):
    """Enable and FORCE row-level security on a table with the policies of its protection."""

    def __init__(self, table: str, level: str, **columns: str):
        self.table, self.level, self.columns = table, level, columns

    def deconstruct(self):
        return self.__class__.__name__, [self.table, self.level], self.columns

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        protection = Protection(level=self.level, **self.columns)
        condition = protection.permissive()
        schema_editor.execute(f"ALTER TABLE {self.table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {self.table} FORCE ROW LEVEL SECURITY")
        schema_editor.execute(
            f"CREATE POLICY tenant ON {self.table} USING ({condition}) WITH CHECK ({condition})"
        )
        if narrower := protection.restrictive():
            schema_editor.execute(
                f"CREATE POLICY scope ON {self.table} AS RESTRICTIVE "
                f"USING ({narrower}) WITH CHECK ({narrower})"
            )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(f"DROP POLICY IF EXISTS scope ON {self.table}")
        schema_editor.execute(f"DROP POLICY tenant ON {self.table}")
        schema_editor.execute(f"ALTER TABLE {self.table} NO FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {self.table} DISABLE ROW LEVEL SECURITY")

    def describe(self):
        return f"Secure {self.table} ({self.level})"


class SameTenant(_TableOperation):
    """A foreign key (partnership_id, column) to (partnership_id, id).

    PostgreSQL's foreign keys ignore row-level security: without this a row could point at another
    partnership's row.
    """

    def __init__(self, table: str, column: str, target: str):
        self.table, self.column, self.target = table, column, target

    def deconstruct(self):
        return self.__class__.__name__, [self.table, self.column, self.target], {}

    @property
    def _name(self) -> str:
        return f"{self.table}_{self.column}_same_tenant"[:63]

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        key = f"{self.target}_tenant_key"
        schema_editor.execute(
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{key}') THEN "
            f"ALTER TABLE {self.target} ADD CONSTRAINT {key} UNIQUE (partnership_id, id); "
            f"END IF; END $$"
        )
        schema_editor.execute(
            f"ALTER TABLE {self.table} ADD CONSTRAINT {self._name} "
            f"FOREIGN KEY (partnership_id, {self.column}) "
            f"REFERENCES {self.target} (partnership_id, id) DEFERRABLE INITIALLY DEFERRED"
        )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(f"ALTER TABLE {self.table} DROP CONSTRAINT {self._name}")

    def describe(self):
        return f"Keep {self.table}.{self.column} within its partnership"


class AppendOnly(_TableOperation):
    """Refuse UPDATE and DELETE on a table, whoever asks; bootstrap withholds the privileges too."""

    def __init__(self, table: str):
        self.table = table

    def deconstruct(self):
        return self.__class__.__name__, [self.table], {}

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME "
            "USING ERRCODE = 'restrict_violation'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(f"DROP TRIGGER append_only ON {self.table}")

    def describe(self):
        return f"Make {self.table} append-only"
