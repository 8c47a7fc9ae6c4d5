"""严重精神障碍随访: the follow-up of severe mental disorder."""
