"""Fairloop on one machine: its own PostgreSQL, Valkey and mail catcher, and the processes of `manage.py up`."""
