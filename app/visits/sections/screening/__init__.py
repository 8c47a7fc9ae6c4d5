"""血压筛查: a pressure a year from 35 on, and the readings that decide whether somebody has hypertension."""
