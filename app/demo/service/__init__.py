"""Filling an empty application with the invented township, through the same services everybody uses."""

from app.demo.service.township import load_township

__all__ = ["load_township"]
