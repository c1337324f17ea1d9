INSERT INTO cases_involvement (partnership_id, application_id, case_id, person_id, role,
    relationship)
SELECT partnership_id, application_id, host_id, person_id, role, ''
FROM volume_case CROSS JOIN (VALUES ('applicant'), ('victim')) AS roles (role);
