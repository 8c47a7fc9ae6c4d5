"""Pure rules of plans: what one says, when it is safe, how long medicine lasts, what several come to together."""
