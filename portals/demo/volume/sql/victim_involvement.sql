INSERT INTO cases_victiminvolvement (partnership_id, case_id, application_id, item_id, choice,
    reason)
SELECT partnership_id, case_id, application_id, %(first_item)s + n, 'statement', ''
FROM volume_case WHERE agreed_at IS NOT NULL;
