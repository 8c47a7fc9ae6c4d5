"""Pages of the lists: hand a file in, review what it would change, apply it, take it back."""

from app.rosters.views import drafts, imports, review
from app.rosters.views.door import bp

__all__ = ["bp", "drafts", "imports", "review"]
