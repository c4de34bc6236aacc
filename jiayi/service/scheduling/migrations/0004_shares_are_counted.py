"""How many places of a share are taken is kept by the database, whoever writes bookings; its check then decides."""

from django.db import migrations

COUNT = """
CREATE FUNCTION scheduling_count_shares() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.state IN ('held', 'booked', 'came', 'missed')
        AND (TG_OP = 'DELETE' OR NEW.state NOT IN ('held', 'booked', 'came', 'missed') OR NEW.share_id <> OLD.share_id)
    THEN
        UPDATE scheduling_slotshare SET taken = taken - 1 WHERE id = OLD.share_id;
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.state IN ('held', 'booked', 'came', 'missed')
        AND (TG_OP = 'INSERT' OR OLD.state NOT IN ('held', 'booked', 'came', 'missed') OR NEW.share_id <> OLD.share_id)
    THEN
        UPDATE scheduling_slotshare SET taken = taken + 1 WHERE id = NEW.share_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER scheduling_count_shares AFTER INSERT OR DELETE OR UPDATE OF state, share_id ON scheduling_slotbooking
    FOR EACH ROW EXECUTE FUNCTION scheduling_count_shares();
"""
UNDO = """
DROP TRIGGER scheduling_count_shares ON scheduling_slotbooking;
DROP FUNCTION scheduling_count_shares;
"""


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0003_shared_resources")]

    operations = [migrations.RunSQL(COUNT, UNDO)]
