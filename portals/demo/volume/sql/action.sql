INSERT INTO cases_action (partnership_id, case_id, plan_id, position, wording, internal_note,
    agency_id, owner_name, due_on, status, finished_on)
SELECT partnership_id, case_id, %(first_plan)s + n, i,
    CASE i WHEN 1 THEN 'Visit the stairwell every night for four weeks.'
        ELSE 'Call every week and write down what happens.' END,
    '', agencies[i], 'Duty officer', agreed_at::date + 40 * i,
    CASE WHEN done THEN 'done' ELSE 'open' END, CASE WHEN done THEN agreed_at::date + 10 END
FROM volume_case CROSS JOIN generate_series(1, 2) AS i
    CROSS JOIN LATERAL (SELECT status = 'closed' OR (i = 2 AND status <> 'plan_agreed') AS done)
        AS standing
WHERE agreed_at IS NOT NULL;
