"""巡查: the weekly rounds of the destitute who live at home, and the first-quarter campaign in which everybody is met."""
