"""How many places of a session are taken is kept by the database, whoever writes bookings; its check then decides."""

from django.db import migrations

COUNT = """
CREATE FUNCTION scheduling_count_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE scheduling_session AS session SET taken = session.taken + counted.places
        FROM (
            SELECT session_id, count(*) AS places FROM after_rows
            WHERE state IN ('booked', 'came', 'missed') GROUP BY session_id
        ) AS counted
        WHERE session.id = counted.session_id;
    ELSIF TG_OP = 'DELETE' THEN
        UPDATE scheduling_session AS session SET taken = session.taken - counted.places
        FROM (
            SELECT session_id, count(*) AS places FROM before_rows
            WHERE state IN ('booked', 'came', 'missed') GROUP BY session_id
        ) AS counted
        WHERE session.id = counted.session_id;
    ELSE
        UPDATE scheduling_session AS session SET taken = session.taken + counted.places
        FROM (
            SELECT session_id, sum(places) AS places FROM (
                SELECT session_id, 1 AS places FROM after_rows WHERE state IN ('booked', 'came', 'missed')
                UNION ALL
                SELECT session_id, -1 FROM before_rows WHERE state IN ('booked', 'came', 'missed')
            ) AS changed GROUP BY session_id HAVING sum(places) <> 0
        ) AS counted
        WHERE session.id = counted.session_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER scheduling_count_inserted AFTER INSERT ON scheduling_booking
    REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION scheduling_count_taken();
CREATE TRIGGER scheduling_count_updated AFTER UPDATE ON scheduling_booking
    REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows
    FOR EACH STATEMENT EXECUTE FUNCTION scheduling_count_taken();
CREATE TRIGGER scheduling_count_deleted AFTER DELETE ON scheduling_booking
    REFERENCING OLD TABLE AS before_rows FOR EACH STATEMENT EXECUTE FUNCTION scheduling_count_taken();
"""
UNDO = """
DROP TRIGGER scheduling_count_deleted ON scheduling_booking;
DROP TRIGGER scheduling_count_updated ON scheduling_booking;
DROP TRIGGER scheduling_count_inserted ON scheduling_booking;
DROP FUNCTION scheduling_count_taken;
"""


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0001_initial")]

    operations = [migrations.RunSQL(COUNT, UNDO)]
