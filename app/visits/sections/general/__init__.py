"""上门随访: condition, treatment and effect, for home visits and diseases without a national form."""
