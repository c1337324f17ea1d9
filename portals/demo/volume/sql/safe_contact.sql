INSERT INTO cases_safecontact (partnership_id, application_id, case_id, person_id, channel, safe,
    preferred, note)
SELECT partnership_id, application_id, host_id, person_id, 'email', turn > 0.05, turn > 0.05, ''
FROM volume_case;
