-- One row for each first antenatal check before 13 weeks at which the mother-and-child handbook was opened.
--   resident_id, visit_on
-- Parameter: as_of (date).
SELECT record.resident_id, record.visit_on
FROM care_record AS record
INNER JOIN care_recordversion AS version ON version.record_id = record.id AND version.number = record.version
WHERE record.form = 'antenatal-visit' AND record.state = 'current' AND record.visit_on <= %(as_of)s
    AND version.values @> '{"stage": "early", "first_visit": true, "handbook": true}'
