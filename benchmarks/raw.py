"""The limit below Django: the same two queries by psycopg in a bare WSGI function, with one connection that stays open."""

import os
import secrets
from collections.abc import Callable, Iterable
from html import escape
from urllib.parse import parse_qs

import psycopg

ROWS = 10_000
ROW = (
    '<tr id="row-{n}"><td class="table__cell"><a class="table__link" href="/rows/{n}/">{title}</a></td>'
    '<td class="table__cell">{at:%d %b %Y, %H:%M}</td><td class="table__cell">{text}…</td></tr>\n'
)
state: dict[str, psycopg.Connection] = {}


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """`/save/` reads and writes one row, `/rows/` shows 50."""
    if "database" not in state:
        state["database"] = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    page = _save(environ) if environ["PATH_INFO"] == "/save/" else _rows()
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))])
    return [page]


def _save(environ: dict) -> bytes:
    sent = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
    number = secrets.randbelow(ROWS) + 1
    cursor = state["database"].execute("SELECT id, title, text, changed_at FROM limits_row WHERE id = %s", [number])
    cursor.fetchone()
    text = parse_qs(sent)["line"][0].ljust(700, "x")
    state["database"].execute("UPDATE limits_row SET text = %s, changed_at = now() WHERE id = %s", [text, number])
    return b"<p>saved</p>"


def _rows() -> bytes:
    statement = "SELECT id, title, text, changed_at FROM limits_row WHERE id >= %s ORDER BY id LIMIT 50"
    found = state["database"].execute(statement, [secrets.randbelow(ROWS - 50)]).fetchall()
    body = "".join(ROW.format(n=n, title=escape(title), at=at, text=escape(text[:179])) for n, title, text, at in found)
    return (
        f'<!doctype html>\n<html lang="en">\n<head><title>Rows</title></head>\n<body><table>{body}</table></body></html>'.encode()
    )
