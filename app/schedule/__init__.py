"""排程: when each doctor goes where: the week's plan, its appointments, the working days, and the calendar feed."""
