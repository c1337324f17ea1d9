-- Agencies with something to do are let in, and out again when the case ends; the PCC office where
-- it was asked.
INSERT INTO cases_casegrant (partnership_id, case_id, level, agency_id, neighbour_id,
    policing_area_id, starts_at, ends_at)
SELECT partnership_id, case_id, 'agency', agencies[i], NULL::bigint, NULL::bigint,
    received_at + interval '13 days', ended_at
FROM volume_case CROSS JOIN generate_series(1, 2) AS i WHERE fortnight IS NOT NULL
UNION ALL
SELECT partnership_id, case_id, 'agency', agencies[2], NULL, NULL,
    received_at + interval '2 days', NULL
FROM volume_case WHERE status = 'assessment'
UNION ALL
SELECT partnership_id, case_id, 'bundle', NULL, NULL, policing_area_id, asked_pcc_at, NULL
FROM volume_case WHERE asked_pcc_at IS NOT NULL;
