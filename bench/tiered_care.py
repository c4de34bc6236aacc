"""Booking a specialist's place by eight clients at once, and the desk's inbox over many referrals.

python -m bench.tiered_care [--size small] [--referrals 200000] [--each 60]
All clients book the same day of the same specialist, each another resident: the hardest case for its lock. Compared in
the same run with the same sign-in and one bare conditional update of that row. Referrals are copied in the tables until
there are as many as asked: as many open ones as residents and diseases allow, the others closed.
"""

import argparse
import itertools
import json
import os
import uuid

import psycopg

from . import clients, server, visitors

CLIENTS, PLACES = 8, 30_000
GROUPS = ("hypertension", "diabetes", "coronary", "stroke", "copd")
SHARE = """
    UPDATE scheduling_slotshare AS share SET quantity = %s
    FROM scheduling_slot AS slot JOIN scheduling_resource AS resource ON resource.id = slot.resource_id
    WHERE share.slot_id = slot.id AND share.quota_id IS NULL AND resource.kind = 'specialist'
        AND resource.pool = 'shared' AND slot.id = (
            SELECT slot.id FROM scheduling_slot AS slot JOIN scheduling_resource AS resource
                ON resource.id = slot.resource_id
            WHERE resource.kind = 'specialist' AND resource.pool = 'shared' AND slot.held_on > current_date
            ORDER BY slot.held_on LIMIT 1)
    RETURNING slot.id, share.id
"""
RESIDENTS = """
    SELECT resident.id FROM people_resident AS resident
    JOIN organization_institution AS place ON place.id = %s
    WHERE resident.status = 'living_here' AND resident.region_code LIKE left(place.region_id, 9) || '%%'
        AND NOT EXISTS (SELECT FROM scheduling_slotbooking AS booking WHERE booking.resident_id = resident.id)
    ORDER BY resident.id
"""
CENTRE = """
    SELECT post.institution_id FROM access_user AS holder JOIN access_post AS post ON post.user_id = holder.id
    WHERE holder.username = 'doctor'
"""
COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_name = 'referral_referral' AND is_generated = 'NEVER'
"""


def main() -> None:
    options = _options()
    folder = server.build(options.size)
    with psycopg.connect(server.url(folder), autocommit=True) as database:
        centre = str(database.execute(CENTRE).fetchone()[0])
        slot, share = database.execute(SHARE, (PLACES,)).fetchone()
        residents = [str(one) for (one,) in database.execute(RESIDENTS, (centre,))]
        referrals = _multiply(database, options.referrals)
    print(f"county {options.size}, {referrals} referrals; load {os.getloadavg()[0]:.1f}", flush=True)
    with server.served(folder) as address:
        _booking(address, str(slot), share, residents, centre, options.each)
        _inbox(address, options.each)
    print(f"load {os.getloadavg()[0]:.1f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="small")
    parser.add_argument("--referrals", type=int, default=200_000)
    parser.add_argument("--each", type=int, default=60, help="requests of each client and kind")
    return parser.parse_args()


def _multiply(database: psycopg.Connection, wanted: int) -> int:
    """Copies of one referral that is over: first open ones, an episode of each resident, then closed ones."""
    there = database.execute("SELECT count(*) FROM referral_referral").fetchone()[0]
    own = {"id", "number", "resident_id", "region_code", "group", "state", "submission_id"}
    same = ", ".join(f'"{name}"' for (name,) in database.execute(COLUMNS) if name not in own)
    copy = f"""
        INSERT INTO referral_referral (id, number, resident_id, region_code, "group", state, {same})
        SELECT gen_random_uuid(), left(md5(random()::text || resident.id || %(group)s), 20), resident.id,
            resident.region_code, %(group)s, %(state)s, {same}
        FROM (SELECT id, region_code FROM people_resident WHERE status = 'living_here' LIMIT %(count)s) AS resident
        CROSS JOIN (SELECT {same} FROM referral_referral WHERE state = 'closed' AND direction = 'up' LIMIT 1) AS model
        ON CONFLICT DO NOTHING
    """
    database.execute("SET session_replication_role = replica")  # a copy takes no steps
    for round_, group in itertools.product(range(wanted), GROUPS):
        if there >= wanted:
            break
        values = {"group": group, "state": "closed" if round_ else "submitted", "count": wanted - there}
        there += database.execute(copy, values).rowcount
    database.execute("SET session_replication_role = origin")
    database.execute("ANALYZE referral_referral")
    return there


def _booking(address: clients.Address, slot: str, share: int, residents: list[str], centre: str, each: int) -> None:
    token = visitors.token(address, "doctor")
    headers = (("Authorization", f"Bearer {token}"), ("Content-Type", "application/json"))
    real = [
        clients.Ask("POST", f"/api/v1/slots/{slot}/bookings",
                    json.dumps({"resident": one, "institution": centre}).encode(),
                    (*headers, ("Idempotency-Key", str(uuid.uuid4()))), "booking")
        for one in residents
    ]  # fmt: skip
    bare = [clients.Ask("POST", "/api/bench/place", json.dumps({"share": share}).encode(), headers, "bare")] * len(real)
    for name, asks in (("bare conditional update", bare), ("booking", real)):
        clients.run(address, [asks[:CLIENTS]])
        shares = [asks[CLIENTS + place :: CLIENTS][:each] for place in range(CLIENTS)]
        [figures] = clients.run(address, shares).values()
        print(f"{name + ', 8 clients, one day':<40} {figures.per_second:6.1f}/s  {figures}", flush=True)


def _inbox(address: clients.Address, each: int) -> None:
    cookie, _ = visitors.session(address, "referral")
    for what, path in {"inbox": "/referrals/", "inbox, second page": "/referrals/?page=2"}.items():
        asks = [clients.Ask("GET", path, b"", (("Cookie", cookie),), what) for _ in range(each)]
        clients.run(address, [asks[:3]])
        print(f"{'referral desk: ' + what:<40} {clients.run(address, [asks])[what]}", flush=True)


if __name__ == "__main__":
    main()
