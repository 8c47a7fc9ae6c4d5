"""脑卒中随访: function, swallowing, recovery and the prevention of a second one; no national form exists."""
