"""转诊后随访: what became of somebody who was referred."""
