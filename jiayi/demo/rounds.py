"""Teams that look after everybody: the signed hear from them every few months, by phone, entered by hand."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from jiayi.foundation.rulebook import value_on
from jiayi.registry.organization.selectors import NATIONAL

from .styles import Style

# Days of the past for which calls are written, by size: two years, in the largest county the last months.
DAYS_BACK = {"small": 800, "medium": 800, "large": 200}
EVERY = 120
# Which residents of careless teams are left out follows from their id, so that it is the same each time.
_CALLS = """
    INSERT INTO fulfilment_doneservice (id, created_at, updated_at, resident_id, items, any_item, form, version, "on",
        mode, evidence, opinion, is_void, team_id, note, entered_by_name)
    SELECT md5(agreement.id || call.on::text)::uuid, call.on::timestamptz, call.on::timestamptz, agreement.resident_id,
        ARRAY['health_education'], %(any_item)s, '', 1, call.on, 'phone', 'b', '', false, agreement.team_id, '',
        doctor.name
    FROM agreements_agreement AS agreement
    INNER JOIN organization_practitioner AS doctor ON doctor.id = agreement.responsible_person_id
    INNER JOIN jsonb_each_text(%(shares)s) AS style ON style.key = agreement.team_id::text
    CROSS JOIN LATERAL (SELECT abs(hashtext(agreement.resident_id::text)) AS number) AS luck
    CROSS JOIN LATERAL (
        SELECT day::date AS on FROM generate_series(
            agreement.signed_on + 20 + luck.number %% 40, least(agreement.ends_on, agreement.ended_on, %(until)s::date),
            make_interval(days => %(every)s)
        ) AS day
    ) AS call
    WHERE agreement.state NOT IN ('draft', 'pending', 'void') AND call.on >= %(since)s
        AND luck.number %% 100 < style.value::numeric * 100
    ON CONFLICT DO NOTHING
"""


def write_rounds(styles: Mapping[UUID, Style], size: str, on: date) -> None:
    """One call every few months to the holders of agreements, as many as the team's style cares for."""
    values = {
        "shares": Jsonb({str(team): style.rounds for team, style in styles.items()}),
        "any_item": value_on("effective.any_item", on, [NATIONAL]),
        "since": on - timedelta(days=DAYS_BACK[size]),
        "until": on - timedelta(days=1),
        "every": EVERY,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CALLS, values)
