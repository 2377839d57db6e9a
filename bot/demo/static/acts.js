// What a person does: buttons and forms that say what to post, links that choose what is shown.

import { tellTime } from "./telling.js";

const INVITATION = /^https:\/\/t\.me\/\w+\?start=([\w-]+)$/;
const underWay = new Set(); // the acts that have not been answered yet
let last = Promise.resolve();

/** Handle every act on the page; `look` shows another address. */
export function listen(look) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) follow(link, event, look);
    const button = event.target.closest("button[data-post]");
    if (button) press(button);
    const hiding = event.target.closest("[data-hides]");
    if (hiding) document.getElementById(hiding.dataset.hides).hidden = true;
  });
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(event.target, look);
  });
}

function follow(link, event, look) {
  const address = link.getAttribute("href");
  const invitation = INVITATION.exec(address);
  if (!invitation && !address.startsWith("?") && !link.dataset.viewOf) return;
  event.preventDefault();
  if (invitation) invite(invitation[1]);
  else if (link.dataset.viewOf) skip(link, look);
  else {
    link.closest("[popover]")?.hidePopover();
    look(address);
  }
}

/** Open the form for a new patient, who will come by this invitation. */
function invite(token) {
  const form = document.querySelector('form[data-post="/people"]');
  form.elements.start.value = token;
  form.closest("[popover]").showPopover();
  form.elements.name.focus();
}

/** Go to a reply box or to the records; on a narrow screen their part must be shown first. */
function skip(link, look) {
  const address = new URL(location.href);
  address.searchParams.set("view", link.dataset.viewOf);
  document.body.dataset.view = link.dataset.viewOf;
  look(address);
  document.querySelector(link.hash)?.focus();
}

function press(button) {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.closest("[popover]")?.hidePopover();
  post(button.dataset.post, JSON.parse(button.dataset.body));
}

async function submit(form, look) {
  const body = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
  form.closest("[popover]")?.hidePopover();
  if (form.dataset.empties) form.reset();
  for (const hidden of form.querySelectorAll("[type=hidden]")) hidden.value = "";
  const answer = await post(form.dataset.post, body);
  if (!answer) giveBack(form, body);
  else if (form.dataset.shows) {
    const address = new URL(location.href);
    address.searchParams.set(form.dataset.shows, answer.id);
    look(address);
  }
}

/** Put back what was written and could not be sent, unless something else is written there. */
function giveBack(form, body) {
  const box = form.isConnected && form.elements[form.dataset.empties];
  if (box && !box.value) box.value = body[form.dataset.empties];
}

/** Post an act after those before it; pressed twice, it is done once. */
async function post(path, body) {
  const act = path === "/clock" ? path : `${path} ${JSON.stringify(body)}`;
  if (underWay.has(act)) return null;
  underWay.add(act);
  showBusy();
  last = last.then(() => send(path, body));
  const given = await last;
  underWay.delete(act);
  showBusy();
  return given;
}

function showBusy() {
  document.documentElement.toggleAttribute("data-busy", underWay.size > 0);
  document.documentElement.toggleAttribute("data-leaping", underWay.has("/clock"));
}

/** Send it; a refusal is shown in the server's own sentence. */
async function send(path, body) {
  const fault = document.getElementById("fault");
  fault.hidden = true;
  const headers = { "Content-Type": "application/json" };
  const call = { method: "POST", headers, body: JSON.stringify(body) };
  const answer = await fetch(path, call).catch(() => null);
  document.getElementById("offline").hidden = Boolean(answer);
  if (!answer) return null;
  const given = await answer.json();
  fault.hidden = answer.ok;
  fault.firstElementChild.textContent = given.error ?? "";
  if (!answer.ok) return null;
  await shown(given.version);
  if (path === "/clock") tellTime();
  return given;
}

/** Wait until the page shows what an act led to. */
async function shown(version) {
  while (Number(document.body.dataset.version) < version) {
    await new Promise((done) => document.addEventListener("shown", done, { once: true }));
  }
}
