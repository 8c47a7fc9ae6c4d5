"""辖区: villages merged, renamed and split, residents handed over to another township, a colleague's village covered."""
