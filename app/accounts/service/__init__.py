"""Opening and closing accounts, signing in and out, and taking in the tree of areas."""

from __future__ import annotations

from app.accounts.service.accounts import (
    NewAccount,
    add_user,
    change_password,
    choose_address,
    choose_language,
    close_account,
    edit_account,
    open_account,
    reset_password,
    set_password,
    unlock_account,
)
from app.accounts.service.areas import (
    import_areas,
    rename_area,
)
from app.accounts.service.door import (
    check_door,
    finish_sign_in,
    is_half_way,
    strain_door,
)
from app.accounts.service.sessions import (
    KEPT_AFTER_END,
    WRONG,
    Attempt,
    HalfWay,
    SignedIn,
    end_session,
    end_sessions_of,
    note_sign_out,
    open_session,
    owner_of,
    session_id_of,
    sign_in_with,
    weigh,
)

__all__ = [
    "KEPT_AFTER_END",
    "WRONG",
    "Attempt",
    "HalfWay",
    "NewAccount",
    "SignedIn",
    "add_user",
    "change_password",
    "check_door",
    "choose_address",
    "choose_language",
    "close_account",
    "edit_account",
    "end_session",
    "end_sessions_of",
    "finish_sign_in",
    "import_areas",
    "is_half_way",
    "note_sign_out",
    "open_account",
    "open_session",
    "owner_of",
    "rename_area",
    "reset_password",
    "session_id_of",
    "set_password",
    "sign_in_with",
    "strain_door",
    "unlock_account",
    "weigh",
]
