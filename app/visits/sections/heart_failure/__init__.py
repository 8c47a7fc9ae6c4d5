"""心功能不全随访: breath, oedema, weight and self-care; no national form exists."""
