-- One row a village: what its schemes say of populations on the day (rules.population_rule), as JSON in `rules`.
SELECT *
FROM jsonb_to_recordset(%(rules)s::jsonb) AS r (
    region_code text, key_groups text[], special_groups text[], full_groups text[], severe_chronic_groups text[],
    in_need_conditions text[], elderly_from_months int, child_below_months int, maternal_days int
)
