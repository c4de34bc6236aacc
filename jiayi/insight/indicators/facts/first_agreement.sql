-- The first day on which any agreement was in force; null where there was none.
SELECT min(agreement.starts_on)
FROM agreements_agreement AS agreement
WHERE agreement.state NOT IN ('draft', 'pending', 'void')
