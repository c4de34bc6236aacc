-- The village under which one agreement is listed. Parameter: agreement (uuid).
SELECT agreement.region_code FROM agreements_agreement AS agreement WHERE agreement.id = %(agreement)s
