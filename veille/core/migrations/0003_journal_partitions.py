"""The two journals in monthly partitions that refuse to be rewritten.

Partitions of the months are made by `prepare_database`; the default one receives what falls outside.
A partition past its term is dropped whole: that is the only way a line leaves a journal.
"""

from django.db import migrations

JOURNALS = """
DROP TABLE core_auditevent;
CREATE TABLE core_auditevent (
    id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT statement_timestamp(),
    name varchar(80) NOT NULL,
    "user" uuid,
    organisation uuid,
    object_type varchar(80) NOT NULL,
    object_id uuid,
    "case" uuid,
    changes jsonb NOT NULL,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE core_auditevent_default PARTITION OF core_auditevent DEFAULT;
CREATE INDEX core_auditevent_by_case ON core_auditevent ("case", at);
CREATE INDEX core_auditevent_by_user ON core_auditevent ("user", at);

DROP TABLE core_accessevent;
CREATE TABLE core_accessevent (
    id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT statement_timestamp(),
    kind varchar(10) NOT NULL,
    "user" uuid,
    organisation uuid,
    section varchar(40) NOT NULL,
    url_name varchar(80) NOT NULL,
    cases uuid[] NOT NULL,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE core_accessevent_default PARTITION OF core_accessevent DEFAULT;
CREATE INDEX core_accessevent_by_case ON core_accessevent USING gin (cases);
CREATE INDEX core_accessevent_by_user ON core_accessevent ("user", at);

CREATE FUNCTION core_journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Le journal ne se modifie pas.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON core_auditevent
    FOR EACH ROW EXECUTE FUNCTION core_journal_is_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON core_accessevent
    FOR EACH ROW EXECUTE FUNCTION core_journal_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_initial")]
    operations = [migrations.RunSQL(JOURNALS, migrations.RunSQL.noop)]
