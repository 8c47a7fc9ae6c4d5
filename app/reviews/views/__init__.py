"""The pages of the room; importing it puts them all in place."""

from app.reviews.views import calling, dialogue, done, finding, integrity, queue, returned, sampling, verdict
from app.reviews.views.door import bp

__all__ = [
    "bp",
    "calling",
    "dialogue",
    "done",
    "finding",
    "integrity",
    "queue",
    "returned",
    "sampling",
    "verdict",
]
