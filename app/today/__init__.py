"""今日: the first pages — the doctor's work list, the supervisor's desk, every duty."""
