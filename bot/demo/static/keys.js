// The keyboard in a chat: Enter sends, arrows walk over the buttons of a message.

/** Listen to the keys. */
export function typing() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const box = event.target.closest("textarea");
    const key = event.target.closest(".key");
    // Holding Enter must not answer the question that comes next.
    if (event.repeat && event.key === "Enter") event.preventDefault();
    else if (box && event.key === "Enter" && !event.shiftKey) send(box, event);
    else if (box && event.key === "ArrowUp" && !box.value) toNewest(box, event);
    else if (key && (event.key === "ArrowDown" || event.key === "ArrowUp")) walk(key, event);
  });
}

function send(box, event) {
  event.preventDefault();
  if (box.value.trim()) box.form.requestSubmit();
}

/** From an empty reply box up to the first button of the newest message. */
function toNewest(box, event) {
  const keyboards = box.closest(".phone").querySelectorAll(".message:last-child .keys");
  const key = [...keyboards].at(-1)?.querySelector(".key");
  if (!key) return;
  event.preventDefault();
  key.focus();
}

function walk(key, event) {
  const keys = [...key.closest(".keys").querySelectorAll(".key")];
  const next = keys[keys.indexOf(key) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
