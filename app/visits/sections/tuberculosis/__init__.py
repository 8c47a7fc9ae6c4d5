"""肺结核患者随访: the first home visit and the follow-up of tuberculosis."""
