INSERT INTO cases_case (id, partnership_id, district_id, reference, status, version, round,
    applicant_name, received_at, round_began_at, acknowledged_at, decided_at, accepted_ground,
    deferred_until, risk_band, vulnerable, needs_adjustments, responded_at, closed_at,
    closing_reason, merged_into_id, next_due_on, next_due_limit)
SELECT case_id, partnership_id, district_id, reference, status,
    1 + (acknowledged_at IS NOT NULL)::int + (decided_at IS NOT NULL)::int
        + (told_at IS NOT NULL)::int + (ended_at IS NOT NULL)::int,
    1, full_name, received_at, received_at, acknowledged_at, decided_at, accepted_ground,
    CASE WHEN status = 'deferred' THEN %(today)s::date + 7 END,
    risk_band, vulnerable, needs_adjustments,
    CASE WHEN told_by = 'response.told' AND lead_id IS NULL THEN told_at - interval '1 day' END,
    ended_at, CASE WHEN status = 'closed' THEN 'All that was agreed has been done.' ELSE '' END,
    lead_id,
    CASE WHEN status = 'received' THEN acknowledge
        WHEN told_by IS NULL AND ended_at IS NULL THEN respond END,
    CASE WHEN status = 'received' THEN 'acknowledge'
        WHEN told_by IS NULL AND ended_at IS NULL THEN 'respond' ELSE '' END
FROM volume_case;
