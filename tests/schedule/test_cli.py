"""The calendar at the prompt."""

from __future__ import annotations

import json


def test_a_year_is_laid_at_the_prompt_and_counted(app):
    runner = app.test_cli_runner()

    first = runner.invoke(args=["schedule", "holidays", "--year", "2026", "--json"])
    again = runner.invoke(args=["schedule", "holidays", "--year", "2026"])

    assert json.loads(first.stdout)["new"] > 20
    assert again.stdout.strip() == "2026: new 0, withdrawn 0"
