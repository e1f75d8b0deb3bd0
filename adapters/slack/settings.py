"""What the operator gives us: the keys of one Slack app, installed in one workspace."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """`signing_secret` opens the signed HTTP door, `app_token` opens Socket Mode; at least one of the two is needed.

    Secrets are left out of `repr`, so that printing the settings tells nothing.
    """

    bot_token: str = field(repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"
