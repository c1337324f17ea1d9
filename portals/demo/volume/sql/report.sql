INSERT INTO cases_report (id, partnership_id, application_id, case_id, incident_id, agency_id,
    agency_said, reported_on, method, agency_reference, response, reporter_id, reporter_pseudonym,
    person_code, found_to_be, standing, rebutted_reason)
SELECT %(first_report)s + 3 * (n - 1) + i, partnership_id, application_id, host_id,
    %(first_incident)s + 3 * (n - 1) + i, agencies[i], '',
    received_at::date - (50 * (4 - i) - mod(n * 7 + i, 40))::int + 1,
    CASE i WHEN 1 THEN 'phone' ELSE 'online' END, 'VOL/' || n || '/' || i, 'Nobody came.',
    person_id, '', '', '', CASE WHEN i = 1 AND age >= 22 THEN 'confirmed' ELSE 'claimed' END, ''
FROM volume_case CROSS JOIN generate_series(1, 3) AS i;
