from households.forms.access import NamedForm, TeamForm
from households.forms.agreements import AdhesionForm, InformationForm
from households.forms.budget import ArrearsForm, BudgetForm
from households.forms.duty import EmergencyForm, ReviewForm, ShiftForm
from households.forms.ends import ReferenceEndForm, RightEndForm
from households.forms.filters import CaseFilterForm
from households.forms.findings import FindingForm, ReassessForm, StrengthForm
from households.forms.housing import SEARCH, HousingDatesForm, HousingForm, PastHousingForm
from households.forms.journal import JournalFilterForm
from households.forms.leases import LeaseForm, LeaseResultForm, LeaseReviewDayForm, LeaseReviewForm, PrefectForm
from households.forms.people import ContactForm, NewPersonForm, PersonForm
from households.forms.procedure import DeadlineForm, HoldAnswerForm, HoldAskForm, HoldDaysForm, StepForm
from households.forms.protected import ProtectForm, ReasonForm
from households.forms.references import ReferenceForm
from households.forms.reopening import ReopenForm
from households.forms.restrictions import LiftForm, RestrictForm
from households.forms.safety import ReleaseFields
from households.forms.stays import StayTermForm

__all__ = [
    "SEARCH",
    "AdhesionForm",
    "ArrearsForm",
    "BudgetForm",
    "CaseFilterForm",
    "ContactForm",
    "DeadlineForm",
    "EmergencyForm",
    "FindingForm",
    "HoldAnswerForm",
    "HoldAskForm",
    "HoldDaysForm",
    "HousingDatesForm",
    "HousingForm",
    "InformationForm",
    "JournalFilterForm",
    "LeaseForm",
    "LeaseResultForm",
    "LeaseReviewDayForm",
    "LeaseReviewForm",
    "LiftForm",
    "NamedForm",
    "NewPersonForm",
    "PastHousingForm",
    "PersonForm",
    "PrefectForm",
    "ProtectForm",
    "ReasonForm",
    "ReassessForm",
    "ReferenceEndForm",
    "ReferenceForm",
    "ReleaseFields",
    "ReopenForm",
    "RestrictForm",
    "ReviewForm",
    "RightEndForm",
    "ShiftForm",
    "StayTermForm",
    "StepForm",
    "StrengthForm",
    "TeamForm",
]
