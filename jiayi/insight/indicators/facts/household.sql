-- One row for each household with a member living here on the day, from the rows of `person` (coverage_person.sql).
--   household_id, region_code
--   standing      whole: every member is signed; partly; none
SELECT person.household_id, min(person.region_code) AS region_code,
    CASE
        WHEN bool_and(person.team_id IS NOT NULL) THEN 'whole'
        WHEN bool_or(person.team_id IS NOT NULL) THEN 'partly'
        ELSE 'none'
    END AS standing
FROM person
WHERE person.household_id IS NOT NULL
GROUP BY person.household_id
