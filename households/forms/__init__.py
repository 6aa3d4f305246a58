from households.forms.access import NamedForm, PartnerForm, TeamForm
from households.forms.agreements import AdhesionForm, InformationForm
from households.forms.budget import ArrearsForm, BudgetForm
from households.forms.duty import EmergencyForm, ReviewForm, ShiftForm
from households.forms.filters import CaseFilterForm
from households.forms.findings import FindingForm
from households.forms.housing import HousingForm, StepForm
from households.forms.people import ContactForm, NewPersonForm, PersonForm
from households.forms.protected import ProtectForm, ReasonForm
from households.forms.references import ReferenceForm
from households.forms.restrictions import LiftForm, RestrictForm
from households.forms.safety import ReleaseFields

__all__ = [
    "AdhesionForm",
    "ArrearsForm",
    "BudgetForm",
    "CaseFilterForm",
    "ContactForm",
    "EmergencyForm",
    "FindingForm",
    "HousingForm",
    "InformationForm",
    "LiftForm",
    "NamedForm",
    "NewPersonForm",
    "PartnerForm",
    "PersonForm",
    "ProtectForm",
    "ReasonForm",
    "ReferenceForm",
    "ReleaseFields",
    "RestrictForm",
    "ReviewForm",
    "ShiftForm",
    "StepForm",
    "TeamForm",
]
