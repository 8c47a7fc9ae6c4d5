"""居民档案: one record per resident, what each holds and since when, and the search that finds them."""
