"""Forms over HTTP: opened with the request's trigger, answered with errors, or offered by a button."""

from __future__ import annotations

import json

from adapters.slack.address import person
from bot.messages import Form, OpenForm, Option, Scale, Submitted, Text, Ticks, Words
from tests.adapters.slack.fake import FakeDoor, FakeSlack
from tests.adapters.slack.site import Bot
from tests.players.slack import payload

AGREE = Scale("agree", "I was heard", (Option("4", "I agree"),), optional=True)
FORM = Form("answer", "Your answer", (Words("note", "In your words"), AGREE), "Send", value="round-7")
ALICE = person("T01TEST", "U01ALICE")


async def test_a_button_opens_a_form_that_remembers_its_message(bot: Bot, door: FakeDoor, slack: FakeSlack) -> None:
    sent = payload("block_actions_dm")
    door.opens = [OpenForm(FORM, ALICE)]
    assert (await bot.interaction(sent)).status == 200
    opened = await slack.wait_for("views.open")
    assert opened["trigger_id"] == sent["trigger_id"]
    carried = json.loads(opened["view"]["private_metadata"])
    assert carried == {"value": "round-7", "message": "D01ALICE/" + sent["container"]["message_ts"]}


async def test_the_command_opens_a_form(bot: Bot, door: FakeDoor, slack: FakeSlack) -> None:
    door.opens = [OpenForm(FORM, ALICE)]
    await bot.form(payload("command_channel"))
    assert (await slack.wait_for("views.open"))["view"]["callback_id"] == "answer"


async def test_a_message_cannot_open_a_form_so_a_button_asks_again(bot: Bot, door: FakeDoor, slack: FakeSlack) -> None:
    door.opens = [OpenForm(FORM, ALICE)]
    await bot.event(payload("app_mention"))
    sent = await slack.wait_for("chat.postMessage")
    assert sent["channel"] == "D01ALICE"  # never where others could press it
    button = sent["blocks"][-1]["elements"][0]
    assert button["text"]["text"] == "Open the form"
    assert button["action_id"] == "say#0"
    assert button["value"] == "what is power? cc @U02BOB & #random @here"


async def test_a_trigger_that_came_too_late_gives_way_to_a_button(bot: Bot, door: FakeDoor, slack: FakeSlack) -> None:
    slack.next("views.open", "expired_trigger_id")
    door.opens = [OpenForm(FORM, ALICE)]
    await bot.interaction(payload("block_actions_dm"))
    button = (await slack.wait_for("chat.postMessage"))["blocks"][-1]["elements"][0]
    assert (button["action_id"], button["value"]) == ("answer#0", "round-7/agree")


async def test_a_form_that_is_right_closes(bot: Bot, door: FakeDoor) -> None:
    response = await bot.interaction(payload("view_submission"))
    assert response.status == 200
    assert await response.text() == ""
    assert isinstance(door.events[0], Submitted)


async def test_a_form_with_errors_stays_open_and_says_where(bot: Bot, door: FakeDoor) -> None:
    wrong = Form(FORM.name, FORM.title, FORM.body, FORM.submit, FORM.value, {"note": "Please write a few words."})
    door.opens = [OpenForm(wrong, ALICE)]
    response = await bot.interaction(payload("view_submission"))
    assert response.content_type == "application/json"
    assert await response.json() == {"response_action": "errors", "errors": {"note#0": "Please write a few words."}}


async def test_a_form_that_leads_to_another_is_replaced(bot: Bot, door: FakeDoor) -> None:
    door.opens = [OpenForm(Form("next", "One more", (Words("why", "Why?"),), "Send"), ALICE)]
    answer = await (await bot.interaction(payload("view_submission"))).json()
    assert answer["response_action"] == "update"
    assert answer["view"]["callback_id"] == "next"
    assert json.loads(answer["view"]["private_metadata"])["message"] == "D01ALICE/1795326722.000004"


async def test_a_form_of_two_steps_stays_open_between_them(bot: Bot, door: FakeDoor) -> None:
    about = Ticks("about", "My words are about", (Option("trust", "Trust"), Option("talk", "Communication")), ("talk",))
    step = Form("answer", "Is this right?", (Text("Less paper."), Words("note", "In your words", "-"), about), "Save")
    door.opens = [OpenForm(step, ALICE)]
    answer = await (await bot.interaction(payload("view_submission"))).json()
    assert answer["response_action"] == "update"
    note, ticks = answer["view"]["blocks"][1:]
    # The open view has "note#0": under that name Slack would go on showing what was typed.
    assert (note["block_id"], note["element"]["action_id"]) == ("note#2", "note#2")
    assert note["element"]["initial_value"] == "-"
    assert [each["value"] for each in ticks["element"]["initial_options"]] == ["talk"]


async def test_the_second_step_is_read_and_may_be_wrong_too(bot: Bot, door: FakeDoor) -> None:
    about = Ticks("about", "My words are about", (Option("trust", "Trust"), Option("talk", "Communication")))
    step = Form("answer", "Is this right?", (about,), "Save", FORM.value, {"about": "Please tick one."})
    door.opens = [OpenForm(step, ALICE)]
    answer = await (await bot.interaction(payload("view_submission_ticks"))).json()
    assert answer == {"response_action": "errors", "errors": {"about#2": "Please tick one."}}
    (event,) = door.events
    assert isinstance(event, Submitted)
    assert event.answers == {"about": "talk trust"}
