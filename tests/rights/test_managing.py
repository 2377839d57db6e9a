"""Who is in, who is kept out: at once, by an admin, and each of it in the access log."""

import re

from bot.pathway import staff
from bot.pathway.erasing import forget
from bot.pathway.post import Post
from bot.storage import clinicians
from bot.storage.alerts import AlertState
from bot.storage.clinicians import StaffRole
from bot.storage.database import transaction
from tests.house import Chatter, House
from tests.rights.people import CANARY
from tests.stories.records import alert, flags, happened


async def test_an_admin_invites_lists_suspends_and_reinstates(house: House) -> None:
    ann = await house.staff("admin", "Ann")
    asked = await ann.says("/invite_staff")
    invited = await ann.says("/invite_staff Clinician Dr. Kim")
    link = re.search(r"start=(\S+)", invited.text)
    assert link is not None
    kim = house.chatter("Kim")
    kim.person.starts(link[1])
    await house.settle()

    listed = await ann.says("/staff")
    await ann.says("/suspend c2")
    kept_out = await kim.says("/patients")
    shown = await ann.says("/staff")
    await ann.says("/reinstate C2")

    assert asked.text.startswith("Please add a role and a name")
    assert invited.protect_content
    assert "C2 · Dr. Kim · clinician · in this bot" in listed.text
    assert kept_out.text == "This command is for the clinic's staff."
    assert "C2 · Dr. Kim · clinician · suspended" in shown.text
    assert kim.last.text.startswith("An admin has given your access back.")
    assert (
        await kim.says("/patients")
    ).text == "No patients yet. /invite gives a link for the first one."


async def test_who_is_revoked_is_refused_at_once_and_what_they_minded_is_raised_again(
    house: House,
) -> None:
    ann, charlie = await house.staff("admin", "Ann"), await house.clinician("Charlie")
    robin = await house.patient("Robin")
    await robin.says("my neck feels odd")
    await house.go(minutes=31)
    await charlie.taps("Acknowledge")
    told, of_ann = len(flags(charlie)), len(flags(ann))

    await ann.says("/revoke C2")
    ended = charlie.from_bot[-1]
    await house.go(hours=2)

    found = alert(robin)
    assert ended.startswith("An admin has ended your access.")
    assert found is not None
    assert found.state is AlertState.RAISED
    assert "released" in happened(robin)
    assert len(flags(ann)) > of_ann
    assert len(flags(charlie)) == told
    await charlie.taps("Close with a reason")
    assert charlie.person.toasts[-1] == "This button is not yours."
    scope = f'{{"chat_id": {charlie.person.id}, "type": "chat"}}'
    assert "problem" in {entry["command"] for entry in house.api.commands[(scope, "")]}


async def test_the_last_admin_cannot_lock_everybody_out(house: House) -> None:
    ann = await house.staff("admin", "Ann")
    await house.clinician("Charlie")

    refused = await ann.says("/revoke C1")
    await house.staff("admin", "Bea")
    await ann.says("/revoke C1")
    assert "An admin has ended your access. Alerts do not come here any more." in ann.from_bot

    assert refused.text.startswith("You are the last admin.")
    assert (await ann.says("/staff")).text == "This command is for the clinic's staff."


async def test_what_cannot_be_done_is_said_in_one_sentence(house: House) -> None:
    ann = await house.staff("admin", "Ann")
    await house.clinician("Charlie")
    await ann.says("/revoke C2")

    said = {
        text: (await ann.says(text)).text
        for text in ("/suspend", "/suspend C9", "/revoke C2", "/reinstate C2", "/reinstate C1")
    }

    assert said == {
        "/suspend": "Please add the code of a colleague, like C2. /staff lists them.",
        "/suspend C9": "There is no colleague with this code. /staff lists them.",
        "/revoke C2": "The access of C2 has ended. To let them in again, send /invite_staff",
        "/reinstate C2": "The access of C2 has ended. To let them in again, send /invite_staff",
        "/reinstate C1": "C1 is in already.",
    }


async def seen_by(reader: Chatter, rest: str = "") -> list[str]:
    """Read the access log and give its lines without their times."""
    told = await reader.says(f"/accesslog {rest}")
    return [line.split(" · ", 1)[1] for line in told.text.splitlines()[1:] if line]


async def test_an_auditor_reads_who_did_what_and_no_answer(house: House) -> None:
    ann, aud = await house.staff("admin", "Ann"), await house.staff("auditor", "Aud")
    robin, sam = await house.patient("Robin"), await house.patient("Sam")
    await robin.says(f"my neck feels odd {CANARY}")
    code = robin.patient.code
    await ann.says(f"/patient {code}")
    await ann.taps("Acknowledge")
    await ann.says(f"/export {code}")
    await ann.taps("Tables (CSV)", "care", "de-identified")
    await ann.says(f"/patient {sam.patient.code}")
    sam.person.taps("", message=sam.last, data="k:1:1")
    await house.settle()
    await ann.says("/suspend C2")
    await ann.says("/reinstate C2")

    of_robin = await seen_by(aud, code)
    of_ann = await seen_by(aud, "c1")
    of_aud = await seen_by(aud, "C2")
    newest = await seen_by(aud, "2")

    assert [" · ".join(line.split(" · ")[:3]) for line in of_robin] == [
        f"{sam.patient.code} · foreign tap refused · alert 1 ({code})",
        f"C1 · export finished · patient {code}",
        f"C1 · export started · patient {code}",
        f"C1 · alert acknowledged · alert 1 ({code})",
        f"C1 · viewed · patient {code}",
    ]
    assert f"C1 · viewed · patient {sam.patient.code}" in of_ann
    assert {"C1 · staff suspended · staff C2", "C1 · staff reinstated · staff C2"} < set(of_aud)
    assert newest == ["C2 · viewed · access log · C2", "C2 · viewed · access log · C1"]
    assert CANARY not in str(aud.from_bot)
    assert (await aud.says("/accesslog NOBODY")).text.startswith("Nobody has this code.")


async def test_after_an_erasure_an_auditor_reads_no_more_of_a_patient_than_before(
    house: House,
) -> None:
    aud, robin = await house.staff("auditor", "Aud"), await house.patient("Robin")
    await robin.says("/problem")
    await robin.taps("None of these")
    code = robin.patient.code
    assert [line for line in await seen_by(aud, "100") if line.startswith(code)] == []

    with transaction(house.clinic.db):
        forget(house.clinic, patient=robin.patient, by=code)

    lines = [line for line in await seen_by(aud, "100") if line.startswith(code)]
    assert [line.split(" · ")[1] for line in lines] == ["erased"]


async def test_who_is_kept_out_gets_back_by_no_link_of_their_own(house: House) -> None:
    ann, bea = await house.staff("admin", "Ann"), await house.staff("admin", "Bea")
    links = [
        re.search(r"start=(\S+)", (await bea.says("/invite_staff admin Bea")).text)
        for _ in range(2)
    ]
    tokens = [link[1] for link in links if link is not None]
    second = house.chatter("Bea's other phone")

    await ann.says("/revoke C2")
    bea.person.starts(tokens[0])
    second.person.starts(tokens[1])
    await house.settle()

    assert len(tokens) == 2
    assert clinicians.by_chat(house.clinic.db, bea.person.id) is None
    assert clinicians.by_chat(house.clinic.db, second.person.id) is None


async def test_what_waits_for_who_is_kept_out_is_not_sent(house: House) -> None:
    await house.staff("admin", "Ann")
    charlie, robin = await house.clinician("Charlie"), await house.patient("Robin")
    db, both = house.clinic.db, robin.person.id

    with transaction(db):
        staff.join(house.clinic, chat_id=both, language="en", role=StaffRole.CLINICIAN)
        for chat_id in (charlie.person.id, both):
            post = Post(db=db, chat_id=chat_id, cause=f"test {chat_id}", now=house.now)
            post.send({"text": "what was asked for"})
            post.send_document("all.csv", "QUJD")
            member = clinicians.by_chat(db, chat_id)
            assert member is not None
            staff.suspend(house.clinic, member=member, by="C1")
    before = len(charlie.person.messages)
    await house.settle()

    assert "what was asked for" in robin.from_bot
    assert [one.text for one in charlie.person.messages[before:]] == charlie.from_bot[-1:]
    assert charlie.last.text.startswith("An admin has suspended your access")


async def test_an_auditor_is_not_told_why_an_alert_was_closed(house: House) -> None:
    ann, aud = await house.staff("admin", "Ann"), await house.staff("auditor", "Aud")
    robin = await house.patient("Robin")
    await robin.says("my neck feels odd")
    await ann.taps("Close with a reason", "Sent to hospital", "Care is arranged")
    line = f"C1 · alert closed · alert 1 ({robin.patient.code})"

    assert line in await seen_by(aud, robin.patient.code)
    assert f"{line} · sent_to_hospital care_arranged" in await seen_by(ann, robin.patient.code)
