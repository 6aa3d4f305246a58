"""Once its session is closed, a decision is corrected by a new one that names it, never edited.

Without a session it is told at once: it is closed as soon as it is written. Its texts may only be emptied (the end of
the file); the measure it speaks of may still be linked.
"""

from django.db import migrations

KEPT = """
CREATE FUNCTION cellule_decision_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.agenda_item_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM cellule_agendaitem item JOIN cellule_session held ON held.id = item.session_id
        WHERE item.id = OLD.agenda_item_id AND held.state = 'closed'
    ) THEN
        RETURN NEW;
    END IF;
    IF ROW(OLD.case_id, OLD.agenda_item_id, OLD.referral_id, OLD.corrects_id, OLD.body, OLD.role, OLD.code,
           OLD.decided_on, OLD.shareable_reason_code, OLD.level, OLD.operator_id, OLD.lead_person_id,
           OLD.contact_by_id, OLD.contact_before, OLD.next_review_on, OLD.recorded_by_id)
       IS DISTINCT FROM
       ROW(NEW.case_id, NEW.agenda_item_id, NEW.referral_id, NEW.corrects_id, NEW.body, NEW.role, NEW.code,
           NEW.decided_on, NEW.shareable_reason_code, NEW.level, NEW.operator_id, NEW.lead_person_id,
           NEW.contact_by_id, NEW.contact_before, NEW.next_review_on, NEW.recorded_by_id)
       OR NEW.shareable_reason NOT IN (OLD.shareable_reason, '')
       OR NEW.reserved_reason NOT IN (OLD.reserved_reason, '')
       OR NEW.proposed_instead NOT IN (OLD.proposed_instead, '', 'effacé')
    THEN
        RAISE EXCEPTION 'Une décision close ne se modifie pas : elle est corrigée par une nouvelle qui la nomme.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE ON cellule_decision
    FOR EACH ROW EXECUTE FUNCTION cellule_decision_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("cellule", "0012_outside_decisions_and_minutes")]
    operations = [
        migrations.RunSQL(KEPT, "DROP TRIGGER kept ON cellule_decision; DROP FUNCTION cellule_decision_is_kept();")
    ]
