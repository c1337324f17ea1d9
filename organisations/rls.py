"""Migration operations for row-level security and tenant foreign keys (ADR 5).

The form of the conditions matters for speed: single-value comparison in the permissive policy,
narrower scopes as CASE in a RESTRICTIVE one, closed when unset (docs/PERFORMANCE.md).
"""

from dataclasses import dataclass

from django.db.migrations.operations.base import Operation

PARTNERSHIP = "partnership"
PUBLISHED = "published"
STAFF = "staff"
CASE = "case"
CASE_STAFF = "case_staff"
APPLICATION = "application"
AREA = "area"
SHARED = "shared"
DRAFT = "draft"

LEVELS = frozenset(
    {PARTNERSHIP, PUBLISHED, STAFF, CASE, CASE_STAFF, APPLICATION, AREA, SHARED, DRAFT}
)


def _setting(name: str) -> str:
    return f"current_setting('app.{name}', true)"


def _id(name: str) -> str:
    return f"NULLIF({_setting(name)}, '')::bigint"


def _narrow_to_cases(column: str) -> str:
    """Every case, or those whose ids the setting lists between commas; none where it is empty."""
    listed = f"('{{' || {_setting('case')} || '}}')::bigint[]"
    return f"CASE WHEN {_setting('case')} = '*' THEN true ELSE {column} = ANY ({listed}) END"


@dataclass(frozen=True, kw_only=True)
class Protection:
    """How a table is protected.

    level: `partnership` (published, whoever is in the partnership's scope), `published` (the same
    once its status says so, until then its staff only), `staff` (its staff only), `case`,
    `case_staff` (a case, but never its applicants), `application` (an applicant sees their own
    only), `area` (the policing body only), `shared` (partnership or policing body), `draft`
    (whoever has its secret, and no staff).
    case_column, application_column: the columns compared; `id` in the tables themselves.
    applicant_sees: a condition on the row; the others below an application are never its
    applicant's to see (ADR 23). Empty where there are none.
    """

    level: str
    case_column: str = "case_id"
    application_column: str = "application_id"
    applicant_sees: str = ""

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
        of_case = _narrow_to_cases(self.case_column)
        if self.level == STAFF:
            return staff_only
        if self.level == PUBLISHED:
            return (
                f"CASE WHEN {_setting('case')} = '*' THEN true "
                "ELSE status = 'published' OR status = 'superseded' END"
            )
        if self.level == CASE:
            return of_case
        if self.level == CASE_STAFF:
            return f"({of_case}) AND {_setting('application')} = '*'"
        if self.level == APPLICATION:
            return (
                f"CASE WHEN {_setting('application')} = '*' THEN ({of_case}) "
                f"ELSE {self.application_column} = {_id('application')} END"
            )
        if self.level == DRAFT:
            held = _setting("draft")
            own = f"{held} = digest OR {held} = link_digest"
            return f"CASE WHEN {held} = '*' THEN true ELSE {own} END"
        if self.level == SHARED:
            return (
                f"CASE WHEN {_setting('partnership')} = '' THEN true "
                f"WHEN {_setting('application')} = '*' THEN ({of_case}) "
                f"ELSE {self.application_column} = {_id('application')} END"
            )
        return ""

    def own_rows(self) -> str:
        """The third condition, which binds an applicant only; empty where there is none."""
        if not self.applicant_sees:
            return ""
        whoever_else = f"{_setting('application')} = '*'"
        return f"CASE WHEN {whoever_else} THEN true ELSE {self.applicant_sees} END"


def _narrowing(policy: str, table: str, condition: str) -> str:
    """The statement that makes a policy which rows must pass besides the permissive one."""
    return (
        f"CREATE POLICY {policy} ON {table} AS RESTRICTIVE "
        f"USING ({condition}) WITH CHECK ({condition})"
    )


class TableOperation(Operation):
    """An operation on one table that leaves Django's model state alone."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label, state):
        """Policies are not part of the model state."""


class SecureTable(TableOperation):
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
            schema_editor.execute(_narrowing("scope", self.table, narrower))

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(f"DROP POLICY IF EXISTS scope ON {self.table}")
        schema_editor.execute(f"DROP POLICY tenant ON {self.table}")
        schema_editor.execute(f"ALTER TABLE {self.table} NO FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {self.table} DISABLE ROW LEVEL SECURITY")

    def describe(self):
        return f"Secure {self.table} ({self.level})"


class NarrowTable(TableOperation):
    """Add the narrowing policy of a level to a table that is secured for the whole partnership."""

    def __init__(self, table: str, level: str):
        self.table, self.level = table, level

    def deconstruct(self):
        return self.__class__.__name__, [self.table, self.level], {}

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        narrower = Protection(level=self.level).restrictive()
        schema_editor.execute(_narrowing("scope", self.table, narrower))

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(f"DROP POLICY scope ON {self.table}")

    def describe(self):
        return f"Narrow {self.table} ({self.level})"


class RenewScope(TableOperation):
    """Give a table that is secured already the narrowing condition as it reads today."""

    def __init__(self, table: str, level: str, **columns: str):
        self.table, self.level, self.columns = table, level, columns

    def deconstruct(self):
        return self.__class__.__name__, [self.table, self.level], self.columns

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        narrower = Protection(level=self.level, **self.columns).restrictive()
        schema_editor.execute(
            f"ALTER POLICY scope ON {self.table} USING ({narrower}) WITH CHECK ({narrower})"
        )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """The condition of before asks the same of every scope that its code could set."""

    def describe(self):
        return f"Renew the scope of {self.table} ({self.level})"


class HideFromApplicant(TableOperation):
    """Keep an applicant from the rows below their application that are not theirs (ADR 23)."""

    def __init__(self, table: str, applicant_sees: str):
        self.table, self.applicant_sees = table, applicant_sees

    def deconstruct(self):
        return self.__class__.__name__, [self.table, self.applicant_sees], {}

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        narrower = Protection(level=APPLICATION, applicant_sees=self.applicant_sees).own_rows()
        schema_editor.execute(_narrowing("own_rows", self.table, narrower))

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(f"DROP POLICY own_rows ON {self.table}")

    def describe(self):
        return f"Hide rows of {self.table} from applicants unless {self.applicant_sees}"


class SameTenant(TableOperation):
    """A foreign key (partnership_id, column) to (partnership_id, id).

    PostgreSQL's foreign keys ignore row-level security: without this a row could point at another
    partnership's row.
    """

    def __init__(self, table: str, column: str, target: str):
        self.table, self.column, self.target = table, column, target

    def deconstruct(self):
        return self.__class__.__name__, [self.table, self.column, self.target], {}

    @property
    def constraint(self) -> str:
        return f"{self.table}_{self.column}_same_tenant"[:63]

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        key = f"{self.target}_tenant_key"
        schema_editor.execute(
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '{key}') THEN "
            f"ALTER TABLE {self.target} ADD CONSTRAINT {key} UNIQUE (partnership_id, id); "
            f"END IF; END $$"
        )
        schema_editor.execute(
            f"ALTER TABLE {self.table} ADD CONSTRAINT {self.constraint} "
            f"FOREIGN KEY (partnership_id, {self.column}) "
            f"REFERENCES {self.target} (partnership_id, id) DEFERRABLE INITIALLY DEFERRED"
        )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(f"ALTER TABLE {self.table} DROP CONSTRAINT {self.constraint}")

    def describe(self):
        return f"Keep {self.table}.{self.column} within its partnership"
