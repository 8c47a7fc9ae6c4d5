"""The pages and the two receiving ends of the tablet; importing it puts them all in place."""

from app.tablet.views import devices, handing, me, mends, pack, sentences, shell, sync, worker
from app.tablet.views.door import bp

__all__ = ["bp", "devices", "handing", "me", "mends", "pack", "sentences", "shell", "sync", "worker"]
