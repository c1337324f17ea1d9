INSERT INTO cases_person (id, partnership_id, application_id, case_id, full_name, email, phone,
    address, postcode, date_of_birth, landlord_id)
SELECT person_id, partnership_id, application_id, host_id, full_name,
    'person-' || person_id || '@volume.example', '01632 96' || lpad(mod(n, 10000)::text, 4, '0'),
    1 + mod(n, 200) || ' Invented Street', postcode, NULL, NULL
FROM volume_case;
