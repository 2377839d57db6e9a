// The page follows the server: it asks for the newest page and patches what differs.

import { listen } from "./acts.js";
import { keepFocus } from "./focus.js";
import { typing } from "./keys.js";
import { patch } from "./patch.js";
import { settle, watchPlaces } from "./scrolling.js";
import { begin, takeStock, tell } from "./telling.js";

const PAUSE = 2000; // before the next try when the server does not answer
const GLANCE = 250; // between two looks while time passes, which changes much at once
let asking = new AbortController();

/** Show a page the server has rendered, without disturbing who reads, writes or tabs. */
function show(html) {
  const next = new DOMParser().parseFromString(html, "text/html");
  const before = takeStock();
  keepFocus(() => patch(document.body, next.body));
  settle();
  tell(before);
  document.dispatchEvent(new Event("shown"));
}

/** Fetch the page as it is now, or as soon as it is newer than what is shown. */
async function fetchPage({ wait }) {
  const address = new URL(location.href);
  if (wait) address.searchParams.set("after", document.body.dataset.version);
  const answer = await fetch(address, { signal: asking.signal });
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer.text();
}

const pause = (span) => new Promise((resume) => setTimeout(resume, span));

async function follow() {
  for (let wait = true; ; ) {
    try {
      const html = await fetchPage({ wait });
      show(html);
      wait = true;
      if ("leaping" in document.documentElement.dataset) await pause(GLANCE);
    } catch (error) {
      wait = error.name !== "AbortError";
      if (!wait) continue;
      document.getElementById("offline").hidden = false;
      await pause(PAUSE);
      wait = false;
    }
  }
}

/** Look at another phone or part; the address says which, so that it can be reloaded. */
function look(address) {
  if (address) history.pushState(null, "", address);
  asking.abort();
  asking = new AbortController();
}

addEventListener("popstate", () => look());
listen(look);
typing();
watchPlaces();
begin();
follow();
