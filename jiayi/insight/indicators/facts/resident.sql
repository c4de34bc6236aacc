-- One row for each resident living here on the day: what indicators count, over the calendar year up to the day.
-- The dialect is DuckDB's; `pg` is the attached database, `person` the rows of coverage_person.sql, `renewal` those of
-- renewal_due.sql, `booked`, `referred`, `surveyed` and `interviewed` of the files of these names. Columns are described in rulebook/fact_columns.yaml. Variables: as_of, year_start, quarter_start (dates).
WITH visit AS (
    SELECT record.id, record.resident_id, record.form, record.visit_on, record.mode, record.counts, record.entered_on
    FROM pg.public.care_record AS record
    WHERE record.state = 'current' AND record.visit_on >= getvariable('year_start')
        AND record.visit_on <= getvariable('as_of')
),
visited AS (
    SELECT resident_id,
        count(*) FILTER (WHERE form = 'hypertension-follow-up' AND counts) AS hypertension_visits,
        count(*) FILTER (WHERE form = 'diabetes-follow-up' AND counts) AS diabetes_visits,
        count(*) FILTER (
            WHERE form = 'hypertension-follow-up' AND counts AND visit_on >= getvariable('quarter_start')
        ) AS hypertension_visits_of_quarter,
        count(*) FILTER (
            WHERE form = 'diabetes-follow-up' AND counts AND visit_on >= getvariable('quarter_start')
        ) AS diabetes_visits_of_quarter,
        count(*) AS records,
        count(*) FILTER (WHERE mode = 'phone') AS phone_records,
        count(*) FILTER (WHERE form = 'mental-follow-up' AND counts) AS mental_visits,
        count(DISTINCT visit_on) FILTER (WHERE mode = 'home') AS home_visits,
        count(*) FILTER (WHERE form = 'hypertension-follow-up' AND mode = 'home') AS hypertension_home_visits,
        count(*) FILTER (WHERE form = 'diabetes-follow-up' AND mode = 'home') AS diabetes_home_visits,
        count(*) FILTER (WHERE form = 'health-check-up') AS check_ups,
        count(*) FILTER (WHERE form = 'elderly-self-care') AS elderly_assessments,
        count(*) FILTER (WHERE form = 'tcm-constitution') AS tcm_constitutions,
        count(*) FILTER (WHERE form IN ('child-visit', 'newborn-visit')) AS child_visits,
        count(*) FILTER (WHERE form = 'newborn-visit') AS newborn_visits,
        count(*) FILTER (WHERE form = 'tcm-child-guidance') AS tcm_child_visits,
        count(*) FILTER (WHERE form = 'antenatal-visit') AS antenatal_visits,
        arg_max(id, (visit_on, id)) FILTER (WHERE form = 'hypertension-follow-up') AS last_hypertension,
        arg_max(id, (visit_on, id)) FILTER (WHERE form = 'diabetes-follow-up') AS last_diabetes,
        arg_max(id, (visit_on, id)) FILTER (WHERE form = 'tuberculosis-follow-up') AS last_tuberculosis
    FROM visit
    GROUP BY resident_id
),
measured AS (
    SELECT observation.record_id,
        max(observation.number) FILTER (WHERE observation.code = 'systolic')::DOUBLE AS systolic,
        max(observation.number) FILTER (WHERE observation.code = 'diastolic')::DOUBLE AS diastolic,
        max(observation.number) FILTER (WHERE observation.code = 'fasting_glucose')::DOUBLE AS fasting_glucose,
        max(observation.number) FILTER (WHERE observation.code = 'tuberculosis_taken_percent')::DOUBLE AS taken_percent
    FROM pg.public.care_observation AS observation
    WHERE observation.record_id IS NOT NULL AND NOT observation.is_voided
        AND observation.code IN ('systolic', 'diastolic', 'fasting_glucose', 'tuberculosis_taken_percent')
    GROUP BY observation.record_id
),
managed AS (
    SELECT resident_id, list(DISTINCT programme) AS programmes
    FROM pg.public.care_enrolment
    WHERE enrolled_on <= getvariable('as_of') AND (closed_on IS NULL OR closed_on >= getvariable('year_start'))
    GROUP BY resident_id
),
agreement AS (
    SELECT agreement.resident_id,
        arg_max(agreement.id, (agreement.starts_on, agreement.id)) AS id,
        arg_max(agreement.responsible_person_id, (agreement.starts_on, agreement.id)) AS doctor_id,
        arg_max(agreement.signed_on, (agreement.starts_on, agreement.id)) AS signed_on,
        arg_max(agreement.paper_id, (agreement.starts_on, agreement.id)) AS paper_id
    FROM pg.public.agreements_agreement AS agreement
    WHERE agreement.kind <> 'supplementary' AND agreement.state NOT IN ('draft', 'pending', 'void')
        AND agreement.starts_on <= getvariable('as_of')
        AND coalesce(agreement.ended_on, agreement.ends_on) >= getvariable('as_of')
    GROUP BY agreement.resident_id
),
area AS (
    SELECT region_id AS village, arg_min(team_id, (starts_on, id)) AS team_id,
        arg_min(responsible_person_id, (starts_on, id)) AS doctor_id
    FROM pg.public.organization_area
    WHERE starts_on <= getvariable('as_of') AND (ends_on IS NULL OR ends_on >= getvariable('as_of'))
    GROUP BY region_id
),
due AS (
    SELECT resident_id, count(*) FILTER (WHERE standing <> 'excluded') AS due_for_renewal,
        count(*) FILTER (WHERE standing = 'renewed') AS renewed
    FROM renewal
    WHERE is_of_year
    GROUP BY resident_id
),
delivery AS (
    SELECT membership.resident_id, max(membership.delivered_on) AS delivered_on
    FROM pg.public.people_groupmembership AS membership
    WHERE membership."group" = 'maternal' AND membership.delivered_on >= getvariable('year_start')
        AND membership.delivered_on <= getvariable('as_of')
    GROUP BY membership.resident_id
),
postpartum AS (
    SELECT visit.resident_id, count(*) AS visits
    FROM visit
    INNER JOIN delivery ON delivery.resident_id = visit.resident_id
    WHERE visit.form = 'postpartum-visit' AND visit.visit_on <= delivery.delivered_on + 28
    GROUP BY visit.resident_id
),
handed AS (
    SELECT dispensing.prescription_id, sum(dispensing.days - coalesce(back.days, 0)) AS days
    FROM pg.public.prescriptions_dispensing AS dispensing
    LEFT JOIN (
        SELECT dispensing_id, sum(days) AS days FROM pg.public.prescriptions_dispensingreturn
        WHERE "on" <= getvariable('as_of') GROUP BY dispensing_id
    ) AS back ON back.dispensing_id = dispensing.id
    WHERE dispensing."on" <= getvariable('as_of')
    GROUP BY dispensing.prescription_id
),
prescribed AS (
    SELECT prescription.resident_id, prescription.id, prescription.days, prescription.has_consent,
        prescription.issued_on >= getvariable('year_start') AS is_of_year,
        prescription.stopped_on IS NOT NULL AND prescription.stopped_on >= getvariable('year_start')
            AND prescription.stopped_on <= getvariable('as_of') AS is_stopped,
        greatest(0, least(prescription.ends_on, coalesce(prescription.stopped_on, prescription.ends_on),
            getvariable('as_of')) - prescription.starts_on + 1) AS due_days,
        coalesce(handed.days, 0) AS handed_days
    FROM pg.public.prescriptions_prescription AS prescription
    LEFT JOIN handed ON handed.prescription_id = prescription.id
    WHERE prescription.issued_on <= getvariable('as_of') AND prescription.passed_on <= getvariable('as_of')
        AND prescription.ends_on >= getvariable('year_start')
),
medicine AS (
    SELECT resident_id,
        count(*) FILTER (WHERE is_of_year) AS prescriptions,
        count(*) FILTER (WHERE is_of_year AND days > 28) AS long_prescriptions,
        count(*) FILTER (WHERE is_of_year AND days > 28 AND has_consent) AS long_prescriptions_with_consent,
        count(*) FILTER (WHERE days > 28 AND is_stopped) AS long_prescriptions_stopped,
        sum(due_days) AS medicine_days_due,
        sum(least(due_days, handed_days)) AS medicine_days_covered
    FROM prescribed
    GROUP BY resident_id
),
dispensed AS (
    SELECT prescription.resident_id, count(*) AS dispensings,
        count(*) FILTER (WHERE prescription.passed_on <= dispensing."on") AS dispensings_audited
    FROM pg.public.prescriptions_dispensing AS dispensing
    INNER JOIN pg.public.prescriptions_prescription AS prescription ON prescription.id = dispensing.prescription_id
    WHERE dispensing."on" >= getvariable('year_start') AND dispensing."on" <= getvariable('as_of')
    GROUP BY prescription.resident_id
),
early AS (
    SELECT booked.resident_id, count(*) AS visits
    FROM booked
    INNER JOIN delivery ON delivery.resident_id = booked.resident_id
    WHERE booked.visit_on < delivery.delivered_on AND booked.visit_on >= delivery.delivered_on - 300
    GROUP BY booked.resident_id
),
treated AS (
    SELECT resident_id,
        count(*) FILTER (WHERE visit_on >= getvariable('year_start')) AS visits,
        count(*) FILTER (WHERE visit_on >= getvariable('year_start') AND in_county) AS visits_in_county,
        count(*) FILTER (
            WHERE visit_on >= getvariable('year_start') AND in_county AND level IN ('village', 'township')
        ) AS visits_at_primary,
        sum(drug_fen) FILTER (
            WHERE visit_on >= getvariable('year_start') AND in_county
        ) AS drug_fen,
        sum(amount_fen) FILTER (
            WHERE visit_on >= getvariable('year_start') AND in_county AND drug_fen IS NOT NULL
        ) AS medical_fen,
        count(*) FILTER (WHERE is_discharge AND in_county) AS discharges,
        sum(greatest(discharged_on - visit_on, 1)) FILTER (WHERE is_discharge AND in_county) AS bed_days,
        count(*) FILTER (WHERE is_discharge AND in_county AND level = 'county') AS discharges_at_county,
        count(*) FILTER (WHERE is_discharge AND level IN ('county', 'city', 'province')) AS discharges_above_primary
    FROM (
        SELECT *, coalesce(discharged_on BETWEEN getvariable('year_start') AND getvariable('as_of'), false) AS is_discharge
        FROM pg.public.insurance_insuredvisit
        WHERE visit_on <= getvariable('as_of')
            AND coalesce(discharged_on, visit_on) >= getvariable('year_start')
    ) AS visit
    GROUP BY resident_id
),
attended AS (
    SELECT attendance.resident_id, count(*) AS activities
    FROM pg.public.outreach_attendance AS attendance
    INNER JOIN pg.public.outreach_activity AS activity ON activity.id = attendance.activity_id
    WHERE activity.state IN ('held', 'archived') AND activity.held_on >= getvariable('year_start')
        AND activity.held_on <= getvariable('as_of')
    GROUP BY attendance.resident_id
),
ended AS (
    SELECT resident_id,
        count(*) FILTER (WHERE state = 'transferred') AS transferred,
        count(*) FILTER (WHERE state = 'changed') AS changed,
        count(*) FILTER (WHERE state = 'terminated') AS terminated
    FROM pg.public.agreements_agreement
    WHERE kind <> 'supplementary' AND ended_on >= getvariable('year_start') AND ended_on <= getvariable('as_of')
    GROUP BY resident_id
),
promised AS (
    SELECT entitlement.resident_id, sum(entitlement.quantity) AS services_promised,
        sum(least(entitlement.quantity, coalesce(used.amount, 0))) AS services_kept
    FROM pg.public.fulfilment_entitlement AS entitlement
    INNER JOIN agreement ON agreement.id = entitlement.agreement_id
    LEFT JOIN (
        SELECT entitlement_id, sum(CASE WHEN act = 'consume' THEN 1 ELSE -1 END) AS amount
        FROM pg.public.fulfilment_ledgerentry
        WHERE NOT is_extra AND "on" <= getvariable('as_of')
        GROUP BY entitlement_id
    ) AS used ON used.entitlement_id = entitlement.id
    WHERE NOT entitlement.is_withdrawn AND entitlement.starts_on <= getvariable('as_of')
        AND entitlement.ends_on >= getvariable('as_of')
    GROUP BY entitlement.resident_id
)
SELECT
    person.resident_id::VARCHAR AS resident_id,
    left(person.region_code, 6) AS county,
    left(person.region_code, 9) AS township,
    person.region_code AS village,
    coalesce(person.team_id, area.team_id)::VARCHAR AS team_id,
    team.institution_id::VARCHAR AS institution_id,
    (CASE WHEN person.team_id IS NULL THEN area.doctor_id ELSE agreement.doctor_id END)::VARCHAR AS doctor_id,
    resident.sex,
    person.age_months // 12 AS age_years,
    person.age_months,
    person.is_at_home,
    person.has_record,
    person.team_id IS NOT NULL AS is_signed,
    person.has_refused,
    coalesce(agreement.signed_on >= getvariable('year_start'), false) AS signed_this_year,
    coalesce(paper.told_list_on <= getvariable('as_of'), false) AS was_told_services,
    CASE WHEN getvariable('as_of') >= standing.judged_on - 31 THEN standing.is_effective END AS is_effective,
    coalesce(due.due_for_renewal, 0) AS due_for_renewal,
    coalesce(due.renewed, 0) AS renewed,
    list_contains(person.populations, 'elderly') AS in_elderly,
    list_contains(person.populations, 'child') AS in_child,
    list_contains(person.populations, 'maternal') AS in_maternal,
    list_contains(person.populations, 'disabled') AS in_disabled,
    list_contains(person.populations, 'poverty') AS in_poverty,
    list_contains(person.populations, 'special_family') AS in_special_family,
    list_contains(person.populations, 'hypertension') AS in_hypertension,
    list_contains(person.populations, 'diabetes') AS in_diabetes,
    list_contains(person.populations, 'tuberculosis') AS in_tuberculosis,
    list_contains(person.populations, 'mental_disorder') AS in_mental_disorder,
    list_contains(person.populations, 'coronary') AS in_coronary,
    list_contains(person.populations, 'stroke') AS in_stroke,
    list_contains(person.populations, 'copd') AS in_copd,
    list_contains(person.populations, 'cancer') AS in_cancer,
    list_contains(person.populations, 'chronic_bronchitis') AS in_chronic_bronchitis,
    list_contains(person.populations, 'lonely_elderly') AS in_lonely_elderly,
    list_contains(person.populations, 'low_income') AS in_low_income,
    list_contains(person.populations, 'unemployed') AS in_unemployed,
    list_contains(person.populations, 'preferential_treatment') AS in_preferential_treatment,
    list_contains(person.populations, 'bedridden') AS in_bedridden,
    list_contains(person.populations, 'dementia') AS in_dementia,
    list_contains(person.populations, 'key') AS in_key,
    list_contains(person.populations, 'special') AS in_special,
    list_contains(person.populations, 'hypertension_diabetes') AS in_hypertension_diabetes,
    list_contains(person.populations, 'full_coverage') AS in_full_coverage,
    list_contains(person.populations, 'severe_chronic') AS in_severe_chronic,
    list_contains(person.populations, 'severe_chronic_at_home') AS in_severe_chronic_at_home,
    list_contains(person.populations, 'poverty_at_home') AS in_poverty_at_home,
    list_contains(person.populations, 'poverty_in_need') AS in_poverty_in_need,
    coalesce(list_contains(managed.programmes, 'hypertension'), false) AS managed_hypertension,
    coalesce(list_contains(managed.programmes, 'diabetes'), false) AS managed_diabetes,
    coalesce(list_contains(managed.programmes, 'mental_disorder'), false) AS managed_mental_disorder,
    coalesce(list_contains(managed.programmes, 'tuberculosis'), false) AS managed_tuberculosis,
    coalesce(list_contains(managed.programmes, 'elderly'), false) AS managed_elderly,
    coalesce(list_contains(managed.programmes, 'child'), false) AS managed_child,
    coalesce(list_contains(managed.programmes, 'maternal'), false) AS managed_maternal,
    coalesce(visited.hypertension_visits, 0) AS hypertension_visits,
    coalesce(visited.diabetes_visits, 0) AS diabetes_visits,
    coalesce(visited.mental_visits, 0) AS mental_visits,
    coalesce(visited.home_visits, 0) AS home_visits,
    coalesce(visited.hypertension_home_visits, 0) AS hypertension_home_visits,
    coalesce(visited.diabetes_home_visits, 0) AS diabetes_home_visits,
    pressure.systolic AS last_systolic,
    pressure.diastolic AS last_diastolic,
    glucose.fasting_glucose AS last_fasting_glucose,
    coalesce(visited.check_ups, 0) AS check_ups,
    coalesce(visited.elderly_assessments, 0) AS elderly_assessments,
    coalesce(visited.tcm_constitutions, 0) AS tcm_constitutions,
    coalesce(visited.child_visits, 0) AS child_visits,
    coalesce(visited.newborn_visits, 0) AS newborn_visits,
    coalesce(visited.tcm_child_visits, 0) AS tcm_child_visits,
    resident.birth_date >= getvariable('year_start') AS is_born_this_year,
    delivery.delivered_on IS NOT NULL AS has_delivered_this_year,
    coalesce(visited.antenatal_visits, 0) AS antenatal_visits,
    coalesce(postpartum.visits, 0) AS postpartum_visits,
    coalesce(medicine.prescriptions, 0) AS prescriptions,
    coalesce(medicine.long_prescriptions, 0) AS long_prescriptions,
    coalesce(medicine.long_prescriptions_with_consent, 0) AS long_prescriptions_with_consent,
    coalesce(medicine.long_prescriptions_stopped, 0) AS long_prescriptions_stopped,
    coalesce(dispensed.dispensings, 0) AS dispensings,
    coalesce(dispensed.dispensings_audited, 0) AS dispensings_audited,
    coalesce(medicine.medicine_days_due, 0)::BIGINT AS medicine_days_due,
    coalesce(medicine.medicine_days_covered, 0)::BIGINT AS medicine_days_covered,
    coalesce(early.visits, 0) > 0 AS early_antenatal,
    taken.taken_percent AS tuberculosis_taken_percent,
    coalesce(treated.visits, 0) AS visits,
    coalesce(treated.visits_in_county, 0) AS visits_in_county,
    coalesce(treated.visits_at_primary, 0) AS visits_at_primary,
    coalesce(treated.discharges, 0) AS discharges,
    coalesce(treated.bed_days, 0)::BIGINT AS bed_days,
    coalesce(treated.discharges_at_county, 0) AS discharges_at_county,
    coalesce(treated.discharges_above_primary, 0) AS discharges_above_primary,
    coalesce(referred.referred_up, 0) AS referred_up,
    coalesce(referred.referred_up_by_county, 0) AS referred_up_by_county,
    coalesce(referred.referred_down, 0) AS referred_down,
    coalesce(referred.referrals_finished, 0) AS referrals_finished,
    coalesce(referred.referrals_closed, 0) AS referrals_closed,
    surveyed.resident_id IS NOT NULL AS answered_survey,
    coalesce(surveyed.is_satisfied, false) AS is_satisfied,
    coalesce(surveyed.is_aware, false) AS is_aware,
    coalesce(interviewed.interviews_judged, 0) AS interviews_judged,
    coalesce(interviewed.interviews_matched, 0) AS interviews_matched,
    coalesce(interviewed.interviews_partial, 0) AS interviews_partial,
    coalesce(attended.activities, 0) AS activities_attended,
    coalesce(ended.transferred, 0) AS agreements_transferred,
    coalesce(ended.changed, 0) AS agreements_changed,
    coalesce(ended.terminated, 0) AS agreements_terminated,
    coalesce(promised.services_promised, 0)::BIGINT AS services_promised,
    coalesce(promised.services_kept, 0)::BIGINT AS services_kept,
    coalesce(visited.hypertension_visits_of_quarter, 0) AS hypertension_visits_of_quarter,
    coalesce(visited.diabetes_visits_of_quarter, 0) AS diabetes_visits_of_quarter,
    coalesce(visited.records, 0) AS records,
    coalesce(visited.phone_records, 0) AS phone_records,
    coalesce(treated.drug_fen, 0) AS drug_revenue_fen,
    coalesce(treated.medical_fen, 0) AS medical_revenue_fen
FROM person
INNER JOIN pg.public.people_resident AS resident ON resident.id = person.resident_id
LEFT JOIN agreement ON agreement.resident_id = person.resident_id
LEFT JOIN pg.public.agreements_agreementpaper AS paper ON paper.id = agreement.paper_id
LEFT JOIN pg.public.fulfilment_standing AS standing ON standing.agreement_id = agreement.id
LEFT JOIN area ON area.village = person.region_code
LEFT JOIN pg.public.organization_team AS team ON team.id = coalesce(person.team_id, area.team_id)
LEFT JOIN due ON due.resident_id = person.resident_id
LEFT JOIN managed ON managed.resident_id = person.resident_id
LEFT JOIN visited ON visited.resident_id = person.resident_id
LEFT JOIN measured AS pressure ON pressure.record_id = visited.last_hypertension
LEFT JOIN measured AS glucose ON glucose.record_id = visited.last_diabetes
LEFT JOIN delivery ON delivery.resident_id = person.resident_id
LEFT JOIN postpartum ON postpartum.resident_id = person.resident_id
LEFT JOIN medicine ON medicine.resident_id = person.resident_id
LEFT JOIN dispensed ON dispensed.resident_id = person.resident_id
LEFT JOIN early ON early.resident_id = person.resident_id
LEFT JOIN measured AS taken ON taken.record_id = visited.last_tuberculosis
LEFT JOIN treated ON treated.resident_id = person.resident_id
LEFT JOIN referred ON referred.resident_id = person.resident_id
LEFT JOIN surveyed ON surveyed.resident_id = person.resident_id
LEFT JOIN interviewed ON interviewed.resident_id = person.resident_id
LEFT JOIN attended ON attended.resident_id = person.resident_id
LEFT JOIN ended ON ended.resident_id = person.resident_id
LEFT JOIN promised ON promised.resident_id = person.resident_id
ORDER BY person.region_code, resident_id
