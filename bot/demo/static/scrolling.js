// Chats stay at their end, unless somebody has scrolled up to read. A message taller than the
// phone is shown from its beginning: the question first, then its buttons.

const NEAR = 48; // this close to the end counts as there
const GAP = 12;
const places = new Map(); // by chat: "end", "beginning" of the newest message, or "reading"
const newest = new Map(); // by chat: the newest message as it was last shown
const expected = new Map(); // by chat: where it was scrolled to from here
const acted = new Set(); // the chats somebody has just written or tapped in

const chats = () => [...document.querySelectorAll(".phone .log")];
const atEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;

/** Follow what people scroll to, and pictures that arrive after their message. */
export function watchPlaces() {
  document.addEventListener("scroll", (event) => noteScroll(event.target), true);
  document.addEventListener("load", (event) => event.target.closest?.(".log") && settle(), true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-newest-of]");
    if (button) toEnd(document.getElementById(`log-${button.dataset.newestOf}`));
    else if (event.target.closest("[data-post]")) noteAct(event.target);
  });
  document.addEventListener("submit", (event) => noteAct(event.target), true);
  new ResizeObserver(settle).observe(document.querySelector("main"));
}

/** Put every chat where it is to be read. */
export function settle() {
  for (const log of chats()) {
    const last = [...log.querySelectorAll(".message")].at(-1);
    const key = `${last?.id} ${last?.querySelector(".text")?.textContent}`;
    const fresh = newest.get(log.id) !== key;
    if (fresh && (places.get(log.id) !== "reading" || acted.has(log.id))) arrive(log, last);
    else if (places.get(log.id) === "end") scroll(log, log.scrollHeight);
    if (log.clientHeight) newest.set(log.id, key);
    offer(log);
  }
}

function arrive(log, last) {
  acted.delete(log.id);
  const tall = last && last.offsetHeight > log.clientHeight;
  places.set(log.id, tall ? "beginning" : "end");
  scroll(log, tall ? last.offsetTop - log.offsetTop - GAP : log.scrollHeight);
}

function scroll(log, top) {
  log.scrollTop = top;
  expected.set(log.id, log.scrollTop);
}

function noteScroll(log) {
  if (!log.matches?.(".phone .log") || expected.get(log.id) === log.scrollTop) return;
  places.set(log.id, atEnd(log) ? "end" : "reading");
  offer(log);
}

function noteAct(target) {
  const log = target.closest(".phone")?.querySelector(".log");
  if (log) acted.add(log.id);
}

function toEnd(log) {
  places.set(log.id, "end");
  settle();
  log.focus({ preventScroll: true });
}

function offer(log) {
  log.closest(".phone").querySelector(".newest").hidden = atEnd(log);
}
