"""An erasure that a person asks for: on which ground, what goes, what is made again without her."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from households import services
from households.answers import letter
from households.grants import GrantLevel
from households.importing import importer_for
from households.models import Case, ErasureCertificate, ImportBatch, Person, RightsRequest
from households.rights_choices import RightsKind, RightsState
from households.services.imports import forget_expired
from partners.roles import Role
from tests import factories
from tests.households.rights_requests import TODAY, person_of, running
from veille.core.models.export import ExportRequest


@pytest.fixture
def case(world, cast):
    case = factories.make_case(world)
    factories.grant(case, world.association, GrantLevel.LEAD)
    factories.put_in_team(case, cast.worker)
    return case


@pytest.fixture
def officer(world, cast):
    return cast.play(Role.DPO, world.association)


def dropped(by, name) -> ImportBatch:
    """A table that waits for its columns to be related."""
    content = f"Locataire;Solde\n{name};12\n".encode()
    return services.drop_file(importer=importer_for(by, "suivi"), content=content, by=by)


class TestAnErasure:
    """With its legal ground; alone, the whole file goes, with others only what hangs on her."""

    def erase(self, case, cast, officer, **fields):
        request = running(case, cast.worker, officer, RightsKind.ERASURE, **fields)
        services.answer_request(
            request=request, outcome=RightsState.ANSWERED, erasure_ground="no_longer_needed", by=officer
        )
        return request

    def test_without_its_ground_nothing_is_erased(self, case, cast, officer):
        request = running(case, cast.worker, officer, RightsKind.ERASURE)
        with pytest.raises(ValidationError):
            services.answer_request(request=request, outcome=RightsState.ANSWERED, by=officer)
        assert Case.objects.get(pk=case.pk).anonymised_on is None

    def test_alone_the_whole_file_goes(self, case, cast, officer):
        request = self.erase(case, cast, officer)
        assert Case.objects.get(pk=case.pk).anonymised_on == TODAY
        assert RightsRequest.objects.get(pk=request.pk).person is None
        assert ErasureCertificate.objects.get().cause == "request"

    def test_with_another_adult_the_household_keeps_its_own(self, case, cast, officer):
        other = factories.PersonFactory(household=case.household, role="spouse_partner")
        gone = Person.objects.filter(household=case.household_id).exclude(pk=other.pk).get()
        self.erase(case, cast, officer, person=gone)
        assert list(Person.objects.filter(household=case.household_id)) == [other]
        assert Case.objects.get(pk=case.pk).anonymised_on is None

    def test_a_list_taken_away_before_no_longer_names_her(self, case, cast, officer):
        factories.PersonFactory(household=case.household, first_name="Karim", role="spouse_partner")
        export = ExportRequest.objects.create(
            owner=cast.worker.user_id,
            organisation=cast.worker.organisation_id,
            listing="menages",
            columns=["name"],
            format="csv",
            asked=b"sealed",
            content=b"sealed",
            cases=[case.pk],
            expires_at=timezone.now() + timedelta(hours=20),
        )
        self.erase(case, cast, officer, person=person_of(case))
        export.refresh_from_db()
        assert (export.content, export.rows) == (None, None)

    @pytest.mark.parametrize("state", ["received", "failed"])
    @pytest.mark.parametrize("with_another", [True, False])
    def test_a_table_that_waits_and_names_her_is_given_up(self, case, cast, officer, state, with_another):
        her = person_of(case)
        if with_another:
            factories.PersonFactory(household=case.household, first_name="Karim", role="spouse_partner")
        naming = dropped(cast.referent, f"{her.last_name.upper()} Mireille")
        other = dropped(cast.referent, f"{her.last_name}ot Mireille")
        ImportBatch.objects.update(state=state)
        self.erase(case, cast, officer, person=her)
        kept = dict(ImportBatch.objects.values_list("pk", "content"))
        assert kept[naming.pk] is None
        assert kept[other.pk] is not None
        assert not ImportBatch.objects.get(pk=naming.pk).report

    def test_a_table_being_written_is_not_kept_for_another_try(self, case, cast, officer):
        batch = dropped(cast.referent, f"{person_of(case).last_name} Mireille")
        ImportBatch.objects.update(state="running")
        self.erase(case, cast, officer)
        ImportBatch.objects.update(state="failed")
        assert forget_expired() == 1
        assert ImportBatch.objects.get(pk=batch.pk).content is None

    def test_a_refusal_erases_nothing_and_says_why(self, case, cast, officer):
        request = running(case, cast.worker, officer, RightsKind.ERASURE)
        services.answer_request(request=request, outcome=RightsState.REFUSED, refusal_ground="claims", by=officer)
        assert Case.objects.get(pk=case.pk).anonymised_on is None
        assert "litige" in " ".join(letter(request))
