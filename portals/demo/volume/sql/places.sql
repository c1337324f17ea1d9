-- The places by size: the first has most cases.
CREATE TEMP TABLE volume_place ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY p.slug)::int AS place, p.id AS partnership_id,
    p.policing_area_id, p.reference_prefix AS prefix,
    (SELECT id FROM thresholds_procedure WHERE partnership_id = p.id ORDER BY version DESC LIMIT 1)
        AS procedure_id,
    (SELECT user_id FROM organisations_membership WHERE partnership_id = p.id AND role = 'spoc'
        ORDER BY id LIMIT 1) AS spoc_id,
    (SELECT user_id FROM organisations_membership WHERE partnership_id = p.id
        AND role = 'lmaps_chair' ORDER BY id LIMIT 1) AS chair_id,
    (SELECT array_agg(id ORDER BY id) FROM organisations_district WHERE partnership_id = p.id)
        AS districts,
    (SELECT array_agg(id ORDER BY district_id) FROM organisations_locality
        WHERE partnership_id = p.id) AS localities,
    (SELECT array_agg(agency_id ORDER BY id) FROM organisations_partneragency
        WHERE partnership_id = p.id) AS agencies
FROM organisations_partnership AS p WHERE p.slug = ANY(%(slugs)s);

-- What the pure function says of each day of receipt (ADR 6).
CREATE TEMP TABLE volume_day ON COMMIT DROP AS
SELECT * FROM unnest(%(days)s::date[], %(acknowledge)s::date[], %(respond)s::date[],
    %(plan_progress)s::date[]) AS d (day, acknowledge, respond, plan_progress);

ANALYZE volume_place;
ANALYZE volume_day;
