INSERT INTO cases_statisticsentry (partnership_id, policing_area_id, district_id, figure,
    happened_on, event_id)
SELECT partnership_id, policing_area_id, district_id, 'application_received',
    (received_at AT TIME ZONE 'Europe/London')::date, %(first_event)s + 3 * (n - 1) + 1
FROM volume_case;
