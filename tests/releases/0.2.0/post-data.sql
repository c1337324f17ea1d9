ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_action
    ADD CONSTRAINT action_position UNIQUE (partnership_id, plan_id, "position");
ALTER TABLE ONLY public.cases_agendaitem
    ADD CONSTRAINT agenda_item_once UNIQUE (partnership_id, case_id, meeting_id, round);
ALTER TABLE ONLY public.cases_application
    ADD CONSTRAINT application_ref UNIQUE (partnership_id, reference);
ALTER TABLE ONLY public.cases_application
    ADD CONSTRAINT application_submitted_once UNIQUE (submission_key);
ALTER TABLE ONLY public.cases_assessmentparty
    ADD CONSTRAINT assessment_party_once UNIQUE (partnership_id, assessment_id, party);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.thresholds_calendarday
    ADD CONSTRAINT calendar_day_once UNIQUE (partnership_id, day);
ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT case_reference UNIQUE (partnership_id, reference);
ALTER TABLE ONLY public.cases_casetoken
    ADD CONSTRAINT case_token_once UNIQUE (partnership_id, token, case_id);
ALTER TABLE ONLY public.cases_accesskey
    ADD CONSTRAINT cases_accesskey_digest_key UNIQUE (digest);
ALTER TABLE ONLY public.cases_accesskey
    ADD CONSTRAINT cases_accesskey_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_action
    ADD CONSTRAINT cases_action_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_action
    ADD CONSTRAINT cases_action_tenant_key UNIQUE (partnership_id, id);
ALTER TABLE ONLY public.cases_actionplan
    ADD CONSTRAINT cases_actionplan_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_actionplan
    ADD CONSTRAINT cases_actionplan_tenant_key UNIQUE (partnership_id, id);
ALTER TABLE ONLY public.cases_actionupdate
    ADD CONSTRAINT cases_actionupdate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_agendaitem
    ADD CONSTRAINT cases_agendaitem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_agendaitem
    ADD CONSTRAINT cases_agendaitem_tenant_key UNIQUE (partnership_id, id);
ALTER TABLE ONLY public.cases_application
    ADD CONSTRAINT cases_application_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_application
    ADD CONSTRAINT cases_application_tenant_key UNIQUE (partnership_id, id);
ALTER TABLE ONLY public.cases_assessment
    ADD CONSTRAINT cases_assessment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_assessment
    ADD CONSTRAINT cases_assessment_tenant_key UNIQUE (partnership_id, id);
ALTER TABLE ONLY public.cases_assessmentparty
    ADD CONSTRAINT cases_assessmentparty_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_tenant_key UNIQUE (partnership_id, id);
ALTER TABLE ONLY public.cases_casegrant
    ADD CONSTRAINT cases_casegrant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_casetoken
    ADD CONSTRAINT cases_casetoken_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_consent
    ADD CONSTRAINT cases_consent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_deadline
    ADD CONSTRAINT cases_deadline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_deadline
    ADD CONSTRAINT cases_deadline_tenant_key UNIQUE (partnership_id, id);
ALTER TABLE ONLY public.cases_decision
    ADD CONSTRAINT cases_decision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_event
    ADD CONSTRAINT cases_event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_event
    ADD CONSTRAINT cases_event_tenant_key UNIQUE (partnership_id, id);
ALTER TABLE ONLY public.cases_eventfacts
    ADD CONSTRAINT cases_eventfacts_event_id_key UNIQUE (event_id);
ALTER TABLE ONLY public.cases_eventfacts
    ADD CONSTRAINT cases_eventfacts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_incident
    ADD CONSTRAINT cases_incident_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_incident
    ADD CONSTRAINT cases_incident_tenant_key UNIQUE (partnership_id, id);
ALTER TABLE ONLY public.cases_informationrequest
    ADD CONSTRAINT cases_informationrequest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_involvement
    ADD CONSTRAINT cases_involvement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_meeting
    ADD CONSTRAINT cases_meeting_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_meeting
    ADD CONSTRAINT cases_meeting_tenant_key UNIQUE (partnership_id, id);
ALTER TABLE ONLY public.cases_outboxentry
    ADD CONSTRAINT cases_outboxentry_event_id_key UNIQUE (event_id);
ALTER TABLE ONLY public.cases_outboxentry
    ADD CONSTRAINT cases_outboxentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_pccnote
    ADD CONSTRAINT cases_pccnote_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_pccreview
    ADD CONSTRAINT cases_pccreview_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_pccreview
    ADD CONSTRAINT cases_pccreview_tenant_key UNIQUE (partnership_id, id);
ALTER TABLE ONLY public.cases_pccwindow
    ADD CONSTRAINT cases_pccwindow_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_peerreviewconsideration
    ADD CONSTRAINT cases_peerreviewconsideration_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_person
    ADD CONSTRAINT cases_person_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_person
    ADD CONSTRAINT cases_person_tenant_key UNIQUE (partnership_id, id);
ALTER TABLE ONLY public.cases_recommendation
    ADD CONSTRAINT cases_recommendation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_report
    ADD CONSTRAINT cases_report_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_riskassessment
    ADD CONSTRAINT cases_riskassessment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_safecontact
    ADD CONSTRAINT cases_safecontact_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_statisticsentry
    ADD CONSTRAINT cases_statisticsentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases_victiminvolvement
    ADD CONSTRAINT cases_victiminvolvement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notifications_chaserline
    ADD CONSTRAINT chaser_line_once UNIQUE (partnership_id, message_id, chaser_id);
ALTER TABLE ONLY public.notifications_chaser
    ADD CONSTRAINT chaser_once UNIQUE (partnership_id, deadline_id, due_on, stage);
ALTER TABLE ONLY public.cases_deadline
    ADD CONSTRAINT deadline_once UNIQUE (partnership_id, application_id, "limit", round);
ALTER TABLE ONLY public.notifications_delivery
    ADD CONSTRAINT delivery_attempt UNIQUE (partnership_id, message_id, channel, attempt);
ALTER TABLE ONLY public.organisations_district
    ADD CONSTRAINT district_slug UNIQUE (partnership_id, slug);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.cases_event
    ADD CONSTRAINT event_sequence UNIQUE (partnership_id, stream, stream_id, sequence);
ALTER TABLE ONLY public.cases_involvement
    ADD CONSTRAINT involvement_once UNIQUE (partnership_id, application_id, person_id, role);
ALTER TABLE ONLY public.organisations_locality
    ADD CONSTRAINT locality_name UNIQUE (partnership_id, name);
ALTER TABLE ONLY public.notifications_message
    ADD CONSTRAINT message_once UNIQUE (partnership_id, event_id, kind, person_id);
ALTER TABLE ONLY public.notifications_chaser
    ADD CONSTRAINT notifications_chaser_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notifications_chaser
    ADD CONSTRAINT notifications_chaser_tenant_key UNIQUE (partnership_id, id);
ALTER TABLE ONLY public.notifications_chaserline
    ADD CONSTRAINT notifications_chaserline_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notifications_delivery
    ADD CONSTRAINT notifications_delivery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notifications_letter
    ADD CONSTRAINT notifications_letter_message_id_key UNIQUE (message_id);
ALTER TABLE ONLY public.notifications_letter
    ADD CONSTRAINT notifications_letter_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notifications_mailboxentry
    ADD CONSTRAINT notifications_mailboxentry_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notifications_message
    ADD CONSTRAINT notifications_message_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notifications_message
    ADD CONSTRAINT notifications_message_tenant_key UNIQUE (partnership_id, id);
ALTER TABLE ONLY public.organisations_agency
    ADD CONSTRAINT organisations_agency_name_key UNIQUE (name);
ALTER TABLE ONLY public.organisations_agency
    ADD CONSTRAINT organisations_agency_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_agency
    ADD CONSTRAINT organisations_agency_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.organisations_clockoffset
    ADD CONSTRAINT organisations_clockoffset_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_district
    ADD CONSTRAINT organisations_district_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_district
    ADD CONSTRAINT organisations_district_tenant_key UNIQUE (partnership_id, id);
ALTER TABLE ONLY public.organisations_heartbeat
    ADD CONSTRAINT organisations_heartbeat_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.organisations_locality
    ADD CONSTRAINT organisations_locality_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_locality
    ADD CONSTRAINT organisations_locality_tenant_key UNIQUE (partnership_id, id);
ALTER TABLE ONLY public.organisations_membership
    ADD CONSTRAINT organisations_membership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_partneragency
    ADD CONSTRAINT organisations_partneragency_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_partneragency
    ADD CONSTRAINT organisations_partneragency_tenant_key UNIQUE (partnership_id, id);
ALTER TABLE ONLY public.organisations_partnership
    ADD CONSTRAINT organisations_partnership_name_key UNIQUE (name);
ALTER TABLE ONLY public.organisations_partnership
    ADD CONSTRAINT organisations_partnership_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_partnership
    ADD CONSTRAINT organisations_partnership_reference_prefix_key UNIQUE (reference_prefix);
ALTER TABLE ONLY public.organisations_partnership
    ADD CONSTRAINT organisations_partnership_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.organisations_policingarea
    ADD CONSTRAINT organisations_policingarea_name_key UNIQUE (name);
ALTER TABLE ONLY public.organisations_policingarea
    ADD CONSTRAINT organisations_policingarea_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_policingarea
    ADD CONSTRAINT organisations_policingarea_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.organisations_user
    ADD CONSTRAINT organisations_user_email_key UNIQUE (email);
ALTER TABLE ONLY public.organisations_user_groups
    ADD CONSTRAINT organisations_user_groups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_user_groups
    ADD CONSTRAINT organisations_user_groups_user_id_group_id_269107b1_uniq UNIQUE (user_id, group_id);
ALTER TABLE ONLY public.organisations_user
    ADD CONSTRAINT organisations_user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_user_user_permissions
    ADD CONSTRAINT organisations_user_user__user_id_permission_id_6045d3f7_uniq UNIQUE (user_id, permission_id);
ALTER TABLE ONLY public.organisations_user_user_permissions
    ADD CONSTRAINT organisations_user_user_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations_partneragency
    ADD CONSTRAINT partner_agency_once UNIQUE (partnership_id, agency_id);
ALTER TABLE ONLY public.cases_pccreview
    ADD CONSTRAINT pcc_review_a_round UNIQUE (partnership_id, application_id, round);
ALTER TABLE ONLY public.cases_pccwindow
    ADD CONSTRAINT pcc_window_once UNIQUE (partnership_id, application_id, round);
ALTER TABLE ONLY public.cases_actionplan
    ADD CONSTRAINT plan_a_round UNIQUE (partnership_id, case_id, round);
ALTER TABLE ONLY public.thresholds_procedure
    ADD CONSTRAINT procedure_one_in_force EXCLUDE USING gist (int8range(partnership_id, partnership_id, '[]'::text) WITH &&, daterange(effective_from, (effective_to + 1), '[)'::text) WITH &&) WHERE (((status)::text = ANY ((ARRAY['published'::character varying, 'superseded'::character varying])::text[])));
ALTER TABLE ONLY public.thresholds_procedure
    ADD CONSTRAINT procedure_version UNIQUE (partnership_id, version);
ALTER TABLE ONLY public.cases_safecontact
    ADD CONSTRAINT safe_contact_once UNIQUE (partnership_id, person_id, channel);
ALTER TABLE ONLY public.cases_statisticsentry
    ADD CONSTRAINT statistics_counted_once UNIQUE (event_id, figure);
ALTER TABLE ONLY public.thresholds_calendarday
    ADD CONSTRAINT thresholds_calendarday_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.thresholds_consultation
    ADD CONSTRAINT thresholds_consultation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.thresholds_procedure
    ADD CONSTRAINT thresholds_procedure_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.thresholds_procedure
    ADD CONSTRAINT thresholds_procedure_tenant_key UNIQUE (partnership_id, id);
ALTER TABLE ONLY public.cases_victiminvolvement
    ADD CONSTRAINT victim_involvement_once UNIQUE (partnership_id, application_id, item_id);
CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);
CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);
CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);
CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);
CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);
CREATE INDEX action_of_case ON public.cases_action USING btree (partnership_id, case_id);
CREATE INDEX action_update_of_case ON public.cases_actionupdate USING btree (partnership_id, case_id);
CREATE INDEX application_of_case ON public.cases_application USING btree (partnership_id, case_id);
CREATE INDEX assessment_of_case ON public.cases_assessment USING btree (partnership_id, case_id);
CREATE INDEX assessment_party_of_case ON public.cases_assessmentparty USING btree (partnership_id, case_id);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX case_by_status ON public.cases_case USING btree (partnership_id, status, id);
CREATE INDEX case_queue ON public.cases_case USING btree (partnership_id, next_due_on, id) INCLUDE (district_id) WHERE (NOT ((status)::text = ANY ((ARRAY['closed'::character varying, 'withdrawn'::character varying, 'merged'::character varying])::text[])));
CREATE INDEX case_queue_of_status ON public.cases_case USING btree (partnership_id, status, next_due_on, id) WHERE (NOT ((status)::text = ANY ((ARRAY['closed'::character varying, 'withdrawn'::character varying, 'merged'::character varying])::text[])));
CREATE INDEX case_token_of_case ON public.cases_casetoken USING btree (partnership_id, case_id, token);
CREATE INDEX cases_accesskey_digest_c9d7ac51_like ON public.cases_accesskey USING btree (digest varchar_pattern_ops);
CREATE INDEX cases_action_agency_id_9a623e6e ON public.cases_action USING btree (agency_id);
CREATE INDEX cases_action_plan_id_bd079b6e ON public.cases_action USING btree (plan_id);
CREATE INDEX cases_actionplan_agreed_by_id_19ed2a03 ON public.cases_actionplan USING btree (agreed_by_id);
CREATE INDEX cases_actionplan_meeting_id_c9ff2b96 ON public.cases_actionplan USING btree (meeting_id);
CREATE INDEX cases_actionupdate_action_id_0a87756d ON public.cases_actionupdate USING btree (action_id);
CREATE INDEX cases_actionupdate_made_by_id_dd0574a4 ON public.cases_actionupdate USING btree (made_by_id);
CREATE INDEX cases_agendaitem_meeting_id_9a28bf3f ON public.cases_agendaitem USING btree (meeting_id);
CREATE INDEX cases_agendaitem_referred_by_id_82ed2c99 ON public.cases_agendaitem USING btree (referred_by_id);
CREATE INDEX cases_application_district_id_224fceb9 ON public.cases_application USING btree (district_id);
CREATE INDEX cases_application_procedure_id_e8b5b08e ON public.cases_application USING btree (procedure_id);
CREATE INDEX cases_assessment_assessed_by_id_61b9e00c ON public.cases_assessment USING btree (assessed_by_id);
CREATE INDEX cases_assessment_procedure_id_70fb85cc ON public.cases_assessment USING btree (procedure_id);
CREATE INDEX cases_assessmentparty_agency_id_4b920e01 ON public.cases_assessmentparty USING btree (agency_id);
CREATE INDEX cases_assessmentparty_assessment_id_49754965 ON public.cases_assessmentparty USING btree (assessment_id);
CREATE INDEX cases_case_district_id_60fa1ba0 ON public.cases_case USING btree (district_id);
CREATE INDEX cases_case_merged_into_id_1b4320d8 ON public.cases_case USING btree (merged_into_id);
CREATE INDEX cases_casegrant_agency_id_28b2ad7a ON public.cases_casegrant USING btree (agency_id);
CREATE INDEX cases_casegrant_neighbour_id_8c37abaa ON public.cases_casegrant USING btree (neighbour_id);
CREATE INDEX cases_casegrant_policing_area_id_e8c9185b ON public.cases_casegrant USING btree (policing_area_id);
CREATE INDEX cases_consent_application_id_b1deb045 ON public.cases_consent USING btree (application_id);
CREATE INDEX cases_consent_person_id_79ddb55a ON public.cases_consent USING btree (person_id);
CREATE INDEX cases_deadline_application_id_08295892 ON public.cases_deadline USING btree (application_id);
CREATE INDEX cases_decision_assessment_id_1dd57664 ON public.cases_decision USING btree (assessment_id);
CREATE INDEX cases_decision_decided_by_id_1e8a9d31 ON public.cases_decision USING btree (decided_by_id);
CREATE INDEX cases_decision_second_person_id_828f5967 ON public.cases_decision USING btree (second_person_id);
CREATE INDEX cases_event_application_id_13957a4b ON public.cases_event USING btree (application_id);
CREATE INDEX cases_eventfacts_application_id_fa843e7b ON public.cases_eventfacts USING btree (application_id);
CREATE INDEX cases_incident_application_id_c7421482 ON public.cases_incident USING btree (application_id);
CREATE INDEX cases_incident_named_by_id_728fb2ef ON public.cases_incident USING btree (named_by_id);
CREATE INDEX cases_informationrequest_agency_id_7cd2d0a5 ON public.cases_informationrequest USING btree (agency_id);
CREATE INDEX cases_informationrequest_asked_by_id_9d9c4091 ON public.cases_informationrequest USING btree (asked_by_id);
CREATE INDEX cases_informationrequest_returned_by_id_5127affa ON public.cases_informationrequest USING btree (returned_by_id);
CREATE INDEX cases_involvement_application_id_dd267c7e ON public.cases_involvement USING btree (application_id);
CREATE INDEX cases_involvement_person_id_a15057e0 ON public.cases_involvement USING btree (person_id);
CREATE INDEX cases_meeting_chair_id_680979e8 ON public.cases_meeting USING btree (chair_id);
CREATE INDEX cases_meeting_locality_id_bab80101 ON public.cases_meeting USING btree (locality_id);
CREATE INDEX cases_pccnote_policing_area_id_2aec5349 ON public.cases_pccnote USING btree (policing_area_id);
CREATE INDEX cases_pccnote_review_id_07869224 ON public.cases_pccnote USING btree (review_id);
CREATE INDEX cases_pccnote_written_by_id_8b2eafc8 ON public.cases_pccnote USING btree (written_by_id);
CREATE INDEX cases_pccreview_application_id_86b5bd42 ON public.cases_pccreview USING btree (application_id);
CREATE INDEX cases_pccreview_decided_by_id_a0145534 ON public.cases_pccreview USING btree (decided_by_id);
CREATE INDEX cases_pccreview_policing_area_id_2aaccbfd ON public.cases_pccreview USING btree (policing_area_id);
CREATE INDEX cases_pccwindow_application_id_9391a833 ON public.cases_pccwindow USING btree (application_id);
CREATE INDEX cases_peerreviewconsideration_considered_by_id_a7a9e1c5 ON public.cases_peerreviewconsideration USING btree (considered_by_id);
CREATE INDEX cases_peerreviewconsideration_neighbour_id_9ddf4a6f ON public.cases_peerreviewconsideration USING btree (neighbour_id);
CREATE INDEX cases_person_application_id_23b95808 ON public.cases_person USING btree (application_id);
CREATE INDEX cases_person_landlord_id_af2175ed ON public.cases_person USING btree (landlord_id);
CREATE INDEX cases_recommendation_plan_id_f8187be8 ON public.cases_recommendation USING btree (plan_id);
CREATE INDEX cases_report_agency_id_e51e6c42 ON public.cases_report USING btree (agency_id);
CREATE INDEX cases_report_application_id_15fd1f37 ON public.cases_report USING btree (application_id);
CREATE INDEX cases_report_incident_id_fd9ba758 ON public.cases_report USING btree (incident_id);
CREATE INDEX cases_report_reporter_id_71b0779b ON public.cases_report USING btree (reporter_id);
CREATE INDEX cases_riskassessment_application_id_f12d540b ON public.cases_riskassessment USING btree (application_id);
CREATE INDEX cases_riskassessment_assessed_by_id_f584e4a9 ON public.cases_riskassessment USING btree (assessed_by_id);
CREATE INDEX cases_safecontact_application_id_d4a2396b ON public.cases_safecontact USING btree (application_id);
CREATE INDEX cases_safecontact_person_id_47649c8c ON public.cases_safecontact USING btree (person_id);
CREATE INDEX cases_statisticsentry_district_id_1badd78c ON public.cases_statisticsentry USING btree (district_id);
CREATE INDEX cases_statisticsentry_policing_area_id_09ede750 ON public.cases_statisticsentry USING btree (policing_area_id);
CREATE INDEX cases_victiminvolvement_application_id_299d1d13 ON public.cases_victiminvolvement USING btree (application_id);
CREATE INDEX cases_victiminvolvement_item_id_f7e67f20 ON public.cases_victiminvolvement USING btree (item_id);
CREATE INDEX chaser_waiting ON public.notifications_chaser USING btree (partnership_id, id) WHERE ((queued_at IS NULL) AND (stopped_at IS NULL));
CREATE INDEX consent_of_case ON public.cases_consent USING btree (partnership_id, case_id);
CREATE INDEX consultation_of_version ON public.thresholds_consultation USING btree (partnership_id, procedure_id);
CREATE INDEX deadline_of_case ON public.cases_deadline USING btree (partnership_id, case_id);
CREATE INDEX deadline_open ON public.cases_deadline USING btree (partnership_id, due_on) WHERE ((lapsed_at IS NULL) AND (met_at IS NULL));
CREATE INDEX decision_of_case ON public.cases_decision USING btree (partnership_id, case_id);
CREATE INDEX delivery_of_case ON public.notifications_delivery USING btree (partnership_id, case_id);
CREATE INDEX delivery_of_message ON public.notifications_delivery USING btree (partnership_id, message_id);
CREATE INDEX delivery_queued ON public.notifications_delivery USING btree (partnership_id, due_at) WHERE ((state)::text = 'queued'::text);
CREATE INDEX delivery_sending ON public.notifications_delivery USING btree (partnership_id, claimed_at) WHERE ((state)::text = 'sending'::text);
CREATE INDEX delivery_uncertain ON public.notifications_delivery USING btree (partnership_id, finished_at) WHERE ((state)::text = 'uncertain'::text);
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX event_of_case ON public.cases_event USING btree (partnership_id, case_id, id);
CREATE INDEX event_of_partnership ON public.cases_event USING btree (partnership_id, id);
CREATE INDEX facts_of_case ON public.cases_eventfacts USING btree (partnership_id, case_id);
CREATE INDEX grant_of_agency ON public.cases_casegrant USING btree (agency_id, partnership_id);
CREATE INDEX grant_on_case ON public.cases_casegrant USING btree (partnership_id, case_id);
CREATE INDEX incident_of_application ON public.cases_incident USING btree (partnership_id, application_id);
CREATE INDEX incident_of_case ON public.cases_incident USING btree (partnership_id, case_id);
CREATE INDEX involvement_of_case ON public.cases_involvement USING btree (partnership_id, case_id);
CREATE INDEX key_of_application ON public.cases_accesskey USING btree (partnership_id, application_id);
CREATE INDEX letter_of_application ON public.notifications_letter USING btree (partnership_id, application_id);
CREATE INDEX letter_of_case ON public.notifications_letter USING btree (partnership_id, case_id);
CREATE INDEX meeting_by_date ON public.cases_meeting USING btree (partnership_id, starts_at);
CREATE INDEX membership_role ON public.organisations_membership USING btree (partnership_id, role);
CREATE INDEX message_of_case ON public.notifications_message USING btree (partnership_id, case_id);
CREATE INDEX message_to_staff ON public.notifications_message USING btree (partnership_id, id) WHERE (application_id IS NULL);
CREATE INDEX message_untold ON public.notifications_message USING btree (partnership_id, id) WHERE (told_at IS NULL);
CREATE INDEX notifications_chaserline_chaser_id_bc57e8d3 ON public.notifications_chaserline USING btree (chaser_id);
CREATE INDEX notifications_delivery_application_id_d858ce59 ON public.notifications_delivery USING btree (application_id);
CREATE INDEX notifications_delivery_marked_by_id_c4c18b47 ON public.notifications_delivery USING btree (marked_by_id);
CREATE INDEX notifications_delivery_message_id_df4d325b ON public.notifications_delivery USING btree (message_id);
CREATE INDEX notifications_letter_application_id_266530fb ON public.notifications_letter USING btree (application_id);
CREATE INDEX notifications_message_application_id_d9f39a89 ON public.notifications_message USING btree (application_id);
CREATE INDEX notifications_message_event_id_d612a452 ON public.notifications_message USING btree (event_id);
CREATE INDEX notifications_message_person_id_b3f94de7 ON public.notifications_message USING btree (person_id);
CREATE INDEX notifications_message_user_id_89f939e6 ON public.notifications_message USING btree (user_id);
CREATE UNIQUE INDEX one_decision_a_round ON public.cases_decision USING btree (partnership_id, case_id, round) WHERE (NOT ((outcome)::text = 'deferred'::text));
CREATE INDEX organisations_agency_name_fc544156_like ON public.organisations_agency USING btree (name varchar_pattern_ops);
CREATE INDEX organisations_agency_slug_b703e822_like ON public.organisations_agency USING btree (slug varchar_pattern_ops);
CREATE INDEX organisations_district_slug_cdd5aab5 ON public.organisations_district USING btree (slug);
CREATE INDEX organisations_district_slug_cdd5aab5_like ON public.organisations_district USING btree (slug varchar_pattern_ops);
CREATE INDEX organisations_heartbeat_name_0362c379_like ON public.organisations_heartbeat USING btree (name varchar_pattern_ops);
CREATE INDEX organisations_locality_district_id_fa3f4b6f ON public.organisations_locality USING btree (district_id);
CREATE INDEX organisations_membership_agency_id_89838145 ON public.organisations_membership USING btree (agency_id);
CREATE INDEX organisations_membership_partnership_id_7a18d588 ON public.organisations_membership USING btree (partnership_id);
CREATE INDEX organisations_membership_policing_area_id_010b8a8c ON public.organisations_membership USING btree (policing_area_id);
CREATE INDEX organisations_membership_user_id_dfd8e4e8 ON public.organisations_membership USING btree (user_id);
CREATE INDEX organisations_partneragency_agency_id_3efe40e1 ON public.organisations_partneragency USING btree (agency_id);
CREATE INDEX organisations_partnership_name_46c3544c_like ON public.organisations_partnership USING btree (name varchar_pattern_ops);
CREATE INDEX organisations_partnership_policing_area_id_a68b0414 ON public.organisations_partnership USING btree (policing_area_id);
CREATE INDEX organisations_partnership_reference_prefix_c13bcd4a_like ON public.organisations_partnership USING btree (reference_prefix varchar_pattern_ops);
CREATE INDEX organisations_partnership_slug_9785f27c_like ON public.organisations_partnership USING btree (slug varchar_pattern_ops);
CREATE INDEX organisations_policingarea_name_e84ad758_like ON public.organisations_policingarea USING btree (name varchar_pattern_ops);
CREATE INDEX organisations_policingarea_slug_e2c44ad5_like ON public.organisations_policingarea USING btree (slug varchar_pattern_ops);
CREATE INDEX organisations_user_email_9a1ca5c9_like ON public.organisations_user USING btree (email varchar_pattern_ops);
CREATE INDEX organisations_user_groups_group_id_a63a1b72 ON public.organisations_user_groups USING btree (group_id);
CREATE INDEX organisations_user_groups_user_id_91b71569 ON public.organisations_user_groups USING btree (user_id);
CREATE INDEX organisations_user_user_permissions_permission_id_f64995f5 ON public.organisations_user_user_permissions USING btree (permission_id);
CREATE INDEX organisations_user_user_permissions_user_id_91f180bc ON public.organisations_user_user_permissions USING btree (user_id);
CREATE INDEX outbox_stuck ON public.cases_outboxentry USING btree (partnership_id, id) WHERE ((state)::text = 'stuck'::text);
CREATE INDEX outbox_waiting ON public.cases_outboxentry USING btree (partnership_id, id) WHERE ((state)::text = 'waiting'::text);
CREATE INDEX pcc_review_of_case ON public.cases_pccreview USING btree (partnership_id, case_id);
CREATE INDEX pcc_window_by_date ON public.cases_pccwindow USING btree (partnership_id, due_on);
CREATE INDEX pcc_window_of_case ON public.cases_pccwindow USING btree (partnership_id, case_id);
CREATE INDEX pcc_worklist ON public.cases_pccreview USING btree (policing_area_id, requested_at);
CREATE INDEX peer_review_of_case ON public.cases_peerreviewconsideration USING btree (partnership_id, case_id);
CREATE INDEX person_of_application ON public.cases_person USING btree (partnership_id, application_id);
CREATE INDEX person_of_case ON public.cases_person USING btree (partnership_id, case_id);
CREATE INDEX recommendation_of_case ON public.cases_recommendation USING btree (partnership_id, case_id);
CREATE INDEX report_of_application ON public.cases_report USING btree (partnership_id, application_id);
CREATE INDEX report_of_case ON public.cases_report USING btree (partnership_id, case_id);
CREATE INDEX request_of_case ON public.cases_informationrequest USING btree (partnership_id, case_id);
CREATE INDEX risk_of_case ON public.cases_riskassessment USING btree (partnership_id, case_id);
CREATE INDEX safe_contact_of_case ON public.cases_safecontact USING btree (partnership_id, case_id);
CREATE INDEX statistics_year ON public.cases_statisticsentry USING btree (partnership_id, figure, happened_on);
CREATE INDEX thresholds_consultation_procedure_id_fc4cd22d ON public.thresholds_consultation USING btree (procedure_id);
CREATE INDEX thresholds_consultation_recorded_by_id_7306b9a7 ON public.thresholds_consultation USING btree (recorded_by_id);
CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";
CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;
CREATE INDEX victim_involvement_of_case ON public.cases_victiminvolvement USING btree (partnership_id, case_id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.cases_event FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.cases_statisticsentry FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON public.thresholds_consultation FOR EACH ROW EXECUTE FUNCTION public.refuse_change();
CREATE TRIGGER keep_procedure BEFORE DELETE OR UPDATE ON public.thresholds_procedure FOR EACH ROW EXECUTE FUNCTION public.keep_procedure();
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_organisations_user_id FOREIGN KEY (user_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_accesskey
    ADD CONSTRAINT cases_accesskey_partnership_id_69e67b7d_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_action
    ADD CONSTRAINT cases_action_agency_id_9a623e6e_fk_organisations_agency_id FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_action
    ADD CONSTRAINT cases_action_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_action
    ADD CONSTRAINT cases_action_partnership_id_5d521108_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_action
    ADD CONSTRAINT cases_action_plan_id_same_tenant FOREIGN KEY (partnership_id, plan_id) REFERENCES public.cases_actionplan(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_actionplan
    ADD CONSTRAINT cases_actionplan_agreed_by_id_19ed2a03_fk_organisations_user_id FOREIGN KEY (agreed_by_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_actionplan
    ADD CONSTRAINT cases_actionplan_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_actionplan
    ADD CONSTRAINT cases_actionplan_meeting_id_same_tenant FOREIGN KEY (partnership_id, meeting_id) REFERENCES public.cases_meeting(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_actionplan
    ADD CONSTRAINT cases_actionplan_partnership_id_bf6931fa_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_actionupdate
    ADD CONSTRAINT cases_actionupdate_action_id_same_tenant FOREIGN KEY (partnership_id, action_id) REFERENCES public.cases_action(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_actionupdate
    ADD CONSTRAINT cases_actionupdate_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_actionupdate
    ADD CONSTRAINT cases_actionupdate_made_by_id_dd0574a4_fk_organisations_user_id FOREIGN KEY (made_by_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_actionupdate
    ADD CONSTRAINT cases_actionupdate_partnership_id_4b8feb42_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_agendaitem
    ADD CONSTRAINT cases_agendaitem_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_agendaitem
    ADD CONSTRAINT cases_agendaitem_meeting_id_same_tenant FOREIGN KEY (partnership_id, meeting_id) REFERENCES public.cases_meeting(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_agendaitem
    ADD CONSTRAINT cases_agendaitem_partnership_id_42631ee4_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_agendaitem
    ADD CONSTRAINT cases_agendaitem_referred_by_id_82ed2c99_fk_organisat FOREIGN KEY (referred_by_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_application
    ADD CONSTRAINT cases_application_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_application
    ADD CONSTRAINT cases_application_district_id_same_tenant FOREIGN KEY (partnership_id, district_id) REFERENCES public.organisations_district(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_application
    ADD CONSTRAINT cases_application_partnership_id_3a6486d1_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_application
    ADD CONSTRAINT cases_application_procedure_id_same_tenant FOREIGN KEY (partnership_id, procedure_id) REFERENCES public.thresholds_procedure(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_assessment
    ADD CONSTRAINT cases_assessment_assessed_by_id_61b9e00c_fk_organisat FOREIGN KEY (assessed_by_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_assessment
    ADD CONSTRAINT cases_assessment_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_assessment
    ADD CONSTRAINT cases_assessment_partnership_id_5644cb8b_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_assessment
    ADD CONSTRAINT cases_assessment_procedure_id_same_tenant FOREIGN KEY (partnership_id, procedure_id) REFERENCES public.thresholds_procedure(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_assessmentparty
    ADD CONSTRAINT cases_assessmentpart_agency_id_4b920e01_fk_organisat FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_assessmentparty
    ADD CONSTRAINT cases_assessmentpart_partnership_id_905cae2d_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_assessmentparty
    ADD CONSTRAINT cases_assessmentparty_assessment_id_same_tenant FOREIGN KEY (partnership_id, assessment_id) REFERENCES public.cases_assessment(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_assessmentparty
    ADD CONSTRAINT cases_assessmentparty_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_district_id_same_tenant FOREIGN KEY (partnership_id, district_id) REFERENCES public.organisations_district(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_merged_into_id_same_tenant FOREIGN KEY (partnership_id, merged_into_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_case
    ADD CONSTRAINT cases_case_partnership_id_bdfe865c_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_casegrant
    ADD CONSTRAINT cases_casegrant_agency_id_28b2ad7a_fk_organisations_agency_id FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_casegrant
    ADD CONSTRAINT cases_casegrant_neighbour_id_8c37abaa_fk_organisat FOREIGN KEY (neighbour_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_casegrant
    ADD CONSTRAINT cases_casegrant_partnership_id_3d0efb32_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_casegrant
    ADD CONSTRAINT cases_casegrant_policing_area_id_e8c9185b_fk_organisat FOREIGN KEY (policing_area_id) REFERENCES public.organisations_policingarea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_casetoken
    ADD CONSTRAINT cases_casetoken_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_casetoken
    ADD CONSTRAINT cases_casetoken_partnership_id_1f0fec8b_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_consent
    ADD CONSTRAINT cases_consent_application_id_same_tenant FOREIGN KEY (partnership_id, application_id) REFERENCES public.cases_application(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_consent
    ADD CONSTRAINT cases_consent_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_consent
    ADD CONSTRAINT cases_consent_partnership_id_c142b248_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_consent
    ADD CONSTRAINT cases_consent_person_id_same_tenant FOREIGN KEY (partnership_id, person_id) REFERENCES public.cases_person(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_deadline
    ADD CONSTRAINT cases_deadline_application_id_same_tenant FOREIGN KEY (partnership_id, application_id) REFERENCES public.cases_application(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_deadline
    ADD CONSTRAINT cases_deadline_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_deadline
    ADD CONSTRAINT cases_deadline_partnership_id_57440cf0_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_decision
    ADD CONSTRAINT cases_decision_assessment_id_same_tenant FOREIGN KEY (partnership_id, assessment_id) REFERENCES public.cases_assessment(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_decision
    ADD CONSTRAINT cases_decision_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_decision
    ADD CONSTRAINT cases_decision_decided_by_id_1e8a9d31_fk_organisations_user_id FOREIGN KEY (decided_by_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_decision
    ADD CONSTRAINT cases_decision_partnership_id_8d5d4e00_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_decision
    ADD CONSTRAINT cases_decision_second_person_id_828f5967_fk_organisat FOREIGN KEY (second_person_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_event
    ADD CONSTRAINT cases_event_application_id_same_tenant FOREIGN KEY (partnership_id, application_id) REFERENCES public.cases_application(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_event
    ADD CONSTRAINT cases_event_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_event
    ADD CONSTRAINT cases_event_partnership_id_b961a7ea_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_eventfacts
    ADD CONSTRAINT cases_eventfacts_application_id_same_tenant FOREIGN KEY (partnership_id, application_id) REFERENCES public.cases_application(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_eventfacts
    ADD CONSTRAINT cases_eventfacts_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_eventfacts
    ADD CONSTRAINT cases_eventfacts_event_id_same_tenant FOREIGN KEY (partnership_id, event_id) REFERENCES public.cases_event(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_eventfacts
    ADD CONSTRAINT cases_eventfacts_partnership_id_b3f2032c_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_incident
    ADD CONSTRAINT cases_incident_application_id_same_tenant FOREIGN KEY (partnership_id, application_id) REFERENCES public.cases_application(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_incident
    ADD CONSTRAINT cases_incident_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_incident
    ADD CONSTRAINT cases_incident_named_by_id_728fb2ef_fk_organisations_agency_id FOREIGN KEY (named_by_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_incident
    ADD CONSTRAINT cases_incident_partnership_id_90bcecc3_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_informationrequest
    ADD CONSTRAINT cases_informationreq_agency_id_7cd2d0a5_fk_organisat FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_informationrequest
    ADD CONSTRAINT cases_informationreq_asked_by_id_9d9c4091_fk_organisat FOREIGN KEY (asked_by_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_informationrequest
    ADD CONSTRAINT cases_informationreq_partnership_id_7245869a_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_informationrequest
    ADD CONSTRAINT cases_informationreq_returned_by_id_5127affa_fk_organisat FOREIGN KEY (returned_by_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_informationrequest
    ADD CONSTRAINT cases_informationrequest_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_involvement
    ADD CONSTRAINT cases_involvement_application_id_same_tenant FOREIGN KEY (partnership_id, application_id) REFERENCES public.cases_application(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_involvement
    ADD CONSTRAINT cases_involvement_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_involvement
    ADD CONSTRAINT cases_involvement_partnership_id_71affba9_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_involvement
    ADD CONSTRAINT cases_involvement_person_id_same_tenant FOREIGN KEY (partnership_id, person_id) REFERENCES public.cases_person(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_meeting
    ADD CONSTRAINT cases_meeting_chair_id_680979e8_fk_organisations_user_id FOREIGN KEY (chair_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_meeting
    ADD CONSTRAINT cases_meeting_locality_id_same_tenant FOREIGN KEY (partnership_id, locality_id) REFERENCES public.organisations_locality(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_meeting
    ADD CONSTRAINT cases_meeting_partnership_id_96dd1ad6_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_outboxentry
    ADD CONSTRAINT cases_outboxentry_event_id_same_tenant FOREIGN KEY (partnership_id, event_id) REFERENCES public.cases_event(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_outboxentry
    ADD CONSTRAINT cases_outboxentry_partnership_id_214ed406_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_pccnote
    ADD CONSTRAINT cases_pccnote_partnership_id_7d6ad2b6_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_pccnote
    ADD CONSTRAINT cases_pccnote_policing_area_id_2aec5349_fk_organisat FOREIGN KEY (policing_area_id) REFERENCES public.organisations_policingarea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_pccnote
    ADD CONSTRAINT cases_pccnote_review_id_same_tenant FOREIGN KEY (partnership_id, review_id) REFERENCES public.cases_pccreview(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_pccnote
    ADD CONSTRAINT cases_pccnote_written_by_id_8b2eafc8_fk_organisations_user_id FOREIGN KEY (written_by_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_pccreview
    ADD CONSTRAINT cases_pccreview_application_id_same_tenant FOREIGN KEY (partnership_id, application_id) REFERENCES public.cases_application(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_pccreview
    ADD CONSTRAINT cases_pccreview_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_pccreview
    ADD CONSTRAINT cases_pccreview_decided_by_id_a0145534_fk_organisations_user_id FOREIGN KEY (decided_by_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_pccreview
    ADD CONSTRAINT cases_pccreview_partnership_id_6d89e375_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_pccreview
    ADD CONSTRAINT cases_pccreview_policing_area_id_2aaccbfd_fk_organisat FOREIGN KEY (policing_area_id) REFERENCES public.organisations_policingarea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_pccwindow
    ADD CONSTRAINT cases_pccwindow_application_id_same_tenant FOREIGN KEY (partnership_id, application_id) REFERENCES public.cases_application(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_pccwindow
    ADD CONSTRAINT cases_pccwindow_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_pccwindow
    ADD CONSTRAINT cases_pccwindow_partnership_id_dabff1a8_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_peerreviewconsideration
    ADD CONSTRAINT cases_peerreviewcons_considered_by_id_a7a9e1c5_fk_organisat FOREIGN KEY (considered_by_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_peerreviewconsideration
    ADD CONSTRAINT cases_peerreviewcons_neighbour_id_9ddf4a6f_fk_organisat FOREIGN KEY (neighbour_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_peerreviewconsideration
    ADD CONSTRAINT cases_peerreviewcons_partnership_id_e4d5cbfd_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_peerreviewconsideration
    ADD CONSTRAINT cases_peerreviewconsideration_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_person
    ADD CONSTRAINT cases_person_application_id_same_tenant FOREIGN KEY (partnership_id, application_id) REFERENCES public.cases_application(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_person
    ADD CONSTRAINT cases_person_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_person
    ADD CONSTRAINT cases_person_landlord_id_same_tenant FOREIGN KEY (partnership_id, landlord_id) REFERENCES public.organisations_partneragency(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_person
    ADD CONSTRAINT cases_person_partnership_id_fef944bc_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_recommendation
    ADD CONSTRAINT cases_recommendation_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_recommendation
    ADD CONSTRAINT cases_recommendation_partnership_id_d3043e62_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_recommendation
    ADD CONSTRAINT cases_recommendation_plan_id_same_tenant FOREIGN KEY (partnership_id, plan_id) REFERENCES public.cases_actionplan(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_report
    ADD CONSTRAINT cases_report_agency_id_e51e6c42_fk_organisations_agency_id FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_report
    ADD CONSTRAINT cases_report_application_id_same_tenant FOREIGN KEY (partnership_id, application_id) REFERENCES public.cases_application(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_report
    ADD CONSTRAINT cases_report_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_report
    ADD CONSTRAINT cases_report_incident_id_same_tenant FOREIGN KEY (partnership_id, incident_id) REFERENCES public.cases_incident(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_report
    ADD CONSTRAINT cases_report_partnership_id_99ee74c6_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_report
    ADD CONSTRAINT cases_report_reporter_id_same_tenant FOREIGN KEY (partnership_id, reporter_id) REFERENCES public.cases_person(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_riskassessment
    ADD CONSTRAINT cases_riskassessment_application_id_same_tenant FOREIGN KEY (partnership_id, application_id) REFERENCES public.cases_application(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_riskassessment
    ADD CONSTRAINT cases_riskassessment_assessed_by_id_f584e4a9_fk_organisat FOREIGN KEY (assessed_by_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_riskassessment
    ADD CONSTRAINT cases_riskassessment_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_riskassessment
    ADD CONSTRAINT cases_riskassessment_partnership_id_b9b6884c_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_safecontact
    ADD CONSTRAINT cases_safecontact_application_id_same_tenant FOREIGN KEY (partnership_id, application_id) REFERENCES public.cases_application(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_safecontact
    ADD CONSTRAINT cases_safecontact_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_safecontact
    ADD CONSTRAINT cases_safecontact_partnership_id_1011141e_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_safecontact
    ADD CONSTRAINT cases_safecontact_person_id_same_tenant FOREIGN KEY (partnership_id, person_id) REFERENCES public.cases_person(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_statisticsentry
    ADD CONSTRAINT cases_statisticsentr_partnership_id_4448097c_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_statisticsentry
    ADD CONSTRAINT cases_statisticsentr_policing_area_id_09ede750_fk_organisat FOREIGN KEY (policing_area_id) REFERENCES public.organisations_policingarea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_statisticsentry
    ADD CONSTRAINT cases_statisticsentry_district_id_same_tenant FOREIGN KEY (partnership_id, district_id) REFERENCES public.organisations_district(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_victiminvolvement
    ADD CONSTRAINT cases_victiminvolvem_partnership_id_57fd8979_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_victiminvolvement
    ADD CONSTRAINT cases_victiminvolvement_application_id_same_tenant FOREIGN KEY (partnership_id, application_id) REFERENCES public.cases_application(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_victiminvolvement
    ADD CONSTRAINT cases_victiminvolvement_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cases_victiminvolvement
    ADD CONSTRAINT cases_victiminvolvement_item_id_same_tenant FOREIGN KEY (partnership_id, item_id) REFERENCES public.cases_agendaitem(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_chaser
    ADD CONSTRAINT notifications_chaser_deadline_id_same_tenant FOREIGN KEY (partnership_id, deadline_id) REFERENCES public.cases_deadline(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_chaser
    ADD CONSTRAINT notifications_chaser_partnership_id_210b2276_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_chaserline
    ADD CONSTRAINT notifications_chaser_partnership_id_4c20a918_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_chaserline
    ADD CONSTRAINT notifications_chaserline_chaser_id_same_tenant FOREIGN KEY (partnership_id, chaser_id) REFERENCES public.notifications_chaser(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_chaserline
    ADD CONSTRAINT notifications_chaserline_message_id_same_tenant FOREIGN KEY (partnership_id, message_id) REFERENCES public.notifications_message(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_delivery
    ADD CONSTRAINT notifications_delive_marked_by_id_c4c18b47_fk_organisat FOREIGN KEY (marked_by_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_delivery
    ADD CONSTRAINT notifications_delive_partnership_id_d2513c44_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_delivery
    ADD CONSTRAINT notifications_delivery_application_id_same_tenant FOREIGN KEY (partnership_id, application_id) REFERENCES public.cases_application(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_delivery
    ADD CONSTRAINT notifications_delivery_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_delivery
    ADD CONSTRAINT notifications_delivery_message_id_same_tenant FOREIGN KEY (partnership_id, message_id) REFERENCES public.notifications_message(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_letter
    ADD CONSTRAINT notifications_letter_application_id_same_tenant FOREIGN KEY (partnership_id, application_id) REFERENCES public.cases_application(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_letter
    ADD CONSTRAINT notifications_letter_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_letter
    ADD CONSTRAINT notifications_letter_message_id_same_tenant FOREIGN KEY (partnership_id, message_id) REFERENCES public.notifications_message(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_letter
    ADD CONSTRAINT notifications_letter_partnership_id_87a3b5ed_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_message
    ADD CONSTRAINT notifications_messag_partnership_id_d4e0e127_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_message
    ADD CONSTRAINT notifications_message_application_id_same_tenant FOREIGN KEY (partnership_id, application_id) REFERENCES public.cases_application(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_message
    ADD CONSTRAINT notifications_message_case_id_same_tenant FOREIGN KEY (partnership_id, case_id) REFERENCES public.cases_case(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_message
    ADD CONSTRAINT notifications_message_event_id_same_tenant FOREIGN KEY (partnership_id, event_id) REFERENCES public.cases_event(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_message
    ADD CONSTRAINT notifications_message_person_id_same_tenant FOREIGN KEY (partnership_id, person_id) REFERENCES public.cases_person(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.notifications_message
    ADD CONSTRAINT notifications_message_user_id_89f939e6_fk_organisations_user_id FOREIGN KEY (user_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_district
    ADD CONSTRAINT organisations_distri_partnership_id_f192ed20_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_locality
    ADD CONSTRAINT organisations_locali_partnership_id_2827f782_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_locality
    ADD CONSTRAINT organisations_locality_district_id_same_tenant FOREIGN KEY (partnership_id, district_id) REFERENCES public.organisations_district(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_membership
    ADD CONSTRAINT organisations_member_agency_id_89838145_fk_organisat FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_membership
    ADD CONSTRAINT organisations_member_partnership_id_7a18d588_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_membership
    ADD CONSTRAINT organisations_member_policing_area_id_010b8a8c_fk_organisat FOREIGN KEY (policing_area_id) REFERENCES public.organisations_policingarea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_membership
    ADD CONSTRAINT organisations_member_user_id_dfd8e4e8_fk_organisat FOREIGN KEY (user_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_partneragency
    ADD CONSTRAINT organisations_partne_agency_id_3efe40e1_fk_organisat FOREIGN KEY (agency_id) REFERENCES public.organisations_agency(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_partneragency
    ADD CONSTRAINT organisations_partne_partnership_id_df29ec90_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_partnership
    ADD CONSTRAINT organisations_partne_policing_area_id_a68b0414_fk_organisat FOREIGN KEY (policing_area_id) REFERENCES public.organisations_policingarea(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_user_groups
    ADD CONSTRAINT organisations_user_g_user_id_91b71569_fk_organisat FOREIGN KEY (user_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_user_groups
    ADD CONSTRAINT organisations_user_groups_group_id_a63a1b72_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_user_user_permissions
    ADD CONSTRAINT organisations_user_u_permission_id_f64995f5_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.organisations_user_user_permissions
    ADD CONSTRAINT organisations_user_u_user_id_91f180bc_fk_organisat FOREIGN KEY (user_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.thresholds_calendarday
    ADD CONSTRAINT thresholds_calendard_partnership_id_d1b26de8_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.thresholds_consultation
    ADD CONSTRAINT thresholds_consultat_partnership_id_977953e3_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.thresholds_consultation
    ADD CONSTRAINT thresholds_consultat_recorded_by_id_7306b9a7_fk_organisat FOREIGN KEY (recorded_by_id) REFERENCES public.organisations_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.thresholds_consultation
    ADD CONSTRAINT thresholds_consultation_procedure_id_same_tenant FOREIGN KEY (partnership_id, procedure_id) REFERENCES public.thresholds_procedure(partnership_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.thresholds_procedure
    ADD CONSTRAINT thresholds_procedure_partnership_id_3bc87ca5_fk_organisat FOREIGN KEY (partnership_id) REFERENCES public.organisations_partnership(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE public.cases_action ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_actionplan ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_actionupdate ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_agendaitem ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_application ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_assessment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_assessmentparty ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_case ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_casetoken ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_consent ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_deadline ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_decision ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_eventfacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_incident ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_informationrequest ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_involvement ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_meeting ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_outboxentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_pccnote ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_pccreview ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_pccwindow ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_peerreviewconsideration ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_person ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_recommendation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_report ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_riskassessment ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_safecontact ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_statisticsentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.cases_victiminvolvement ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notifications_chaser ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notifications_chaserline ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notifications_delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notifications_letter ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notifications_message ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organisations_district ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organisations_locality ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organisations_partneragency ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON public.cases_incident AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN true
    ELSE (named_by_id IS NULL)
END) WITH CHECK (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN true
    ELSE (named_by_id IS NULL)
END);
CREATE POLICY own_rows ON public.cases_report AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN true
    ELSE ((reporter_pseudonym)::text = ''::text)
END) WITH CHECK (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN true
    ELSE ((reporter_pseudonym)::text = ''::text)
END);
CREATE POLICY scope ON public.cases_action AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END) WITH CHECK (
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END);
CREATE POLICY scope ON public.cases_actionplan AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END) WITH CHECK (
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END);
CREATE POLICY scope ON public.cases_actionupdate AS RESTRICTIVE USING ((
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END AND (current_setting('app.application'::text, true) = '*'::text))) WITH CHECK ((
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END AND (current_setting('app.application'::text, true) = '*'::text)));
CREATE POLICY scope ON public.cases_agendaitem AS RESTRICTIVE USING ((
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END AND (current_setting('app.application'::text, true) = '*'::text))) WITH CHECK ((
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END AND (current_setting('app.application'::text, true) = '*'::text)));
CREATE POLICY scope ON public.cases_application AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END) WITH CHECK (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END);
CREATE POLICY scope ON public.cases_assessment AS RESTRICTIVE USING ((
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END AND (current_setting('app.application'::text, true) = '*'::text))) WITH CHECK ((
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END AND (current_setting('app.application'::text, true) = '*'::text)));
CREATE POLICY scope ON public.cases_assessmentparty AS RESTRICTIVE USING ((
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END AND (current_setting('app.application'::text, true) = '*'::text))) WITH CHECK ((
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END AND (current_setting('app.application'::text, true) = '*'::text)));
CREATE POLICY scope ON public.cases_case AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END) WITH CHECK (
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END);
CREATE POLICY scope ON public.cases_casetoken AS RESTRICTIVE USING (((current_setting('app.case'::text, true) = '*'::text) AND (current_setting('app.application'::text, true) = '*'::text))) WITH CHECK (((current_setting('app.case'::text, true) = '*'::text) AND (current_setting('app.application'::text, true) = '*'::text)));
CREATE POLICY scope ON public.cases_consent AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END) WITH CHECK (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END);
CREATE POLICY scope ON public.cases_deadline AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END) WITH CHECK (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END);
CREATE POLICY scope ON public.cases_decision AS RESTRICTIVE USING ((
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END AND (current_setting('app.application'::text, true) = '*'::text))) WITH CHECK ((
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END AND (current_setting('app.application'::text, true) = '*'::text)));
CREATE POLICY scope ON public.cases_event AS RESTRICTIVE USING ((
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END AND (current_setting('app.application'::text, true) = '*'::text))) WITH CHECK ((
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END AND (current_setting('app.application'::text, true) = '*'::text)));
CREATE POLICY scope ON public.cases_eventfacts AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END) WITH CHECK (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END);
CREATE POLICY scope ON public.cases_incident AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END) WITH CHECK (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END);
CREATE POLICY scope ON public.cases_informationrequest AS RESTRICTIVE USING ((
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END AND (current_setting('app.application'::text, true) = '*'::text))) WITH CHECK ((
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END AND (current_setting('app.application'::text, true) = '*'::text)));
CREATE POLICY scope ON public.cases_involvement AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END) WITH CHECK (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END);
CREATE POLICY scope ON public.cases_meeting AS RESTRICTIVE USING (((current_setting('app.case'::text, true) = '*'::text) AND (current_setting('app.application'::text, true) = '*'::text))) WITH CHECK (((current_setting('app.case'::text, true) = '*'::text) AND (current_setting('app.application'::text, true) = '*'::text)));
CREATE POLICY scope ON public.cases_outboxentry AS RESTRICTIVE USING (((current_setting('app.case'::text, true) = '*'::text) AND (current_setting('app.application'::text, true) = '*'::text))) WITH CHECK (((current_setting('app.case'::text, true) = '*'::text) AND (current_setting('app.application'::text, true) = '*'::text)));
CREATE POLICY scope ON public.cases_pccreview AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.partnership'::text, true) = ''::text) THEN true
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END) WITH CHECK (
CASE
    WHEN (current_setting('app.partnership'::text, true) = ''::text) THEN true
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END);
CREATE POLICY scope ON public.cases_pccwindow AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END) WITH CHECK (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END);
CREATE POLICY scope ON public.cases_peerreviewconsideration AS RESTRICTIVE USING ((
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END AND (current_setting('app.application'::text, true) = '*'::text))) WITH CHECK ((
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END AND (current_setting('app.application'::text, true) = '*'::text)));
CREATE POLICY scope ON public.cases_person AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END) WITH CHECK (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END);
CREATE POLICY scope ON public.cases_recommendation AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END) WITH CHECK (
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END);
CREATE POLICY scope ON public.cases_report AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END) WITH CHECK (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END);
CREATE POLICY scope ON public.cases_riskassessment AS RESTRICTIVE USING ((
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END AND (current_setting('app.application'::text, true) = '*'::text))) WITH CHECK ((
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
END AND (current_setting('app.application'::text, true) = '*'::text)));
CREATE POLICY scope ON public.cases_safecontact AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END) WITH CHECK (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END);
CREATE POLICY scope ON public.cases_statisticsentry AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.partnership'::text, true) = ''::text) THEN true
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (NULL::bigint = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (NULL::bigint = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END) WITH CHECK (
CASE
    WHEN (current_setting('app.partnership'::text, true) = ''::text) THEN true
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (NULL::bigint = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (NULL::bigint = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END);
CREATE POLICY scope ON public.cases_victiminvolvement AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END) WITH CHECK (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END);
CREATE POLICY scope ON public.notifications_chaser AS RESTRICTIVE USING (((current_setting('app.case'::text, true) = '*'::text) AND (current_setting('app.application'::text, true) = '*'::text))) WITH CHECK (((current_setting('app.case'::text, true) = '*'::text) AND (current_setting('app.application'::text, true) = '*'::text)));
CREATE POLICY scope ON public.notifications_chaserline AS RESTRICTIVE USING (((current_setting('app.case'::text, true) = '*'::text) AND (current_setting('app.application'::text, true) = '*'::text))) WITH CHECK (((current_setting('app.case'::text, true) = '*'::text) AND (current_setting('app.application'::text, true) = '*'::text)));
CREATE POLICY scope ON public.notifications_delivery AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END) WITH CHECK (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END);
CREATE POLICY scope ON public.notifications_letter AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END) WITH CHECK (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END);
CREATE POLICY scope ON public.notifications_message AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END) WITH CHECK (
CASE
    WHEN (current_setting('app.application'::text, true) = '*'::text) THEN
    CASE
        WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
        ELSE (case_id = ANY (((('{'::text || current_setting('app.case'::text, true)) || '}'::text))::bigint[]))
    END
    ELSE (application_id = (NULLIF(current_setting('app.application'::text, true), ''::text))::bigint)
END);
CREATE POLICY scope ON public.thresholds_consultation AS RESTRICTIVE USING (((current_setting('app.case'::text, true) = '*'::text) AND (current_setting('app.application'::text, true) = '*'::text))) WITH CHECK (((current_setting('app.case'::text, true) = '*'::text) AND (current_setting('app.application'::text, true) = '*'::text)));
CREATE POLICY scope ON public.thresholds_procedure AS RESTRICTIVE USING (
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (((status)::text = 'published'::text) OR ((status)::text = 'superseded'::text))
END) WITH CHECK (
CASE
    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true
    ELSE (((status)::text = 'published'::text) OR ((status)::text = 'superseded'::text))
END);
CREATE POLICY tenant ON public.cases_action USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_actionplan USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_actionupdate USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_agendaitem USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_application USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_assessment USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_assessmentparty USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_case USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_casetoken USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_consent USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_deadline USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_decision USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_event USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_eventfacts USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_incident USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_informationrequest USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_involvement USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_meeting USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_outboxentry USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_pccnote USING ((policing_area_id = (NULLIF(current_setting('app.area'::text, true), ''::text))::bigint)) WITH CHECK ((policing_area_id = (NULLIF(current_setting('app.area'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_pccreview USING (((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint) OR (policing_area_id = (NULLIF(current_setting('app.area'::text, true), ''::text))::bigint))) WITH CHECK (((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint) OR (policing_area_id = (NULLIF(current_setting('app.area'::text, true), ''::text))::bigint)));
CREATE POLICY tenant ON public.cases_pccwindow USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_peerreviewconsideration USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_person USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_recommendation USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_report USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_riskassessment USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_safecontact USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.cases_statisticsentry USING (((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint) OR (policing_area_id = (NULLIF(current_setting('app.area'::text, true), ''::text))::bigint))) WITH CHECK (((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint) OR (policing_area_id = (NULLIF(current_setting('app.area'::text, true), ''::text))::bigint)));
CREATE POLICY tenant ON public.cases_victiminvolvement USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.notifications_chaser USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.notifications_chaserline USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.notifications_delivery USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.notifications_letter USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.notifications_message USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.organisations_district USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.organisations_locality USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.organisations_partneragency USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.thresholds_calendarday USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.thresholds_consultation USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
CREATE POLICY tenant ON public.thresholds_procedure USING ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint)) WITH CHECK ((partnership_id = (NULLIF(current_setting('app.partnership'::text, true), ''::text))::bigint));
ALTER TABLE public.thresholds_calendarday ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.thresholds_consultation ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.thresholds_procedure ENABLE ROW LEVEL SECURITY;
