"""Pictures on Slack: drawn, uploaded, and waited for until a message may show them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from adapters.drawing import DRAWING
from adapters.slack import limits
from adapters.slack.failures import code
from bot.messages import Card, Picture

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger("coreflect.slack")

LOOKS = 8  # Slack needs a second or two; after half a minute the words go alone
FIRST_PAUSE = 0.3
KEPT = 64


class Pictures:
    """Uploads each picture once, and remembers it: a message that is sent again shows the same file."""

    def __init__(
        self,
        client: AsyncWebClient,
        draw: Callable[[Picture], bytes],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client, self._draw, self._pause = client, draw, pause
        self._files: dict[Picture, str] = {}

    async def of(self, card: Card) -> dict[Picture, str]:
        """The file id of each picture in `card` that Slack is ready to show; the others are missing."""
        pictures = [element for element in card.body if isinstance(element, Picture)]
        return {picture: file for picture in pictures if (file := await self._file(picture))}

    async def _file(self, picture: Picture) -> str:
        if picture not in self._files:
            try:
                file = await self._upload(picture)
            except Exception as error:  # whatever went wrong with a picture, the message itself must arrive
                log.warning("a picture is shown as text: %s", code(error))
                return ""
            self._files[picture] = file
            if len(self._files) > KEPT:
                del self._files[next(iter(self._files))]
        return self._files[picture]

    async def _upload(self, picture: Picture) -> str:
        png = await asyncio.get_running_loop().run_in_executor(DRAWING, self._draw, picture)
        answer = await self._client.files_upload_v2(
            file=png,
            filename="history.png",
            title=limits.line(picture.title, limits.IMAGE_TITLE) or "history",
            alt_txt=limits.shorten(picture.words, limits.UPLOAD_ALT),
        )
        file = str((answer.get("file") or {})["id"])
        for look in range(LOOKS):
            # An image block with a file that Slack is still working on is refused. It is ready once its type is known.
            if ((await self._client.files_info(file=file)).get("file") or {}).get("mimetype"):
                return file
            await self._pause(FIRST_PAUSE * 2**look)
        raise TimeoutError
