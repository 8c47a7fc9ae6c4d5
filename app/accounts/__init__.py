"""账户: areas, users with their role and areas, sign-ins, and what lies within whose reach."""
