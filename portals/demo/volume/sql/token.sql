-- What cases.search_words.tokens_of makes of the names and postcodes: they are plain letters, and
-- a family name has one hyphen at most. A case keeps its own name; its people may be in the lead's.
INSERT INTO cases_casetoken (partnership_id, case_id, token)
SELECT partnership_id, found_in, token
FROM (
    SELECT partnership_id, lower(token) COLLATE "C" AS token, found_in
    FROM volume_case
    CROSS JOIN LATERAL (VALUES (case_id), (host_id)) AS places (found_in)
    CROSS JOIN LATERAL unnest(regexp_split_to_array(full_name, '[ -]')
        || CASE WHEN full_name LIKE '%%-%%' THEN replace(split_part(full_name, ' ', 2), '-', '') END)
        AS words (token)
    UNION
    SELECT partnership_id, lower(token) COLLATE "C", host_id
    FROM volume_case
    CROSS JOIN LATERAL (VALUES (split_part(postcode, ' ', 1)), (replace(postcode, ' ', '')))
        AS parts (token)
) AS tokens WHERE token IS NOT NULL
ORDER BY partnership_id, token, found_in;
