"""How lists are really written: headings, layouts, dates, diseases, categories, and what a difference means."""
