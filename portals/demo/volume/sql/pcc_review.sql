INSERT INTO cases_pccreview (partnership_id, policing_area_id, case_id, application_id, reference,
    round, status, version, grounds, statement, requested_at, last_date_on, within_window,
    eligibility_reason, partnership_asked, partnership_answer, outcome_reasons, recommendations,
    returned_to, decided_by_id, decided_at)
SELECT partnership_id, policing_area_id, case_id, application_id, reference, 1, standing, 1, '[]',
    'Nothing has changed since your letter.', asked_pcc_at, asked_pcc_at::date + 20, true,
    CASE standing WHEN 'requested' THEN '' ELSE 'Asked in time.' END, '', '',
    CASE standing WHEN 'closed' THEN 'The process was proper.' ELSE '' END, '', '', NULL,
    CASE standing WHEN 'closed' THEN asked_pcc_at + interval '2 days' END
FROM volume_case CROSS JOIN LATERAL (
    SELECT CASE WHEN turn < 0.1 THEN 'requested' WHEN turn < 0.2 THEN 'under_review'
        ELSE 'closed' END AS standing) AS drawn
WHERE asked_pcc_at IS NOT NULL;
