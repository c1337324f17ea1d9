INSERT INTO cases_application (id, partnership_id, case_id, district_id, procedure_id, status,
    reference, submission_key, route, received_via, received_at, summary, impact, desired_outcome,
    adjustments, persists, others_affected, timeframe_unexpired, timeframe_until,
    conduct_of_one_agency, withdrawn_at)
SELECT application_id, partnership_id, host_id, district_id, procedure_id,
    CASE WHEN status = 'withdrawn' THEN 'withdrawn' ELSE 'submitted' END,
    reference, md5('volume ' || body)::uuid, 'self', via, received_at,
    'Shouting, banging and threats in the stairwell after midnight, several nights a week.',
    'We do not sleep and the children are afraid to go out.',
    'Somebody who answers, and an end to it.',
    CASE WHEN needs_adjustments THEN 'Large print, please.' ELSE '' END,
    'yes', 'unknown', 'unknown', NULL, 'unknown',
    CASE WHEN status = 'withdrawn' THEN ended_at END
FROM volume_case;
