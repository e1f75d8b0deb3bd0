"""`coreflect doctor`: is everything there that the program needs?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.languages import Languages
from framework_content import check as check_content
from storage.database import others
from storage.keys import KeyFile
from storage.ready import ready

if TYPE_CHECKING:
    from coreflect import Settings


def checks(settings: Settings, speak: Callable[[Settings], Languages]) -> dict[str, Callable[[], str]]:
    """What is looked at, by its name: each returns what it found, or raises with what to mend."""

    def database() -> str:
        engine = ready(settings.database_url)
        running = others(engine)
        engine.dispose()
        found = f"{engine.dialect.name}, tables are up to date"
        return found if running is None else f"{found}; processes that use it now: {running}"

    def keys() -> str:
        KeyFile(settings.coreflect_keys).circle_key("doctor")
        return f"{settings.coreflect_keys.name} can be read and written"

    def content() -> str:
        languages = speak(settings)
        if settings.added and (wrong := check_content(settings.added).wrong):
            raise ValueError(f"{wrong[0]}. `coreflect content check` tells all {len(wrong)}.")
        library, spoken = languages.of(), ", ".join(languages.libraries)
        return (
            f"{len(library.questions)} questions, {len(library.statements)} statements, "
            f"{len(library.entries)} entries; languages: {spoken}"
        )

    def teams() -> str:
        if settings.teams_app_id and not settings.teams_app_password:
            raise ValueError("TEAMS_APP_ID is set and TEAMS_APP_PASSWORD is not. Set both.")
        return "on" if settings.teams_app_id or settings.teams_playground else "off, TEAMS_APP_ID is not set"

    def slack() -> str:
        token, installs = settings.slack_bot_token, settings.slack_client_id
        if not token and not installs:
            return "off, SLACK_BOT_TOKEN is not set"
        if installs and (token or not settings.slack_client_secret):
            raise ValueError("SLACK_CLIENT_ID is set. Set SLACK_CLIENT_SECRET too, and leave SLACK_BOT_TOKEN out.")
        if not (settings.slack_signing_secret or settings.slack_app_token):
            given = "SLACK_CLIENT_ID" if installs else "SLACK_BOT_TOKEN"
            raise ValueError(f"{given} is set. Set SLACK_SIGNING_SECRET or SLACK_APP_TOKEN too.")
        return "on, in every workspace where it is installed" if installs else "on"

    return {"database": database, "keys": keys, "content": content, "Slack": slack, "Teams": teams}
