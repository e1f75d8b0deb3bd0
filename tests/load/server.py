"""The program itself, in a process of its own: everything on, as `coreflect run` starts it."""

from __future__ import annotations

import asyncio
import io
import logging
from contextlib import redirect_stdout
from pathlib import Path

from botframework.connector.auth import AuthenticationConstants

import coreflect
from adapters import serving
from adapters.clocks import SystemClock
from tests.adapters.teams.fakes import APP
from tests.bench.slack_servers import SECRET


class _Credentials:
    def get_access_token(self) -> str:
        return "the bot's own"


def run(database: str, keys: Path, port: int, outside: str, openid: str) -> None:
    """Serve until SIGTERM. Only what is Microsoft's is replaced: where its keys are, and the bot's own token."""
    from adapters.teams import credentials

    logging.basicConfig(level=logging.WARNING, format="server: %(levelname)s %(name)s: %(message)s")
    AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = openid
    credentials._credentials = lambda _settings: _Credentials()
    settings = coreflect.Settings(
        _env_file=None, database_url=database, coreflect_keys=keys, coreflect_port=port, slack_bot_token="xoxb",
        slack_signing_secret=SECRET, slack_api_url=f"{outside}/api/", teams_app_id=APP, teams_app_password="secret",
    )  # fmt: skip
    serving.settle()
    parts = coreflect.build(settings, SystemClock(), coreflect.speak(settings))
    with redirect_stdout(io.StringIO()):
        asyncio.run(coreflect.serve(parts, tick_every=5.0))
