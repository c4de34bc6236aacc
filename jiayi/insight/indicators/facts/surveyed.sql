-- One row for each resident who answered a survey in the calendar year up to the day: the latest answer.
--   resident_id
--   is_satisfied  very satisfied or satisfied
--   is_aware      knows all that the survey asked about
-- Parameter: as_of (date).
SELECT DISTINCT ON (invitation.resident_id) invitation.resident_id,
    invitation.satisfaction IN ('very', 'satisfied') AS is_satisfied,
    round.items <@ invitation.known AS is_aware
FROM engagement_surveyinvitation AS invitation
INNER JOIN engagement_surveyround AS round ON round.id = invitation.round_id
WHERE (invitation.answered_at AT TIME ZONE 'Asia/Shanghai')::date
    BETWEEN date_trunc('year', %(as_of)s::date)::date AND %(as_of)s
ORDER BY invitation.resident_id, invitation.answered_at DESC, invitation.id DESC
