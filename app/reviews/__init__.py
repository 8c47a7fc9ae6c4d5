"""督导审核: which visit logs a supervisor must look at, what she found, and how the doctor answered.

Signals of the integrity panel are hints, never verdicts; a verdict is a person's, and stays on the log.
"""
