-- The village in which one resident lived on a day. Parameters: as_of (date), resident (uuid).
SELECT coalesce((
    SELECT departure.from_region
    FROM people_departure AS departure
    WHERE departure.resident_id = resident.id AND departure.kind = 'living_here' AND departure.undone_at IS NULL
        AND departure."on" > %(as_of)s
    ORDER BY departure."on", departure.created_at
    LIMIT 1
), resident.region_code)
FROM people_resident AS resident
WHERE resident.id = %(resident)s
