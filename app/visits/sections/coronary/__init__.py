"""冠心病随访: angina, its medicines and their risks; no national form exists."""
