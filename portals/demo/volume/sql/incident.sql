INSERT INTO cases_incident (id, partnership_id, application_id, case_id, occurred_on, place,
    description, related)
SELECT %(first_incident)s + 3 * (n - 1) + i, partnership_id, application_id, host_id,
    received_at::date - (50 * (4 - i) - mod(n * 7 + i, 40))::int, 'The stairwell',
    'Shouting, threats and rubbish left on the landing.', true
FROM volume_case CROSS JOIN generate_series(1, 3) AS i;
