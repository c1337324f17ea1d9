-- One row a case, with all that the tables need: what happened to it follows from its age in days.
-- Lower numbers are older. One in seven came in the last nine weeks and most of those are open; of
-- the older ones some wait to be closed. Each place has fewer cases than the one before: of 340 the
-- largest has two in a hundred.
CREATE TEMP TABLE volume_case ON COMMIT DROP AS
WITH aged AS MATERIALIZED (
    SELECT n, pg_temp.draw(n, 1) AS fate, pg_temp.draw(n, 2) AS stage, pg_temp.draw(n, 3) AS turn,
        least(%(partnerships)s, 1 + floor(%(partnerships)s * power(pg_temp.draw(n, 4), 1.5)))::int
            AS place,
        CASE
            WHEN %(all_open)s AND n <= %(cases)s / 50 THEN 45 + mod(n, 15)::int
            WHEN %(all_open)s THEN 3 + floor((1 - position) * 8)::int
            WHEN position < 0.86 THEN 64 + floor((0.86 - position) / 0.86 * 1336)::int
            ELSE 1 + floor((1 - position) / 0.14 * 63)::int
        END AS age,
        -- 31 is prime: the factor, which is no multiple of it, meets each of the 31 ^ 7 bodies once.
        mod((%(first_case)s + n) * 16807000013, 27512614111) AS body
    FROM (SELECT n, (n - 0.5::float8) / %(cases)s AS position
        FROM generate_series(1, %(cases)s::bigint) AS n) AS numbered
), judged AS MATERIALIZED (
    SELECT *,
        CASE
            WHEN %(all_open)s THEN CASE WHEN age >= 45 THEN 'referred' ELSE 'assessment' END
            WHEN age >= 64 THEN CASE
                WHEN fate < 0.88 THEN 'closed' WHEN fate < 0.935 THEN 'withdrawn'
                WHEN fate < 0.955 THEN 'merged' WHEN fate < 0.97 THEN 'responded'
                WHEN fate < 0.99 THEN 'monitoring' WHEN fate < 0.994 THEN 'rejected'
                WHEN fate < 0.997 THEN 'redirected' ELSE 'invalid' END
            WHEN fate >= 0.8 AND age >= 22 THEN 'closed'
            WHEN fate >= 0.8 AND age >= 4 THEN 'withdrawn'
            WHEN age <= 2 OR (age <= 5 AND stage < 0.15) THEN 'received'
            WHEN age <= 5 OR (age <= 14 AND stage < 0.2) THEN 'acknowledged'
            WHEN age <= 24 AND stage > 0.9 THEN 'deferred'
            WHEN age <= 14 OR (age <= 24 AND stage < 0.15) THEN 'assessment'
            WHEN age <= 24 AND stage < 0.55 THEN 'accepted'
            WHEN age <= 24 OR stage < 0.5 THEN 'referred'
            ELSE 'plan_agreed'
        END AS drawn
    FROM aged
), leads AS (
    SELECT n, max(n) FILTER (WHERE drawn = 'closed') OVER (
        PARTITION BY place, turn < 0.5 ORDER BY n
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS lead
    FROM judged WHERE drawn IN ('closed', 'merged')
), settled AS MATERIALIZED (
    SELECT j.n, j.age, j.stage, j.turn, j.body, p.partnership_id, p.policing_area_id,
        p.procedure_id, p.spoc_id, p.chair_id, p.agencies, p.prefix, d.acknowledge, d.respond,
        (j.place - 1) * 2 + CASE WHEN turn < 0.5 THEN 0 ELSE 1 END AS locality_number,
        p.districts[CASE WHEN turn < 0.5 THEN 1 ELSE 2 END] AS district_id,
        (d.day + time '09:00' + make_interval(mins => floor(stage * 480)::int))
            AT TIME ZONE 'Europe/London' AS received_at,
        CASE WHEN drawn = 'merged' AND lead IS NULL THEN 'closed' ELSE drawn END AS status,
        CASE WHEN drawn = 'merged' THEN %(first_case)s + lead END AS lead_id,
        drawn IN ('accepted', 'referred', 'plan_agreed', 'responded', 'monitoring')
            OR (drawn IN ('closed', 'merged') AND age >= 64 AND turn < 0.7) AS taken_on,
        pg_temp.digit(body, 1) AS d1, pg_temp.digit(body, 2) AS d2, pg_temp.digit(body, 3) AS d3,
        pg_temp.digit(body, 4) AS d4, pg_temp.digit(body, 5) AS d5, pg_temp.digit(body, 6) AS d6,
        pg_temp.digit(body, 7) AS d7
    FROM judged AS j
    JOIN volume_place AS p USING (place)
    JOIN volume_day AS d ON d.day = %(today)s::date - age
    LEFT JOIN (SELECT * FROM leads WHERE lead IS NOT NULL) AS leads USING (n)
), told AS MATERIALIZED (
    SELECT *,
        CASE
            WHEN status IN ('rejected', 'closed') AND NOT taken_on THEN 'rejection.told'
            WHEN status = 'redirected' THEN 'redirection.told'
            WHEN status = 'invalid' THEN 'not_valid.told'
            WHEN status IN ('responded', 'monitoring', 'closed', 'merged') THEN 'response.told'
        END AS told_by,
        -- Which of its locality's meetings takes the case: the first a fortnight after receipt.
        CASE WHEN status = 'referred' THEN 1
            WHEN taken_on AND status NOT IN ('accepted', 'merged') THEN (age + 5) / 14 END
            AS fortnight,
        concat(substr(%(alphabet)s, d1 + 1, 1), substr(%(alphabet)s, d2 + 1, 1),
            substr(%(alphabet)s, d3 + 1, 1), substr(%(alphabet)s, d4 + 1, 1)) AS head,
        concat(substr(%(alphabet)s, d5 + 1, 1), substr(%(alphabet)s, d6 + 1, 1),
            substr(%(alphabet)s, d7 + 1, 1), substr(%(alphabet)s, 1 +
            mod(d1 + 2 * d2 + 3 * d3 + 4 * d4 + 5 * d5 + 6 * d6 + 7 * d7, 31), 1)) AS tail
    FROM settled
)
SELECT *,
    CASE WHEN fortnight IS NOT NULL AND status <> 'referred' THEN meets_at END AS agreed_at,
    CASE WHEN pcc < 0.02 AND lead_id IS NULL AND told_at IS NOT NULL THEN
        told_at + interval '4 days' END AS asked_pcc_at
FROM (
SELECT n, %(first_case)s + n AS case_id, %(first_application)s + n AS application_id,
    %(first_person)s + n AS person_id, coalesce(lead_id, %(first_case)s + n) AS host_id, lead_id,
    partnership_id, policing_area_id, procedure_id, district_id, spoc_id, chair_id,
    agencies, locality_number, fortnight, pg_temp.draw(n, 11) AS pcc,
    (%(today)s::date + 19 - 14 * fortnight + time '10:00') AT TIME ZONE 'Europe/London' AS meets_at,
    acknowledge, respond, received_at, age, turn, status, told_by, head || tail AS body,
    prefix || '-' || head || '-' || tail AS reference,
    CASE WHEN taken_on AND status <> 'merged' THEN
        (ARRAY['statutory', 'statutory', 'local', 'harm'])[1 + floor(stage * 4)::int]
        ELSE '' END AS accepted_ground,
    (%(given)s::text[])[1 + floor(pg_temp.draw(n, 5) * cardinality(%(given)s::text[]))::int]
        || ' ' ||
        (%(family)s::text[])[1 + floor(power(pg_temp.draw(n, 6), 1.3)
            * cardinality(%(family)s::text[]))::int] ||
        CASE WHEN mod(n, 3) = 0 THEN '' ELSE '-' ||
            (%(second)s::text[])[1 + floor(pg_temp.draw(n, 7)
                * cardinality(%(second)s::text[]))::int] END AS full_name,
    'ZZ' || mod(n, 98) + 1 || ' ' || mod(n / 98, 9) + 1 || 'ZZ' AS postcode,
    pg_temp.draw(n, 8) < 0.08 AS needs_adjustments,
    pg_temp.draw(n, 9) < 0.2 AND status NOT IN ('received', 'acknowledged') AS vulnerable,
    CASE WHEN status IN ('received', 'acknowledged', 'withdrawn') THEN ''
        ELSE (ARRAY['standard', 'standard', 'medium', 'high'])[1 + floor(turn * 4)::int] END
        AS risk_band,
    CASE WHEN status <> 'received' THEN received_at + interval '1 day' END AS acknowledged_at,
    CASE WHEN status IN ('accepted', 'referred', 'plan_agreed', 'responded', 'monitoring',
        'closed', 'rejected', 'redirected', 'invalid') THEN received_at + interval '12 days' END
        AS decided_at,
    CASE WHEN told_by = 'response.told' THEN received_at +
            CASE WHEN stage < 0.08 THEN interval '44 days' ELSE interval '33 days' END
        WHEN told_by IS NOT NULL THEN received_at + interval '13 days' END AS told_at,
    CASE status WHEN 'withdrawn' THEN received_at + interval '2 days'
        WHEN 'merged' THEN received_at + interval '4 days'
        WHEN 'closed' THEN received_at + CASE WHEN age >= 64 THEN interval '55 days'
            ELSE interval '20 days' END END AS ended_at,
    (ARRAY['web', 'web', 'web', 'phone', 'paper'])[1 + floor(pg_temp.draw(n, 10) * 5)::int] AS via
FROM told
) AS cases ORDER BY n;

ANALYZE volume_case;
