-- Each case's stream, every event chained to the one before as cases.events.hash_of does it.
INSERT INTO cases_event (id, partnership_id, stream, stream_id, sequence, kind, case_id,
    application_id, actor_kind, actor_id, happened_at, recorded_at, payload, previous_hash, hash)
SELECT %(first_event)s + 3 * (n - 1) + e.sequence, partnership_id, 'case', case_id, e.sequence,
    e.kind, case_id, e.application_id, e.actor_kind, e.actor_id, e.happened_at, e.happened_at,
    e.payload::jsonb, e.previous, e.hash
FROM volume_case
CROSS JOIN LATERAL (
    SELECT format('{"incidents": 3, "via": "%%s"}', via) AS received,
        CASE via WHEN 'web' THEN 'applicant' ELSE 'staff' END AS receiver,
        CASE via WHEN 'web' THEN NULL ELSE spoc_id END AS receiver_id,
        CASE status WHEN 'closed' THEN 'case.closed' WHEN 'merged' THEN 'case.merged'
            WHEN 'withdrawn' THEN 'application.withdrawn' END AS ending,
        CASE status WHEN 'closed' THEN '{}' WHEN 'withdrawn' THEN '{"last": true}'
            WHEN 'merged' THEN
            format('{"applications": [%%s], "into": %%s}', volume_case.application_id, lead_id) END
            AS ended,
        CASE status WHEN 'withdrawn' THEN 'applicant' ELSE 'staff' END AS ender,
        CASE status WHEN 'withdrawn' THEN NULL ELSE spoc_id END AS ender_id,
        CASE status WHEN 'withdrawn' THEN volume_case.application_id END AS leaver_id
    OFFSET 0
) AS w
CROSS JOIN LATERAL (
    SELECT pg_temp.event_hash(partnership_id, case_id, 1, 'application.received',
        volume_case.application_id, receiver, receiver_id, received_at, received, '') AS first
    OFFSET 0
) AS h1
CROSS JOIN LATERAL (
    SELECT pg_temp.event_hash(partnership_id, case_id, 2, 'case.acknowledged', NULL, 'staff',
        spoc_id, acknowledged_at, '{}', first) AS second
    OFFSET 0
) AS h2
CROSS JOIN LATERAL (
    SELECT 1 AS sequence, 'application.received' AS kind, volume_case.application_id,
        receiver AS actor_kind, receiver_id AS actor_id, received_at AS happened_at,
        received AS payload, '' AS previous, first AS hash
    UNION ALL
    SELECT 2, 'case.acknowledged', NULL, 'staff', spoc_id, acknowledged_at, '{}', first, second
    WHERE acknowledged_at IS NOT NULL
    UNION ALL
    SELECT 3, ending, leaver_id, ender, ender_id, ended_at, ended, second,
        pg_temp.event_hash(partnership_id, case_id, 3, ending, leaver_id, ender, ender_id, ended_at,
            ended, second)
    WHERE ended_at IS NOT NULL
) AS e;
