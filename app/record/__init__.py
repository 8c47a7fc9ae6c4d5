"""居民详情: the search, one resident's page put together from the rooms below, and the deeds done there."""
