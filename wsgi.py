"""What gunicorn and `flask --app wsgi` open."""

import gc

from app import create_app

app = create_app()
# What was made at the start stays: the collector need not walk it again in the middle of somebody's page.
gc.collect()
gc.freeze()
