// Says politely what came: to those who listen, and with a mark on what is out of sight.

const LONGEST = 300; // letters of a message that are read out
const KEPT = 5; // how many lines stay to be read again
const TOAST = 8000; // how long the notice after a tap stays
const seen = new Map(); // by chat: the newest message that has been in sight
const ending = new Map(); // by notice: when it goes

const messages = (place) => [...place.querySelectorAll(".message.bot")];
const rows = () => [...document.querySelectorAll(".stored")];
const clock = () => document.querySelector(".now time").textContent;

/** Remember what is on the page, so that what is new can be told from it. */
export function takeStock() {
  return {
    texts: new Map(messages(document).map((message) => [message.id, message.textContent])),
    rows: new Set(rows().map((row) => row.id)),
    phones: new Set([...document.querySelectorAll(".phone")].map((phone) => phone.dataset.phone)),
    clock: clock(),
  };
}

/** Take what is there when the page opens as known. */
export function begin() {
  tell({ ...takeStock(), phones: new Set() });
}

/** Read out new and changed messages, show notices, mark what is new. */
export function tell(before) {
  for (const phone of document.querySelectorAll(".phone")) {
    const known = before.phones.has(phone.dataset.phone);
    if (known) readOut(phone, before.texts);
    toast(phone, known);
  }
  for (const row of rows()) row.classList.toggle("arrived", !before.rows.has(row.id));
  markFresh();
}

/** Say the time after a jump. */
export function tellTime() {
  say(document.getElementById("told").dataset.now.replace("{time}", clock()));
}

function say(line) {
  const place = document.getElementById("told");
  place.append(Object.assign(document.createElement("p"), { textContent: line }));
  while (place.children.length > KEPT) place.firstElementChild.remove();
}

function readOut(phone, before) {
  const { from, many } = document.getElementById("told").dataset;
  const name = phone.querySelector("h2").lastChild.textContent.trim();
  const changed = messages(phone).filter((one) => before.get(one.id) !== one.textContent);
  if (changed.length > 2) say(many.replace("{name}", name).replace("{number}", changed.length));
  else for (const message of changed) say(`${from.replace("{name}", name)} ${spoken(message)}`);
}

function spoken(message) {
  const text = message.querySelector(".text")?.textContent.slice(0, LONGEST) ?? "";
  const file = message.querySelector(".file, img");
  const keys = message.querySelectorAll(".key").length;
  const choices = document.getElementById("told").dataset.choices.replace("{number}", keys);
  return [file?.alt ?? file?.textContent, text, keys ? choices : ""].filter(Boolean).join(" ");
}

/** Show the notice after a tap for a while; one that was there at the start has had its time. */
function toast(phone, known) {
  const notice = phone.querySelector(".toast");
  if (!notice) return;
  const key = `${phone.dataset.phone} ${notice.dataset.notice}`;
  if (!ending.has(key)) {
    ending.set(key, known ? Date.now() + TOAST : 0);
    if (known) say(notice.textContent);
    setTimeout(() => toast(phone, known), TOAST + 1);
  }
  notice.hidden = ending.get(key) < Date.now();
}

function markFresh() {
  for (const person of document.querySelectorAll("[data-newest]")) {
    const { id, dataset } = person;
    const phone = document.querySelector(`.phone[data-phone="${id.replace("person-", "")}"]`);
    if (phone?.checkVisibility() || !seen.has(id)) seen.set(id, dataset.newest);
    mark(person, seen.get(id) !== dataset.newest);
  }
  for (const role of ["patient", "clinician"]) {
    const fresh = document.querySelector(`#people-${role} .choice .fresh:not([hidden])`);
    mark(document.querySelector(`[popovertarget="people-${role}"]`), Boolean(fresh));
    mark(document.getElementById(`switch-${role}`), Boolean(fresh));
  }
}

function mark(place, fresh) {
  const sign = place?.querySelector(".fresh");
  if (sign) sign.hidden = !fresh;
}
