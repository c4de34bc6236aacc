"""What a package holds stays once it was submitted, an approval is not taken back; and the serial of codes."""

from django.db import migrations

CONTENT = (
    "package_id number name_zh name_en grade groups service_months note insurance_fund_fen public_health_fen "
    "fiscal_fen account_fen resident_fen"
).split()


def _row(name: str) -> str:
    return f"({', '.join(f'{name}.{column}' for column in CONTENT)})"


KEEP_VERSION = f"""
CREATE FUNCTION agreements_keep_package_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state NOT IN ('draft', 'returned') AND (TG_OP = 'DELETE' OR {_row("NEW")} IS DISTINCT FROM {_row("OLD")}) THEN
        RAISE EXCEPTION 'what was submitted stays as it is'
            USING ERRCODE = '23514', CONSTRAINT = 'package_content_is_kept';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    IF OLD.state IN ('approved', 'published') AND NEW.state NOT IN ('approved', 'published') THEN
        RAISE EXCEPTION 'an approval is not taken back'
            USING ERRCODE = '23514', CONSTRAINT = 'package_approval_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER package_version_kept BEFORE UPDATE OR DELETE ON agreements_packageversion
    FOR EACH ROW EXECUTE FUNCTION agreements_keep_package_version();
"""
# The version is locked, so that a line cannot come in while another transaction submits it.
KEEP_LINES = """
CREATE FUNCTION agreements_keep_package_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    standing text;
BEGIN
    FOR standing IN
        SELECT state FROM agreements_packageversion WHERE id IN (OLD.version_id, NEW.version_id) FOR SHARE
    LOOP
        IF standing NOT IN ('draft', 'returned') THEN
            RAISE EXCEPTION 'what was submitted stays as it is'
                USING ERRCODE = '23514', CONSTRAINT = 'package_content_is_kept';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER package_lines_kept BEFORE INSERT OR UPDATE OR DELETE ON agreements_packageline
    FOR EACH ROW EXECUTE FUNCTION agreements_keep_package_lines();
"""


class Migration(migrations.Migration):
    dependencies = [("agreements", "0006_own_packages")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE agreements_package_serial AS integer", "DROP SEQUENCE agreements_package_serial"
        ),
        migrations.RunSQL(
            KEEP_VERSION,
            "DROP TRIGGER package_version_kept ON agreements_packageversion;"
            "DROP FUNCTION agreements_keep_package_version();",
        ),
        migrations.RunSQL(
            KEEP_LINES,
            "DROP TRIGGER package_lines_kept ON agreements_packageline; DROP FUNCTION agreements_keep_package_lines();",
        ),
    ]
