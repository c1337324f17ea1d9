-- A meeting of each locality every fortnight; the two newest are still to come.
INSERT INTO cases_meeting (id, partnership_id, locality_id, starts_at, place, chair_id,
    chair_independent, status)
SELECT %(first_meeting)s + ((place - 1) * 2 + side) * %(meetings)s + k + 1, partnership_id,
    localities[side + 1],
    (%(today)s::date + 19 - 14 * k + time '10:00') AT TIME ZONE 'Europe/London',
    'The old library', chair_id, true, CASE WHEN k < 2 THEN 'planned' ELSE 'held' END
FROM volume_place CROSS JOIN generate_series(0, 1) AS side
    CROSS JOIN generate_series(0, %(meetings)s - 1) AS k;
