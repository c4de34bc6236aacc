-- One row for each principal agreement whose term ended in the twelve months up to the day, in the villages that the
-- rules name, and what came of it by the day. What was changed or moved to another team before its end is no row: the
-- agreement that followed is due in its own time.
--   agreement_id, resident_id, region_code, team_id
--   name_pinyin   the resident's, for ordering lists
--   ends_on       the last day of the term
--   is_of_year    the term ended in the calendar year of the day
--   populations   text[]: by the groups checked at signing
--   standing      terms.Renewal: renewed, not_renewed, or excluded (died or moved away by the end of the term)
--   reason        why (presenters.words.renewal_reasons)
--   following_id  the agreement that followed, if any was signed by the day
-- Parameters: as_of (date), rules (JSON, see village_rule.sql), first and last (the half-open range of village codes).
WITH rule AS (/* include village_rule */),
due AS (
    SELECT agreement.id, agreement.resident_id, agreement.region_code, agreement.team_id, agreement.starts_on,
        agreement.ends_on, agreement.state, agreement.end_reason, agreement.objected_on,
        agreement.groups::text[] AS groups, resident.name_pinyin, resident.status, resident.status_on,
        rule.key_groups, rule.special_groups, rule.full_groups, rule.severe_chronic_groups, rule.in_need_conditions,
        NOT EXISTS (
            SELECT 1 FROM people_stayelsewhere AS stay
            WHERE stay.resident_id = agreement.resident_id AND stay.since <= %(as_of)s
                AND (stay.until IS NULL OR stay.until >= %(as_of)s)
        ) AS is_at_home
    FROM agreements_agreement AS agreement
    INNER JOIN rule ON rule.region_code = agreement.region_code
    INNER JOIN people_resident AS resident ON resident.id = agreement.resident_id
    WHERE agreement.kind <> 'supplementary'
        AND agreement.region_code >= %(first)s AND agreement.region_code < %(last)s
        AND agreement.ends_on > (%(as_of)s::date - interval '1 year')::date AND agreement.ends_on <= %(as_of)s
        AND agreement.state NOT IN ('draft', 'pending', 'void', 'changed', 'transferred')
        AND agreement.end_reason NOT IN ('merger', 'entry_error', 'correction', 'team_change')
),
grouped AS (
    SELECT due.*, following.id AS following_id,
        CASE
            WHEN due.end_reason IN ('death', 'moved_away') THEN due.end_reason
            WHEN due.status = 'deceased' AND due.status_on <= due.ends_on THEN 'death'
            WHEN due.status = 'moved_away' AND due.status_on <= due.ends_on THEN 'moved_away'
        END AS excused,
        CASE
            WHEN following.is_silent THEN 'silent'
            WHEN following.team_id <> due.team_id THEN 'other_team'
            WHEN following.signed_on > due.ends_on THEN 'late'
            ELSE 'in_time'
        END AS how,
        CASE
            WHEN due.state = 'terminated' THEN due.end_reason
            WHEN due.objected_on <= %(as_of)s THEN 'objected'
            WHEN EXISTS (
                SELECT 1 FROM agreements_refusal AS refusal
                WHERE refusal.resident_id = due.resident_id AND refusal.refused_on <= %(as_of)s
                    AND (refusal.withdrawn_on IS NULL OR refusal.withdrawn_on > %(as_of)s)
            ) THEN 'refused'
            WHEN due.status <> 'living_here' AND due.status_on <= %(as_of)s THEN 'gone'
            WHEN due.state = 'suspended' THEN 'suspended'
            ELSE 'lapsed'
        END AS why_not
    FROM due
    LEFT JOIN LATERAL (
        SELECT next.id, next.is_silent, next.team_id, next.signed_on
        FROM agreements_agreement AS next
        WHERE next.resident_id = due.resident_id AND next.kind <> 'supplementary'
            AND next.starts_on > due.starts_on AND next.signed_on <= %(as_of)s
            AND next.state NOT IN ('draft', 'pending', 'void')
            AND next.end_reason NOT IN ('merger', 'entry_error')
        ORDER BY next.starts_on, next.id
        LIMIT 1
    ) AS following ON true
)
SELECT
    grouped.id AS agreement_id, grouped.resident_id, grouped.region_code, grouped.team_id, grouped.name_pinyin,
    grouped.ends_on,
    grouped.ends_on >= date_trunc('year', %(as_of)s::date)::date AS is_of_year,
    /* include combined_populations */ AS populations,
    CASE
        WHEN grouped.excused IS NOT NULL THEN 'excluded'
        WHEN grouped.following_id IS NOT NULL THEN 'renewed'
        ELSE 'not_renewed'
    END AS standing,
    CASE
        WHEN grouped.excused IS NOT NULL THEN grouped.excused
        WHEN grouped.following_id IS NOT NULL THEN grouped.how
        ELSE grouped.why_not
    END AS reason,
    grouped.following_id
FROM grouped
