-- One row for each resident of a population who has no agreement in force on the day, and why.
--   resident_id, region_code, name_pinyin
--   standing      refused; ended: was signed once; never
--   reason        of the refusal (terms.RefusalReason) or of the last agreement's end (terms.EndReason); '' for never
--   since         the day of the refusal or of the end; null for never
-- Parameters: those of coverage_person.sql, population.
SELECT person.resident_id, person.region_code, person.name_pinyin,
    CASE WHEN person.has_refused THEN 'refused' WHEN last.id IS NOT NULL THEN 'ended' ELSE 'never' END AS standing,
    coalesce(CASE WHEN person.has_refused THEN refusal.reason ELSE last.end_reason END, '') AS reason,
    CASE WHEN person.has_refused THEN refusal.refused_on ELSE last.ended_on END AS since
FROM (/* include coverage_person */) AS person
LEFT JOIN LATERAL (
    SELECT agreement.id, agreement.ended_on, agreement.end_reason
    FROM agreements_agreement AS agreement
    WHERE agreement.resident_id = person.resident_id AND agreement.kind <> 'supplementary'
        AND agreement.state NOT IN ('draft', 'pending', 'void') AND agreement.ended_on < %(as_of)s
    ORDER BY agreement.ended_on DESC, agreement.id DESC
    LIMIT 1
) AS last ON true
LEFT JOIN LATERAL (
    SELECT refusal.reason, refusal.refused_on
    FROM agreements_refusal AS refusal
    WHERE refusal.resident_id = person.resident_id AND refusal.refused_on <= %(as_of)s
        AND (refusal.withdrawn_on IS NULL OR refusal.withdrawn_on > %(as_of)s)
    ORDER BY refusal.refused_on DESC, refusal.id DESC
    LIMIT 1
) AS refusal ON true
WHERE person.team_id IS NULL AND %(population)s = ANY(person.populations)
    AND (%(group)s = '' OR %(group)s = ANY(person.populations))
