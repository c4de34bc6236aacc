-- One row for each institution that is to take part in contract service and is not closed on the day.
--   institution_id, region_code
--   standing      takes_part: it has a team, or one of its practitioners is in a team; absent
-- Parameters: as_of (date), kinds (text[]: institution_participation.kinds), first and last (range of region codes).
SELECT institution.id AS institution_id, institution.region_id AS region_code,
    CASE WHEN EXISTS (
        SELECT 1 FROM organization_team AS team
        WHERE team.institution_id = institution.id AND team.founded_on <= %(as_of)s
            AND (team.dissolved_on IS NULL OR team.dissolved_on >= %(as_of)s)
    ) OR EXISTS (
        SELECT 1 FROM organization_practitioner AS practitioner
        INNER JOIN organization_teammember AS member ON member.practitioner_id = practitioner.id
        WHERE practitioner.institution_id = institution.id AND member.starts_on <= %(as_of)s
            AND (member.ends_on IS NULL OR member.ends_on >= %(as_of)s)
    ) THEN 'takes_part' ELSE 'absent' END AS standing
FROM organization_institution AS institution
WHERE institution.kind = ANY(%(kinds)s) AND institution.region_id >= %(first)s AND institution.region_id < %(last)s
    AND (institution.closed_on IS NULL OR institution.closed_on > %(as_of)s)
