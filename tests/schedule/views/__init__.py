"""Pages of the plan."""

from __future__ import annotations


def followed(client, address, data=None):
    """Send a form and return the page it leads to."""
    answer = client.post(address, data=data or {})
    assert answer.status_code in (302, 303), answer.text
    return client.get(answer.location)
