"""The statement protocol that Trino and Presto have in common: POST a query, follow nextUri."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request


class QueryFailed(Exception):
    """An engine refused or gave up a query."""


class Statements:
    """Queries one engine."""

    def __init__(self, product: str, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/v1/statement"
        self.headers = {
            f"X-{product}-User": "peers",
            f"X-{product}-Source": "sluice-peers",
            f"X-{product}-Time-Zone": "UTC",
        }

    def query(self, sql: str) -> list[list]:
        """All rows, their values as JSON has them."""
        rows: list[list] = []
        page = self._request(self.url, sql.encode())
        while True:
            if "error" in page:
                raise QueryFailed(page["error"].get("message", str(page["error"])))
            rows += page.get("data") or []
            following = page.get("nextUri")
            if not following:
                return rows
            page = self._request(following)

    def _request(self, url: str, body: bytes | None = None) -> dict:
        for attempt in range(50):
            request = urllib.request.Request(url, data=body, headers=self.headers)
            try:
                with urllib.request.urlopen(request, timeout=300) as response:
                    return json.load(response)
            except urllib.error.HTTPError as error:
                # The protocol's own "busy, ask again".
                if error.code not in (429, 502, 503, 504) or attempt == 49:
                    raise QueryFailed(f"HTTP {error.code} {error.read()[:500]!r}") from error
                time.sleep(0.1)
            except (urllib.error.URLError, ConnectionError, TimeoutError) as error:
                raise QueryFailed(f"no answer from {url}: {error}") from error
        raise AssertionError("unreachable")
