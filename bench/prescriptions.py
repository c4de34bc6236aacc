"""Dispensing by eight counters at once, and the list of those who should collect.

python -m bench.prescriptions [--size small] [--orders 150000] [--each 40]
Orders are written straight into the tables until there are as many as asked (active, audited, twelve weeks, one drug,
open for the next part); then parts of four weeks are given out over the API, and the refill list is looked at by the
doctor of the county town and by the bureau, first page, filtered by what is late, and as a whole file.
"""

import argparse
import itertools
import json
import os
import uuid

import psycopg

from . import clients, server, visitors

CLIENTS = 8
LIST = "/prescriptions/refills/"
PLACE = """
    SELECT institution.id, person.id FROM access_user AS holder
    JOIN access_post AS post ON post.user_id = holder.id
    JOIN organization_institution AS institution ON institution.id = post.institution_id
    JOIN organization_practitioner AS person ON person.id = holder.practitioner_id
    WHERE holder.username = 'doctor'
"""
ORDERS = """
    INSERT INTO prescriptions_prescription (id, created_at, updated_at, code, resident_id, region_code, team_id,
        institution_id, prescriber_id, prescriber_title, prescriber_level, is_first, face_to_face, diagnoses,
        diagnosis_text, days, issued_on, starts_on, ends_on, state, version, has_consent, passed_on, hold_reasons,
        stop_reason, stop_note, opens_on, runs_out_on, submission_id)
    SELECT gen_random_uuid(), now(), now(), upper(substr(md5(random()::text || number), 1, 16)), resident.id,
        resident.region_code, NULL, %(institution)s, %(doctor)s, 'intermediate', 'primary', false, true,
        ARRAY['hypertension'], '', 84, current_date - 30, current_date - 30, current_date + 53, 'active', 1, true,
        current_date - 30, ARRAY[]::varchar[], '', '', current_date - (number %% 30)::integer,
        current_date - 5 + (number %% 20)::integer, gen_random_uuid()
    FROM generate_series(1, %(orders)s) AS number
    JOIN (
        SELECT id, region_code, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS residents
        FROM people_resident WHERE status = 'living_here'
    ) AS resident ON resident.place = 1 + mod(number, resident.residents)
"""
ITEMS = """
    INSERT INTO prescriptions_prescriptionitem (id, prescription_id, position, drug, name, form, strength,
        units_per_dose, frequency, route, total, note, for_chronic_infection)
    SELECT gen_random_uuid(), id, 1, 'amlodipine', '氨氯地平', 'tablet', '5mg', 1, 'daily', 'oral', 84, '', false
    FROM prescriptions_prescription AS order_
    WHERE NOT EXISTS (SELECT FROM prescriptions_prescriptionitem AS item WHERE item.prescription_id = order_.id)
"""
SHELF = """
    INSERT INTO prescriptions_stocklot (id, created_at, updated_at, institution_id, drug, form, strength, number,
        expires_on, on_hand)
    VALUES (gen_random_uuid(), now(), now(), %s, 'amlodipine', 'tablet', '5mg', 'BENCH', current_date + 900, 9000000)
    ON CONFLICT DO NOTHING
"""


def main() -> None:
    options = _options()
    folder = server.build(options.size)
    with psycopg.connect(server.url(folder), autocommit=True) as database:
        place = database.execute(PLACE).fetchone()
        orders = _multiply(database, options.orders, place)
        wanted = database.execute(
            "SELECT id FROM prescriptions_prescription WHERE prescriber_id = %s AND state = 'active' LIMIT %s",
            (place[1], options.each * CLIENTS + CLIENTS),
        ).fetchall()
    print(f"county {options.size}, {orders} orders; load {os.getloadavg()[0]:.1f}", flush=True)
    with server.served(folder) as address:
        _dispensing(address, [str(one) for (one,) in wanted], str(place[0]), options.each)
        for username in ("doctor", "bureau"):
            _lists(address, username, options.each)
    print(f"load {os.getloadavg()[0]:.1f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="large")
    parser.add_argument("--orders", type=int, default=150_000)
    parser.add_argument("--each", type=int, default=40, help="requests of each client and kind")
    return parser.parse_args()


def _multiply(database: psycopg.Connection, wanted: int, place: tuple) -> int:
    there = database.execute("SELECT count(*) FROM prescriptions_prescription").fetchone()[0]
    if there < wanted:
        values = {"institution": place[0], "doctor": place[1], "orders": wanted - there}
        database.execute(ORDERS, values)
        database.execute(ITEMS)
        database.execute("ANALYZE prescriptions_prescription")
    database.execute(SHELF, (place[0],))
    return max(there, wanted)


def _dispensing(address: clients.Address, orders: list[str], institution: str, each: int) -> None:
    """Parts of four weeks, each of another order, all from one lot: the hardest case for the lot's lock."""
    token = visitors.token(address, "doctor")
    headers = (("Authorization", f"Bearer {token}"), ("Content-Type", "application/json"))
    asks = []
    for order in orders:
        body = json.dumps({"institution": institution, "days": 28}).encode()
        key = (("Idempotency-Key", str(uuid.uuid4())),)
        asks.append(
            clients.Ask("POST", f"/api/v1/prescriptions/{order}/dispensings", body, headers + key, "dispensing")
        )
    clients.run(address, [asks[:CLIENTS]])
    shares = [asks[CLIENTS + place :: CLIENTS][:each] for place in range(CLIENTS)]
    print(f"{'dispensing, 8 counters, one lot':<34} {clients.run(address, shares)['dispensing']}", flush=True)


def _lists(address: clients.Address, username: str, each: int) -> None:
    cookie, _ = visitors.session(address, username)
    headers = (("Cookie", cookie),)
    for what, path in {"refill list": LIST, "refill list, late": f"{LIST}?late=1"}.items():
        asks = [clients.Ask("GET", path, b"", headers, what) for _ in itertools.repeat(None, each)]
        clients.run(address, [asks[:3]])
        print(f"{username + ': ' + what:<34} {clients.run(address, [asks])[what]}", flush=True)


if __name__ == "__main__":
    main()
