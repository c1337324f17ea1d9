-- A number in [0, 1) that depends on the case, on what is drawn and on the seed.
CREATE FUNCTION pg_temp.draw(n bigint, what int) RETURNS float8 LANGUAGE sql IMMUTABLE AS $$
    SELECT (hashint8extended(n, %(seed)s::bigint * 1000 + what) & 1048575) / 1048576.0::float8
$$;

-- A character of a reference: the place-th digit of a number in base 31.
CREATE FUNCTION pg_temp.digit(body bigint, place int) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT mod(body / power(31::float8, place - 1)::bigint, 31)::int
$$;

-- cases.events.hash_of, for an event of a case's stream that was recorded when it happened.
CREATE FUNCTION pg_temp.event_hash(partnership bigint, case_id bigint, sequence int, kind text,
    application bigint, actor text, actor_id bigint, at timestamptz, payload text, previous text)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(format(
        '{"actor": ["%%s", %%s], "application": %%s, "case": %%s, "happened_at": "%%s", "kind": "%%s",'
        ' "partnership": %%s, "payload": %%s, "previous": "%%s", "recorded_at": "%%s",'
        ' "sequence": %%s, "stream": "case", "stream_id": %%s}',
        actor, coalesce(actor_id::text, 'null'), coalesce(application::text, 'null'), case_id,
        to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS+00:00'), kind, partnership, payload,
        previous, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS+00:00'), sequence, case_id
    ), 'UTF8')), 'hex')
$$;
