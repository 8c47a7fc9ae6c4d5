"""规则库: the rulebook, pure and told the time: terms, rules, replay, thresholds and the packs they come from."""
