"""The database itself refuses to change what was printed, and the chain of events.

On SQLite a later migration that rebuilds one of these tables drops its trigger: it must run `freeze` again (a test looks).
"""

from django.db import migrations

FROZEN = {
    "certificates_certificate": [
        "uuid", "token", "serial", "enrolment_id", "achievement_id", "issuer_id", "template_id", "payload", "sha256",
        "valid_from", "issued_by_id", "supersedes_id",
    ],
    "certificates_certificateevent": [
        "issuer_id", "number", "certificate_id", "kind", "at", "by_id", "reason", "note", "previous", "hash",
    ],
    "certificates_documenttemplate": ["kind", "language", "html", "css", "fonts", "sha256"],
}  # fmt: skip


def freeze(apps, schema_editor):
    for table, columns in FROZEN.items():
        if schema_editor.connection.vendor == "sqlite":
            changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
            schema_editor.execute(
                f'CREATE TRIGGER IF NOT EXISTS "{table}_frozen" BEFORE UPDATE ON "{table}" WHEN {changed} '
                f"BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END"
            )
        else:
            changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)
            schema_editor.execute(
                f'CREATE OR REPLACE FUNCTION "{table}_refuse"() RETURNS trigger AS $$ BEGIN '
                f"RAISE EXCEPTION '{table} is frozen' USING ERRCODE = 'integrity_constraint_violation'; END $$ LANGUAGE plpgsql"
            )
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{table}_frozen" ON "{table}"')
            schema_editor.execute(
                f'CREATE TRIGGER "{table}_frozen" BEFORE UPDATE ON "{table}" FOR EACH ROW WHEN ({changed}) '
                f'EXECUTE FUNCTION "{table}_refuse"()'
            )


def thaw(apps, schema_editor):
    for table in FROZEN:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{table}_frozen"')
        else:
            schema_editor.execute(f'DROP FUNCTION IF EXISTS "{table}_refuse"() CASCADE')


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial")]

    operations = [migrations.RunPython(freeze, thaw)]
