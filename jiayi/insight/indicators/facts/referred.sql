-- One row for each resident with a referral sent, or come back from, in the calendar year up to the day.
--   resident_id
--   referred_up, referred_up_by_county   sent upwards; those of them sent by an institution of the county's level
--   referred_down                        sent down, or sent back with a return form
--   referrals_finished, referrals_closed sent upwards and ended; those of them that were followed up after the return
-- Parameter: as_of (date). What was not sent (a draft, a paper at the insurer or refused by it) is no referral.
WITH sent AS (
    SELECT referral.*, institution.level = 'county' AS is_of_county,
        (referral.submitted_at AT TIME ZONE 'Asia/Shanghai')::date AS sent_on,
        date_trunc('year', %(as_of)s::date)::date AS year_start
    FROM referral_referral AS referral
    INNER JOIN organization_institution AS institution ON institution.id = referral.from_institution_id
    WHERE referral.state NOT IN ('draft', 'approval', 'refused')
)
SELECT sent.resident_id,
    count(*) FILTER (WHERE direction = 'up' AND sent_on BETWEEN year_start AND %(as_of)s) AS referred_up,
    count(*) FILTER (
        WHERE direction = 'up' AND is_of_county AND sent_on BETWEEN year_start AND %(as_of)s
    ) AS referred_up_by_county,
    count(*) FILTER (
        WHERE (direction = 'down' AND sent_on BETWEEN year_start AND %(as_of)s)
            OR (direction = 'up' AND return_on BETWEEN year_start AND %(as_of)s)
    ) AS referred_down,
    count(*) FILTER (
        WHERE direction = 'up' AND state = 'closed' AND closed_on BETWEEN year_start AND %(as_of)s
    ) AS referrals_finished,
    count(*) FILTER (
        WHERE direction = 'up' AND state = 'closed' AND closed_on BETWEEN year_start AND %(as_of)s
            AND followed_up_on IS NOT NULL
    ) AS referrals_closed
FROM sent
GROUP BY sent.resident_id
