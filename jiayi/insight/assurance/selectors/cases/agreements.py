"""Cases about agreements: signed and not served, signed in masses, with a shared phone, with doubtful signatures."""

from jiayi.registry.people import selectors as people
from jiayi.service.agreements import selectors as agreements
from jiayi.service.fulfilment import selectors as fulfilment

_OF_TEAM = "NULL::uuid AS practitioner_id, signed.team_id"
_AGREEMENT = "'agreement' AS kind, signed.agreement_id AS thing_id, signed.resident_id"

_UNSERVED = """
    SELECT {of_team}, {agreement}, signed.signed_on + %(days)s AS "on",
        NOT EXISTS (
            SELECT 1 FROM ({done}) AS done WHERE done.resident_id = signed.resident_id
                AND done."on" BETWEEN signed.signed_on AND signed.signed_on + %(days)s
        ) AS is_hit, '' AS bucket, jsonb_build_object('signed_on', signed.signed_on) AS "values"
    FROM ({signed}) AS signed
    WHERE signed.signed_on + %(days)s BETWEEN %(since)s AND %(until)s
        AND signed.last_on >= signed.signed_on + %(days)s
"""
_NO_CONTACT = """
    SELECT {of_team}, {agreement},
        CASE WHEN last.is_long_ago THEN last."on" + %(days)s ELSE %(until)s::date END AS "on",
        last.is_long_ago AS is_hit,
        '' AS bucket, jsonb_build_object('signed_on', signed.signed_on, 'last_service_on', last.served_on) AS "values"
    FROM ({signed}) AS signed
    CROSS JOIN LATERAL (
        SELECT max(done."on") AS served_on, coalesce(max(done."on"), signed.signed_on) AS "on",
            coalesce(max(done."on") < %(until)s::date - %(days)s, true) AS is_long_ago
        FROM ({done}) AS done
        WHERE done.resident_id = signed.resident_id AND done."on" <= %(until)s
    ) AS last
    WHERE signed.is_running AND greatest(signed.signed_on, signed.starts_on) <= %(until)s::date - %(days)s
"""
_MASS = """
    SELECT signed.practitioner_id, signed.team_id, {agreement}, signed.signed_on AS "on",
        day.number > %(most)s OR (day.number >= %(least_a_day)s AND day.number > %(times_mean)s * team.mean) AS is_hit,
        CASE WHEN day.number >= %(least_a_day)s THEN signed.signed_on::text ELSE '' END AS bucket,
        jsonb_build_object('signed_on', signed.signed_on, 'agreements_of_day', day.number) AS "values"
    FROM ({signed}) AS signed
    INNER JOIN day USING (practitioner_id, signed_on)
    INNER JOIN team ON team.team_id = signed.team_id
    WHERE signed.signed_on BETWEEN %(since)s AND %(until)s AND NOT signed.is_silent
"""
_WITH_DAYS = """
    WITH day AS (
        SELECT practitioner_id, signed_on, count(*) AS number FROM ({signed}) AS signed
        WHERE signed_on BETWEEN %(since)s AND %(until)s AND NOT is_silent GROUP BY 1, 2
    ), team AS (
        SELECT team_id, avg(number) AS mean FROM (
            SELECT team_id, practitioner_id, signed_on, count(*) AS number FROM ({signed}) AS signed
            WHERE signed_on BETWEEN %(since)s AND %(until)s AND NOT is_silent GROUP BY 1, 2, 3
        ) AS worker_day GROUP BY 1
    )
"""
_SHARED = """
    SELECT {of_team}, {agreement}, signed.signed_on AS "on",
        shared.households IS NOT NULL AS is_hit, '' AS bucket,
        jsonb_build_object('households', shared.households, 'phone_group', left(one.phone, 6)) AS "values"
    FROM ({signed}) AS signed
    INNER JOIN ({people}) AS one ON one.resident_id = signed.resident_id AND one.phone IS NOT NULL
    LEFT JOIN (
        SELECT phone, count(DISTINCT household_id) AS households FROM ({people}) AS everybody
        WHERE phone IS NOT NULL GROUP BY phone HAVING count(DISTINCT household_id) > %(households)s
    ) AS shared ON shared.phone = one.phone
    WHERE signed.is_running AND signed.signed_on <= %(until)s
"""
_RENEWED = """
    SELECT {of_team}, {agreement}, signed.starts_on AS "on",
        NOT EXISTS (
            SELECT 1 FROM ({done}) AS done WHERE done.resident_id = signed.resident_id
                AND done."on" BETWEEN signed.starts_on - %(days)s AND signed.starts_on - 1
        ) AS is_hit, '' AS bucket,
        jsonb_build_object('starts_on', signed.starts_on, 'is_silent', signed.is_silent) AS "values"
    FROM ({signed}) AS signed
    WHERE signed.kind = 'renewal' AND signed.starts_on BETWEEN %(since)s AND %(until)s
"""
_SIGNATURES = """
    SELECT {of_team}, {agreement}, signed.signed_on AS "on", fault.why IS NOT NULL AS is_hit,
        coalesce(fault.why, '') AS bucket,
        jsonb_build_object('signed_on', signed.signed_on, 'fault', fault.why) AS "values"
    FROM ({signed}) AS signed
    CROSS JOIN LATERAL (
        SELECT max(CASE
            WHEN same.paper_id IS NOT NULL THEN 'repeated'
            WHEN own.signer_capacity <> 'guardian' AND own.signer_id <> signed.resident_id
                AND own.signer_id IS DISTINCT FROM signed.guardian_id
                AND signer.household_id <> signed.household_id THEN 'stranger'
        END) AS why
        FROM ({signatures}) AS own
        INNER JOIN ({people}) AS signer ON signer.resident_id = own.signer_id
        LEFT JOIN ({signatures}) AS same
            ON same.image = own.image AND same.paper_id <> own.paper_id AND same.signer_id <> own.signer_id
        WHERE own.paper_id = signed.paper_id
    ) AS fault
    WHERE signed.signed_on BETWEEN %(since)s AND %(until)s AND NOT signed.is_silent
"""


def _filled(query: str) -> str:
    return query.format(
        of_team=_OF_TEAM,
        agreement=_AGREEMENT,
        signed=agreements.signed_agreements(),
        signatures=agreements.signatures(),
        done=fulfilment.done_services(),
        people=people.with_households(),
    )


def unserved_after_signing() -> str:
    """Agreements that reached so many days after signing; a hit without a service in them (D1)."""
    return _filled(_UNSERVED)


def no_contact() -> str:
    """Agreements in force for so many days; a hit whose last service lies longer back (D2)."""
    return _filled(_NO_CONTACT)


def mass_signing() -> str:
    """Agreements that people signed; a hit where the worker signed too many that day (D3)."""
    return _filled(_WITH_DAYS + _MASS)


def shared_phone() -> str:
    """The signed who have a phone; a hit where too many households have it (D4). Which phone it is, is not told."""
    return _filled(_SHARED)


def renewed_without_service() -> str:
    """Renewals; a hit without a service in the days before (D12)."""
    return _filled(_RENEWED)


def signature_repeated() -> str:
    """Agreements that people signed; a hit where the image is another's, or the signer of another household (D13)."""
    return _filled(_SIGNATURES)
