"""演示: one invented township with a year of history, so that every list is alive. Stands above every room it fills."""
