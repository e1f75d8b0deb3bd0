"""What changed because of what people said: noted by any member, told to everybody in the next summary."""

from __future__ import annotations

from bot.domain import Seat
from bot.messages import Event, Reply, Submitted
from bot.moment import Moment, seat, show, tell
from bot.wording import noting as wording


def note(moment: Moment, event: Event, value: str) -> list[Reply]:
    """The form, for members."""
    found = seat(moment, event, "note", value)
    if not isinstance(found, Seat):
        return found
    form = wording.note_form(moment.library, found.team, "", "")
    return [show(event, form)]


def submit_note(moment: Moment, event: Submitted) -> list[Reply]:
    """Kept without its writer. Nobody can take it out again, so that nobody can be asked to."""
    found = seat(moment, event, "note", event.value)
    if not isinstance(found, Seat):
        return found
    written = " ".join(event.answers.get("note", "").split())
    if not written or len(written) > wording.MOST:
        form = wording.note_form(moment.library, found.team, written, wording.wrong(moment.library, written))
        return [show(event, form)]
    moment.unit.notes.add(found.team.id, written)
    return tell(event, wording.noted(moment.library, found.team))
