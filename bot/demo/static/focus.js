// Focus stays where it is; where that is gone, it goes to the nearest thing that is left.

/** Change the page and put focus back if the change took it away. */
export function keepFocus(change) {
  const held = document.activeElement;
  const message = held?.closest(".message");
  const phone = held?.closest(".phone");
  const sheet = held?.closest("[popover]");
  const kept = held?.id;
  change();
  if (!held || held === document.body || (held.isConnected && held.checkVisibility())) return;
  const reply = phone?.querySelector('[id^="reply-"]');
  const nearest = [
    kept && document.getElementById(kept),
    message?.querySelector(".key"),
    message,
    sheet && document.querySelector(`[popovertarget="${sheet.id}"]`),
    reply,
  ];
  nearest.find((element) => element?.isConnected && element.checkVisibility())?.focus();
}
