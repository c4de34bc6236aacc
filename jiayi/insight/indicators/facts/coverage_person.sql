-- One row for each resident living here on the day, in the villages that the rules name.
--   resident_id  uuid
--   region_code  the village
--   name_pinyin  for ordering lists of persons
--   populations  text[]: all, each group, key, special, hypertension_diabetes
--   team_id      the team of the principal agreement in force, null when unsigned
--   has_refused  asked and did not want to, still unsigned
-- Parameters: as_of (date), rules (JSON, one object a village: region_code, key_groups, special_groups,
-- elderly_from_months, child_below_months, maternal_days after delivery).
WITH rule AS (
    SELECT *
    FROM jsonb_to_recordset(%(rules)s::jsonb) AS r (
        region_code text, key_groups text[], special_groups text[], elderly_from_months int, child_below_months int,
        maternal_days int
    )
),
living AS (
    SELECT
        resident.id, resident.region_code, resident.name_pinyin,
        rule.key_groups, rule.special_groups, rule.elderly_from_months, rule.child_below_months, rule.maternal_days,
        -- Completed months; the missing 29 February counts as 1 March, as core.dates does.
        ((extract(year FROM %(as_of)s::date) - extract(year FROM resident.birth_date)) * 12
            + extract(month FROM %(as_of)s::date) - extract(month FROM resident.birth_date)
            - (extract(day FROM %(as_of)s::date) < extract(day FROM resident.birth_date))::int)::int AS age_months
    FROM people_resident AS resident
    INNER JOIN rule ON rule.region_code = resident.region_code
    WHERE resident.merged_into_id IS NULL
        AND resident.birth_date <= %(as_of)s
        AND (resident.resident_since IS NULL OR resident.resident_since <= %(as_of)s)
        AND (resident.status = 'living_here' OR resident.status_on > %(as_of)s)
),
recorded AS (
    SELECT membership.resident_id, array_agg(DISTINCT membership."group"::text) AS groups
    FROM people_groupmembership AS membership
    INNER JOIN living ON living.id = membership.resident_id
    WHERE (membership.delivered_on IS NULL OR membership.delivered_on + living.maternal_days >= %(as_of)s)
        AND membership.since <= %(as_of)s AND (membership.until IS NULL OR membership.until >= %(as_of)s)
    GROUP BY membership.resident_id
),
grouped AS (
    SELECT
        living.*,
        coalesce(recorded.groups, '{}')
            || CASE WHEN living.age_months >= living.elderly_from_months
                AND NOT 'elderly' = ANY(coalesce(recorded.groups, '{}')) THEN ARRAY['elderly'] ELSE '{}' END
            || CASE WHEN living.age_months < living.child_below_months
                AND NOT 'child' = ANY(coalesce(recorded.groups, '{}')) THEN ARRAY['child'] ELSE '{}' END AS groups
    FROM living
    LEFT JOIN recorded ON recorded.resident_id = living.id
),
in_force AS (
    SELECT DISTINCT ON (agreement.resident_id) agreement.resident_id, agreement.team_id
    FROM agreements_agreement AS agreement
    WHERE agreement.kind <> 'supplementary'
        AND agreement.state NOT IN ('draft', 'pending', 'void')
        AND agreement.starts_on <= %(as_of)s
        AND coalesce(agreement.ended_on, agreement.ends_on) >= %(as_of)s
    ORDER BY agreement.resident_id, agreement.starts_on DESC
)
SELECT
    grouped.id AS resident_id, grouped.region_code, grouped.name_pinyin,
    ARRAY['all'] || grouped.groups
        || CASE WHEN grouped.groups && grouped.key_groups THEN ARRAY['key'] ELSE '{}' END
        || CASE WHEN grouped.groups && grouped.special_groups THEN ARRAY['special'] ELSE '{}' END
        || CASE WHEN grouped.groups && ARRAY['hypertension', 'diabetes']
            THEN ARRAY['hypertension_diabetes'] ELSE '{}' END AS populations,
    in_force.team_id,
    in_force.team_id IS NULL AND EXISTS (
        SELECT 1 FROM agreements_refusal AS refusal
        WHERE refusal.resident_id = grouped.id
            AND refusal.refused_on <= %(as_of)s
            AND (refusal.withdrawn_on IS NULL OR refusal.withdrawn_on > %(as_of)s)
    ) AS has_refused
FROM grouped
LEFT JOIN in_force ON in_force.resident_id = grouped.id
