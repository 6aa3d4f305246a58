from households.forms.access import NamedForm, PartnerForm, TeamForm
from households.forms.agreements import AdhesionForm, InformationForm
from households.forms.filters import CaseFilterForm
from households.forms.findings import FindingForm
from households.forms.housing import HousingForm, StepForm
from households.forms.people import ContactForm, PersonForm
from households.forms.protected import ProtectForm, ReasonForm
from households.forms.safety import ReleaseFields

__all__ = [
    "AdhesionForm",
    "CaseFilterForm",
    "ContactForm",
    "FindingForm",
    "HousingForm",
    "InformationForm",
    "NamedForm",
    "PartnerForm",
    "PersonForm",
    "ProtectForm",
    "ReasonForm",
    "ReleaseFields",
    "StepForm",
    "TeamForm",
]
