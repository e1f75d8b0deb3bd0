"""Words and commands -> what somebody wants. Pure; order does not matter, the table can be read."""

from __future__ import annotations

import re

INTENTS: dict[str, tuple[str, ...]] = {
    "help": ("help", "hello", "hi", "hey", "start", "?", "what can you do", "menu"),
    "status": ("status", "what is going on", "what's going on", "where are we", "who is in the circle", "who counts"),
    "settings": ("settings", "show settings"),
    "settings_form": ("change settings", "edit settings"),
    "setup": ("setup", "set up", "set-up", "new team", "set up a team"),
    "answer": ("answer", "answer the question", "question", "this week", "reflect"),
    "same": ("same", "same as before"),
    "skip": ("skip", "skip this week"),
    "later": ("later", "snooze", "ask me later", "remind me later"),
    "pause": ("pause", "pause the team"),
    "resume": ("resume", "unpause", "go on", "continue"),
    "phase": ("phase", "change phase", "change the phase", "next phase"),
    "stop": ("stop", "leave", "unsubscribe", "quit", "take me out", "stop it"),
    "coordinate": ("coordinate", "become coordinator", "coordinator"),
    "safe": ("safe", "privacy", "how is this safe", "is this safe", "is this anonymous", "who can see my answer"),
}
"""What one can say for each intent, in full; compared without case, marks and spaces around."""

_SAID = {words: intent for intent, said in INTENTS.items() for words in said}
_EXPLAIN = re.compile(
    r"^(?:please\s+)?(?:explain|define|what\s+(?:is|are|does|do)|what['’]s|who\s+(?:is|are)|tell\s+me\s+about|how\s+do|how\s+can|why)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"^coordinator\s+(.{1,80})$", re.IGNORECASE)
_JOIN = re.compile(r"^join\s+(\S{4,40})$", re.IGNORECASE)


def read(text: str) -> tuple[str, str]:
    """(intent, what it is about): ("explain", "power sharing"), ("join", code), ("help", ""), or ("unknown", "")."""
    words = " ".join(text.split())
    bare = words.strip(" .!,:;").lower()
    if bare in ("explain", "explain?"):
        return "explain_what", ""
    intent = _SAID.get(bare) or _SAID.get(bare.rstrip("?").strip())
    if intent:
        return intent, ""
    if joined := _JOIN.match(words):
        return "join_code", joined.group(1)
    if shared := _SHARE.match(words):
        return "share", shared.group(1)
    if _EXPLAIN.match(words) or words.endswith("?"):
        return "explain_words", words
    return "unknown", ""
