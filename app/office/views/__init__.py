"""Pages of the office: signing in, one's own account, the policy, the outbox."""

from app.office.views import account, outbox, policy
from app.office.views.door import bp

__all__ = ["account", "bp", "outbox", "policy"]
