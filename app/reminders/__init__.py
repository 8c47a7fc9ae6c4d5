"""提醒: who gets which letter in the morning, and its words. Counts only: no letter names a resident."""
