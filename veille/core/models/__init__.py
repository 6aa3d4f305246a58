from veille.core.models.base import DatedModel, UUIDModel
from veille.core.models.draft import Draft
from veille.core.models.export import ExportFormat, ExportRequest
from veille.core.models.journal import AccessEvent, AccessKind, AuditEvent
from veille.core.models.link import ExternalLink
from veille.core.models.paper import KeptPaper
from veille.core.models.reference import ReferenceItem, ReferenceList
from veille.core.models.run import Run, RunState
from veille.core.models.submission import Submission

__all__ = [
    "AccessEvent",
    "AccessKind",
    "AuditEvent",
    "DatedModel",
    "Draft",
    "ExportFormat",
    "ExportRequest",
    "ExternalLink",
    "KeptPaper",
    "ReferenceItem",
    "ReferenceList",
    "Run",
    "RunState",
    "Submission",
    "UUIDModel",
]
