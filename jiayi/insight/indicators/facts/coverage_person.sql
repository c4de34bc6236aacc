-- One row for each resident living here on the day, in the villages that the rules name.
--   resident_id   uuid
--   region_code   the village in which the resident lived on the day
--   name_pinyin   for ordering lists of persons
--   household_id  uuid; the household of now, for households keep no history
--   has_record    a health record (archive number) is kept
--   populations   text[]: all, each group, and the combined ones of combined_populations.sql
--   recorded, age_months, is_at_home: what populations follow from, for other rules than those given
--   team_id       the team of the principal agreement in force, null when unsigned
--   has_refused   asked and did not want to, still unsigned
-- Parameters: as_of (date), rules (JSON, see village_rule.sql), first and last (the half-open range of village codes).
WITH rule AS (/* include village_rule */),
moved_later AS MATERIALIZED (
    SELECT DISTINCT ON (departure.resident_id) departure.resident_id, departure.from_region
    FROM people_departure AS departure
    WHERE departure.kind = 'living_here' AND departure.undone_at IS NULL AND departure."on" > %(as_of)s
    ORDER BY departure.resident_id, departure."on", departure.created_at
),
home AS (
    SELECT resident.region_code AS lived_in, resident.*
    FROM people_resident AS resident
    WHERE resident.region_code >= %(first)s AND resident.region_code < %(last)s
        AND resident.id NOT IN (SELECT moved_later.resident_id FROM moved_later)
    UNION ALL
    SELECT moved_later.from_region AS lived_in, resident.*
    FROM moved_later
    INNER JOIN people_resident AS resident ON resident.id = moved_later.resident_id
    WHERE moved_later.from_region >= %(first)s AND moved_later.from_region < %(last)s
),
living AS (
    SELECT
        home.id, home.lived_in AS region_code, home.name_pinyin, home.household_id, home.archive_number,
        rule.key_groups, rule.special_groups, rule.full_groups, rule.severe_chronic_groups, rule.in_need_conditions,
        rule.elderly_from_months, rule.child_below_months, rule.maternal_days,
        -- Completed months; the missing 29 February counts as 1 March, as core.dates does.
        ((extract(year FROM %(as_of)s::date) - extract(year FROM home.birth_date)) * 12
            + extract(month FROM %(as_of)s::date) - extract(month FROM home.birth_date)
            - (extract(day FROM %(as_of)s::date) < extract(day FROM home.birth_date))::int)::int AS age_months
    FROM home
    INNER JOIN rule ON rule.region_code = home.lived_in
    WHERE home.merged_into_id IS NULL
        AND home.birth_date <= %(as_of)s
        AND (home.resident_since IS NULL OR home.resident_since <= %(as_of)s)
        AND (home.status = 'living_here' OR home.status_on > %(as_of)s)
),
recorded AS (
    SELECT membership.resident_id, array_agg(DISTINCT membership."group"::text) AS groups
    FROM people_groupmembership AS membership
    INNER JOIN living ON living.id = membership.resident_id
    WHERE (membership.delivered_on IS NULL OR membership.delivered_on + living.maternal_days >= %(as_of)s)
        AND membership.since <= %(as_of)s AND (membership.until IS NULL OR membership.until >= %(as_of)s)
    GROUP BY membership.resident_id
),
elsewhere AS (
    SELECT DISTINCT stay.resident_id
    FROM people_stayelsewhere AS stay
    WHERE stay.since <= %(as_of)s AND (stay.until IS NULL OR stay.until >= %(as_of)s)
),
grouped AS (
    SELECT
        living.*,
        elsewhere.resident_id IS NULL AS is_at_home,
        coalesce(recorded.groups, '{}') AS recorded,
        coalesce(recorded.groups, '{}')
            || CASE WHEN living.age_months >= living.elderly_from_months
                AND NOT 'elderly' = ANY(coalesce(recorded.groups, '{}')) THEN ARRAY['elderly'] ELSE '{}' END
            || CASE WHEN living.age_months < living.child_below_months
                AND NOT 'child' = ANY(coalesce(recorded.groups, '{}')) THEN ARRAY['child'] ELSE '{}' END AS groups
    FROM living
    LEFT JOIN recorded ON recorded.resident_id = living.id
    LEFT JOIN elsewhere ON elsewhere.resident_id = living.id
),
in_force AS (
    SELECT DISTINCT ON (agreement.resident_id) agreement.resident_id, agreement.team_id
    FROM agreements_agreement AS agreement
    INNER JOIN living ON living.id = agreement.resident_id
    WHERE agreement.kind <> 'supplementary'
        AND agreement.state NOT IN ('draft', 'pending', 'void')
        AND agreement.starts_on <= %(as_of)s
        AND coalesce(agreement.ended_on, agreement.ends_on) >= %(as_of)s
    ORDER BY agreement.resident_id, agreement.starts_on DESC, agreement.id DESC
)
SELECT
    grouped.id AS resident_id, grouped.region_code, grouped.name_pinyin, grouped.household_id,
    coalesce(grouped.archive_number, '') <> '' AS has_record,
    /* include combined_populations */ AS populations,
    grouped.recorded, grouped.age_months, grouped.is_at_home,
    in_force.team_id,
    in_force.team_id IS NULL AND EXISTS (
        SELECT 1 FROM agreements_refusal AS refusal
        WHERE refusal.resident_id = grouped.id
            AND refusal.refused_on <= %(as_of)s
            AND (refusal.withdrawn_on IS NULL OR refusal.withdrawn_on > %(as_of)s)
    ) AS has_refused
FROM grouped
LEFT JOIN in_force ON in_force.resident_id = grouped.id
