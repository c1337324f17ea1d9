-- The secret of an application is the last eight characters of its reference, twice.
INSERT INTO cases_accesskey (digest, purpose, partnership_id, application_id, made_at, revoked_at)
SELECT encode(sha256(convert_to(body || body, 'UTF8')), 'hex'), 'track', partnership_id,
    application_id, received_at, NULL
FROM volume_case;
