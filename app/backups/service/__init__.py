"""Backups are made, checked, put back and, when they have outlived their time, taken away."""

from app.backups.service.checking import Checked, check_backup
from app.backups.service.keeping import record_backup, remove_outlived
from app.backups.service.making import Made, make_backup
from app.backups.service.restoring import Restored, restore_backup

__all__ = [
    "Checked",
    "Made",
    "Restored",
    "check_backup",
    "make_backup",
    "record_backup",
    "remove_outlived",
    "restore_backup",
]
