"""Microsoft's Bot Connector, as small as can be: it takes every message and remembers how many."""

from __future__ import annotations

import asyncio
from multiprocessing.connection import Connection

from tests.bench import stub_slack


class Api(stub_slack.Api):
    """Conversations are opened, and what is put into one gets a number."""

    def said(self, path: bytes, given: bytes) -> dict[str, object]:
        """The answer to a call of /v3/conversations or of /v3/conversations/<id>/activities."""
        parts = path.decode().strip("/").split("/")
        if parts[-1] == "conversations":
            return {"id": f"a-{next(self.stamps)}"}
        self.posted.append(parts[-2])
        return {"id": f"m-{next(self.stamps)}"}


def serve(pipe: Connection) -> None:
    """As `stub_slack.serve`."""
    asyncio.run(stub_slack.listen(pipe, Api))
