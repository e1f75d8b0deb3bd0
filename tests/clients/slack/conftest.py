from __future__ import annotations

import pytest

from tests.clients.slack.local_slack import BINARY

NEEDS = "local-slack is not installed: run `npm ci` in tests/clients"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "clients/slack" in item.path.as_posix():
            item.add_marker(pytest.mark.clients)
            if not BINARY.exists():
                item.add_marker(pytest.mark.skip(reason=NEEDS))
