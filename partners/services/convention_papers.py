"""The signed papers of a convention: deposited by the pilot, read by who signs."""

from django.db import transaction

from partners.models import Convention, ConventionPaper
from veille.core import audit, papers
from veille.core.actor import Actor
from veille.core.uploads import Received


@transaction.atomic
def add_convention_paper(*, convention: Convention, title: str, received: Received, by: Actor) -> ConventionPaper:
    """Keep what was signed beside what was agreed. Raises ValidationError when the antivirus minds."""
    paper = ConventionPaper(convention=convention, title=title, added_by=by.user)
    papers.keep_in(paper, received)
    paper.full_clean()
    paper.save()
    audit.record("convention.paper_added", convention, by=by, changes={"paper": str(paper.pk), "kind": paper.kind})
    return paper


@transaction.atomic
def remove_convention_paper(*, paper: ConventionPaper, by: Actor) -> None:
    """Take away a paper deposited by mistake; the journal keeps both acts."""
    audit.record("convention.paper_removed", paper.convention, by=by, changes={"paper": str(paper.pk)})
    paper.delete()
