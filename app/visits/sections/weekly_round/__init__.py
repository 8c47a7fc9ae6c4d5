"""每周巡查: the weekly round to a destitute person living at home, with its four parts."""
