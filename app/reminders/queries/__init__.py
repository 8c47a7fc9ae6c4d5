"""Who gets a letter in the morning, and the counts it tells."""

from app.reminders.queries.digests import (
    DOCTORS,
    SUPERVISORS,
    Recipient,
    list_recipients,
    list_without_address,
    supervisor_digest,
)
from app.reminders.queries.tallies import DoctorDigests, doctor_digest

__all__ = [
    "DOCTORS",
    "SUPERVISORS",
    "DoctorDigests",
    "Recipient",
    "doctor_digest",
    "list_recipients",
    "list_without_address",
    "supervisor_digest",
]
