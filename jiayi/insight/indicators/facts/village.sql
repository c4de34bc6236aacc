-- One row for each village or community in force on the day.
--   region_code
--   standing      served: a team answers for it, wholly or for some of its buildings; unserved
-- Parameters: as_of (date), first and last (the half-open range of village codes).
SELECT region.code AS region_code,
    CASE WHEN EXISTS (
        SELECT 1 FROM organization_area AS area
        WHERE area.region_id = region.code AND area.starts_on <= %(as_of)s
            AND (area.ends_on IS NULL OR area.ends_on >= %(as_of)s)
    ) THEN 'served' ELSE 'unserved' END AS standing
FROM organization_region AS region
WHERE region.level = 'village' AND region.code >= %(first)s AND region.code < %(last)s
    AND (region.valid_from IS NULL OR region.valid_from <= %(as_of)s)
    AND (region.valid_until IS NULL OR region.valid_until >= %(as_of)s)
