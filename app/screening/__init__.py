"""筛查: finding those who have a disease and do not know it: who is to be measured, and whom to propose for enrolment."""
