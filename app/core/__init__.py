"""地基: what every room stands on — the database, the clock, words in two languages, identity numbers."""
