"""上门随访: condition, treatment and effect, at the home visit to a low-income or chronic patient."""
