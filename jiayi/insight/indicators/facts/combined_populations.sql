-- The populations of one row of `grouped` (columns: groups, is_at_home, and the lists of its village's rule):
-- all, each group, and those that documents count together.
ARRAY['all'] || grouped.groups
    || CASE WHEN grouped.is_at_home THEN ARRAY['at_home'] ELSE '{}' END
    || CASE WHEN grouped.groups && grouped.key_groups THEN ARRAY['key', 'key_in_' || least((
        SELECT count(*) FROM unnest(grouped.groups) AS one WHERE one = ANY(grouped.key_groups)), 5)] ELSE '{}' END
    || CASE WHEN grouped.groups && grouped.special_groups THEN ARRAY['special'] ELSE '{}' END
    || CASE WHEN grouped.groups && ARRAY['hypertension', 'diabetes'] THEN ARRAY['hypertension_diabetes'] ELSE '{}' END
    || CASE WHEN grouped.groups && grouped.full_groups THEN ARRAY['full_coverage'] ELSE '{}' END
    || CASE WHEN grouped.groups && grouped.severe_chronic_groups THEN ARRAY['severe_chronic'] ELSE '{}' END
    || CASE WHEN grouped.groups && grouped.severe_chronic_groups AND grouped.is_at_home
        THEN ARRAY['severe_chronic_at_home'] ELSE '{}' END
    || CASE WHEN 'poverty' = ANY(grouped.groups) AND grouped.is_at_home THEN ARRAY['poverty_at_home'] ELSE '{}' END
    || CASE WHEN 'poverty' = ANY(grouped.groups) AND grouped.groups && grouped.in_need_conditions
        THEN ARRAY['poverty_in_need'] ELSE '{}' END
