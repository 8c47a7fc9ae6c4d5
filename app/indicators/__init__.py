"""指标: one reporting layer. Every number has one definition here; pages, sheets, letters and commands read it from here."""
