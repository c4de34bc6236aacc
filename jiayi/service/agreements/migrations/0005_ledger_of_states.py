"""The database keeps the ledger of states, and refuses a step that terms.TRANSITIONS does not know."""

from django.db import migrations

TRANSITIONS = """
CREATE FUNCTION agreements_transitions() RETURNS TABLE (from_state text, to_state text) IMMUTABLE LANGUAGE sql AS $$
    VALUES
        ('', 'active'), ('', 'changed'), ('', 'draft'), ('', 'expired'), ('', 'pending'), ('', 'renewed'),
        ('', 'scheduled'), ('', 'suspended'), ('', 'terminated'), ('', 'transferred'), ('', 'void'),
        ('active', 'changed'), ('active', 'expired'), ('active', 'renewed'), ('active', 'suspended'),
        ('active', 'terminated'), ('active', 'transferred'), ('active', 'void'), ('changed', 'active'),
        ('changed', 'scheduled'), ('changed', 'suspended'), ('draft', 'active'), ('draft', 'expired'),
        ('draft', 'pending'), ('draft', 'scheduled'), ('draft', 'void'), ('pending', 'active'),
        ('pending', 'expired'), ('pending', 'scheduled'), ('pending', 'void'), ('renewed', 'active'),
        ('scheduled', 'active'), ('scheduled', 'changed'), ('scheduled', 'terminated'),
        ('scheduled', 'transferred'), ('scheduled', 'void'), ('suspended', 'active'), ('suspended', 'changed'),
        ('suspended', 'expired'), ('suspended', 'renewed'), ('suspended', 'terminated'),
        ('suspended', 'transferred'), ('suspended', 'void'), ('terminated', 'active'),
        ('terminated', 'scheduled'), ('terminated', 'suspended'), ('transferred', 'active'),
        ('transferred', 'scheduled'), ('transferred', 'suspended')
$$;
"""
# `told` is what the act told of itself (services.telling): {act, on, by_id, by_name, note}; empty where nothing was.
KEEP = """
CREATE FUNCTION agreements_refuse_step(from_state text, to_state text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an agreement cannot come from "%" to "%"', from_state, to_state
        USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_transition_allowed';
END $$;
CREATE FUNCTION agreements_told() RETURNS jsonb STABLE LANGUAGE sql AS $$
    SELECT coalesce(nullif(current_setting('jiayi.agreement_act', true), '')::jsonb, '{}')
$$;
CREATE FUNCTION agreements_keep_new() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE told jsonb := agreements_told();
BEGIN
    PERFORM agreements_refuse_step('', state) FROM written
        WHERE ('', state) NOT IN (SELECT from_state, to_state FROM agreements_transitions()) LIMIT 1;
    INSERT INTO agreements_agreementstep (agreement_id, from_state, to_state, act, "on", by_id, by_name, note)
        SELECT id, '', state, coalesce(told ->> 'act', ''), coalesce((told ->> 'on')::date, signed_on),
            (told ->> 'by_id')::uuid, coalesce(told ->> 'by_name', ''), coalesce(told ->> 'note', '')
        FROM written;
    RETURN NULL;
END $$;
CREATE FUNCTION agreements_keep_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE told jsonb := agreements_told();
BEGIN
    PERFORM agreements_refuse_step(before.state, written.state)
        FROM written INNER JOIN before ON before.id = written.id AND before.state <> written.state
        WHERE (before.state, written.state) NOT IN (SELECT from_state, to_state FROM agreements_transitions()) LIMIT 1;
    INSERT INTO agreements_agreementstep (agreement_id, from_state, to_state, act, "on", by_id, by_name, note)
        SELECT written.id, before.state, written.state, coalesce(told ->> 'act', ''), (told ->> 'on')::date,
            (told ->> 'by_id')::uuid, coalesce(told ->> 'by_name', ''), coalesce(told ->> 'note', '')
        FROM written INNER JOIN before ON before.id = written.id AND before.state <> written.state;
    RETURN NULL;
END $$;
CREATE TRIGGER agreements_keep_new AFTER INSERT ON agreements_agreement REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION agreements_keep_new();
CREATE TRIGGER agreements_keep_changed AFTER UPDATE ON agreements_agreement
    REFERENCING OLD TABLE AS before NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION agreements_keep_changed();
"""
# What was signed before there was a ledger enters it with the state it has.
FILL = """
INSERT INTO agreements_agreementstep (agreement_id, from_state, to_state, act, "on", by_name, note)
    SELECT id, '', state, '', signed_on, '', '' FROM agreements_agreement;
"""
UNDO = """
DROP TRIGGER agreements_keep_changed ON agreements_agreement;
DROP TRIGGER agreements_keep_new ON agreements_agreement;
DROP FUNCTION agreements_keep_changed, agreements_keep_new, agreements_told, agreements_refuse_step;
DROP FUNCTION agreements_transitions;
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0004_life")]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(TRANSITIONS + KEEP, UNDO),
    ]
