"""The database itself refuses two people in one post on the same day."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

POSTGRESQL = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE tuoluo_tenure ADD CONSTRAINT tenure_no_overlap
    EXCLUDE USING gist (post_id WITH =, daterange(since, until) WITH &&);
"""

SQLITE = """
CREATE TRIGGER tenure_no_overlap_{when} BEFORE {when} ON tuoluo_tenure
WHEN NEW.until IS NULL OR NEW.until > NEW.since
BEGIN
    SELECT RAISE(ABORT, 'tenure_no_overlap') FROM tuoluo_tenure AS other
    WHERE other.post_id = NEW.post_id AND other.id IS NOT NEW.id
      AND (other.until IS NULL OR other.until > other.since)
      AND (other.until IS NULL OR NEW.since < other.until)
      AND (NEW.until IS NULL OR other.since < NEW.until);
END;
"""


def forbid(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
    else:
        for when in ("INSERT", "UPDATE"):
            schema_editor.execute(SQLITE.format(when=when))


class Migration(migrations.Migration):
    dependencies = [("tuoluo", "0001_start")]
    operations = [migrations.RunPython(forbid, migrations.RunPython.noop)]
