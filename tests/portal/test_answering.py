"""A clinician answers in the patient's chat: stored, logged, sent, and seen on the page."""

from bot.pathway.replying import LONGEST_WORDS
from bot.storage import patients
from tests.portal.clinics import Browser, Desk
from tests.telegram.lookup import audited, count


async def test_what_a_clinician_writes_is_what_the_patient_reads(
    desk: Desk, browser: Browser
) -> None:
    robin = await desk.house.patient()
    charlie = await desk.house.clinician()
    await robin.says("Is it usual that my hand tingles?")
    await browser.sign_in(await desk.link(charlie))
    path = f"/patients/{robin.patient.code}"

    response = await browser.send(f"{path}/messages", answer="Please call us <today>.\nThank you.")
    waiting = (await browser.get(path)).text
    await desk.house.settle()

    assert response.headers["location"] == f"{path}?done=sent#messages"
    assert robin.last.text.startswith("A message from the clinic:\n\nPlease call us <today>.\nTh")
    assert "112" in robin.last.text
    assert "on its way" in waiting
    seen = (await browser.get(path)).text
    assert "delivered to the chat" in seen
    assert seen.index("Please call us &lt;today&gt;.") < seen.index("Is it usual that my hand")
    by = desk.member(charlie).code
    assert audited(desk.house, "patient written to") == [f"{by}: patient {robin.patient.code}"]


async def test_who_cannot_be_written_to_is_to_be_called(desk: Desk, browser: Browser) -> None:
    left, blocked = await desk.house.patient("Sam"), await desk.house.patient("Kim")
    await left.says("/stop")
    patients.change(desk.house.clinic.db, blocked.patient.id, reachable=False)
    await browser.sign_in(await desk.link(await desk.house.clinician()))

    for person in (left, blocked):
        path = f"/patients/{person.patient.code}"
        response = await browser.send(f"{path}/messages", answer="Hello")

        assert response.status_code == 422
        assert "This patient cannot be written to in the chat. Call them." in response.text
        assert "Send the answer" not in (await browser.get(path)).text
    assert count(desk.house, "clinic_message") == 0


async def test_no_words_or_too_many_are_not_sent(desk: Desk, browser: Browser) -> None:
    robin = await desk.house.patient()
    await browser.sign_in(await desk.link(await desk.house.clinician()))
    path = f"/patients/{robin.patient.code}/messages"

    assert "Write something first." in (await browser.send(path, answer=" \n ")).text
    long = await browser.send(path, answer="x" * (LONGEST_WORDS + 1))

    assert "This is too long for one message." in long.text
    assert count(desk.house, "clinic_message") == 0
