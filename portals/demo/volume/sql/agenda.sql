-- What LMAPS has to do with: on the agenda when referred, a plan once the meeting was held.
INSERT INTO cases_agendaitem (id, partnership_id, case_id, meeting_id, round, meets_at,
    referred_by_id, referred_at, note)
SELECT %(first_item)s + n, partnership_id, case_id,
    %(first_meeting)s + locality_number * %(meetings)s + fortnight + 1, 1, meets_at, spoc_id,
    received_at + interval '13 days', ''
FROM volume_case WHERE fortnight IS NOT NULL;
