"""What gunicorn and `flask --app wsgi` open."""

from app import create_app

app = create_app()
