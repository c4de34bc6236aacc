-- One row for each resident who was asked whether a service took place, judged in the calendar year up to the day.
--   resident_id
--   interviews_judged                      answers that could be judged: match, partial or mismatch
--   interviews_matched, interviews_partial those of them that agree wholly, or in part
-- Parameter: as_of (date).
SELECT asked.resident_id,
    count(*) FILTER (WHERE asked.outcome IN ('match', 'partial', 'mismatch')) AS interviews_judged,
    count(*) FILTER (WHERE asked.outcome = 'match') AS interviews_matched,
    count(*) FILTER (WHERE asked.outcome = 'partial') AS interviews_partial
FROM assurance_interviewcase AS asked
WHERE asked.state = 'closed' AND asked.closed_on BETWEEN date_trunc('year', %(as_of)s::date)::date AND %(as_of)s
GROUP BY asked.resident_id
