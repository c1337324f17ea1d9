INSERT INTO cases_informationrequest (partnership_id, case_id, agency_id, question, asked_by_id,
    asked_at, due_on, answer, returned_by_id, returned_at)
SELECT partnership_id, case_id, agencies[2], 'What was reported to you, and what did you do?',
    spoc_id, received_at + interval '2 days', received_at::date + 12, '', NULL, NULL
FROM volume_case WHERE status = 'assessment';
