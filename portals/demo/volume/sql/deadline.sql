-- Only what the procedure owes by now; what has been met or has lapsed stays as it was.
INSERT INTO cases_deadline (partnership_id, case_id, application_id, "limit", round, anchor,
    anchor_at, due_on, told_on, revised_on, revision_reason, met_at, met_by, lapsed_at,
    calendar_version)
SELECT partnership_id, host_id, application_id, limit_name, 1, anchor, anchor_at, due_on, told_on,
    NULL, '', met_at, CASE WHEN met_at IS NULL THEN '' ELSE met_by END,
    CASE WHEN met_at IS NULL THEN ended_at END, %(calendar)s
FROM volume_case
LEFT JOIN (SELECT day AS agreed_on, plan_progress FROM volume_day) AS agreed
    ON agreed_on = agreed_at::date
CROSS JOIN LATERAL (VALUES
    ('acknowledge', 'receipt', received_at, acknowledge, acknowledged_at::date, acknowledged_at,
        'acknowledgement.told'),
    ('respond', 'receipt', received_at, respond, acknowledged_at::date, told_at, told_by),
    ('plan_progress', 'plan_agreed', agreed_at, plan_progress, NULL,
        CASE WHEN status <> 'plan_agreed' THEN agreed_at + interval '10 days' END,
        'action.progressed')
) AS limits (limit_name, anchor, anchor_at, due_on, told_on, met_at, met_by)
WHERE anchor_at IS NOT NULL;
