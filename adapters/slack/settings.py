"""What the operator gives us: the keys of one Slack app."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """`signing_secret` opens the signed HTTP door, `app_token` opens Socket Mode; at least one of the two is needed.

    `bot_token` is for one workspace. With `client_id` and `client_secret` in its place the app can be installed in any.

    Secrets are left out of `repr`, so that printing the settings tells nothing.
    """

    bot_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = "https://slack.com/api/"
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
