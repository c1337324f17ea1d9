"""The database's schema as the catalogue gives it, to be compared with itself later."""

from django.db import connection

# Names of the triggers behind foreign keys hold numbers that change; the keys stand for them.
PARTS = {
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid),"
    " convalidated FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "policies": "SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check"
    " FROM pg_policies WHERE schemaname = 'public'",
    "flags": "SELECT relname, relkind::text, relrowsecurity, relforcerowsecurity,"
    " pg_get_userbyid(relowner), relpersistence::text FROM pg_class"
    " WHERE relnamespace = 'public'::regnamespace",
    "triggers": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), tgenabled::text"
    " FROM pg_trigger WHERE NOT tgisinternal",
    "grants": "SELECT relname, relacl::text FROM pg_class"
    " WHERE relnamespace = 'public'::regnamespace",
    "columns": "SELECT attrelid::regclass::text, attname, atttypid::regtype::text, attnotnull,"
    " attacl::text FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid"
    " WHERE relnamespace = 'public'::regnamespace AND attnum > 0",
    "functions": "SELECT proname, proacl::text FROM pg_proc"
    " WHERE pronamespace = 'public'::regnamespace",
}


def schema() -> dict[str, list[tuple]]:
    """Each part of the schema, sorted."""
    found = {}
    with connection.cursor() as cursor:
        for part, sql in PARTS.items():
            cursor.execute(sql)
            found[part] = sorted(cursor.fetchall(), key=repr)
    return found
