"""The follow-up table is not empty when somebody opens it."""

from households.models import NextStep, ReportedContact


def test_running_files_carry_what_comes_next(loaded):
    steps = NextStep.objects.select_related("organisation", "case")
    kinds = {step.organisation.kind for step in steps}
    assert {"landlord", "association"} <= kinds
    assert all(step.case.closed_on is None for step in steps)


def test_some_landlords_brought_their_last_contacts_with_their_table(loaded):
    assert set(ReportedContact.objects.values_list("organisation__kind", flat=True)) == {"landlord"}
