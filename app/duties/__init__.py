"""随访任务: what is owed, to whom, since when. Evidence goes in, the next duty comes out; nothing is flagged at night."""
