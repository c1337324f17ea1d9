INSERT INTO cases_actionplan (id, partnership_id, case_id, round, meeting_id, findings,
    response_adequate, agreed_by_id, agreed_at)
SELECT %(first_plan)s + n, partnership_id, case_id, 1,
    %(first_meeting)s + locality_number * %(meetings)s + fortnight + 1,
    'Each agency knew a part; nobody saw the whole.', 'no', chair_id, agreed_at
FROM volume_case WHERE agreed_at IS NOT NULL;
