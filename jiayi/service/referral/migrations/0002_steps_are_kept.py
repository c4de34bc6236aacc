"""Numbers that are never given twice; a referral comes only where an act leads (terms/life.py, compared by a test)."""

from django.db import migrations

STEPS = """
CREATE SEQUENCE referral_number;
CREATE FUNCTION referral_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (CASE TG_OP WHEN 'INSERT' THEN '' ELSE OLD.state END, NEW.state) NOT IN (
        ('', 'draft'), ('accepted', 'arrived'), ('accepted', 'cancelled'),
        ('accepted', 'expired'), ('accepted', 'no_show'), ('accepted', 'scheduled'),
        ('approval', 'cancelled'), ('approval', 'expired'), ('approval', 'refused'),
        ('approval', 'submitted'), ('arrived', 'closed'), ('arrived', 'followed_up'),
        ('arrived', 'in_treatment'), ('arrived', 'return_proposed'), ('draft', 'approval'),
        ('draft', 'cancelled'), ('draft', 'submitted'), ('followed_up', 'closed'),
        ('in_treatment', 'closed'), ('in_treatment', 'return_proposed'), ('no_show', 'arrived'),
        ('no_show', 'cancelled'), ('no_show', 'expired'), ('no_show', 'scheduled'),
        ('return_proposed', 'returned'), ('returned', 'followed_up'), ('scheduled', 'arrived'),
        ('scheduled', 'cancelled'), ('scheduled', 'expired'), ('scheduled', 'no_show'),
        ('submitted', 'accepted'), ('submitted', 'arrived'), ('submitted', 'cancelled'),
        ('submitted', 'expired'), ('submitted', 'rejected')
    ) AND (TG_OP = 'INSERT' OR OLD.state <> NEW.state) THEN
        RAISE EXCEPTION 'a referral does not come from % to %',
            CASE TG_OP WHEN 'INSERT' THEN 'nothing' ELSE OLD.state END, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'referral_steps';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER referral_steps BEFORE INSERT OR UPDATE OF state ON referral_referral
    FOR EACH ROW EXECUTE FUNCTION referral_steps();
"""
UNDO = """
DROP TRIGGER referral_steps ON referral_referral;
DROP FUNCTION referral_steps;
DROP SEQUENCE referral_number;
"""


class Migration(migrations.Migration):
    dependencies = [("referral", "0001_initial")]

    operations = [migrations.RunSQL(STEPS, UNDO)]
