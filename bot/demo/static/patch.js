// Makes one tree of elements like another by changing only what differs.
// Elements with an id are matched by it, others by their place. What carries `data-own` belongs
// to the script and stays as it is.

/** Make `now` like `next`. */
export function patch(now, next) {
  if (now.isEqualNode(next)) return;
  if (now.nodeType !== Node.ELEMENT_NODE) {
    now.data = next.data;
    return;
  }
  if (now.hasAttribute("data-own")) return;
  patchAttributes(now, next);
  patchChildren(now, next);
}

function patchAttributes(now, next) {
  for (const { name } of [...now.attributes]) {
    if (!next.hasAttribute(name)) now.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (now.getAttribute(name) !== value) now.setAttribute(name, value);
  }
}

function patchChildren(now, next) {
  const wanted = [...next.childNodes];
  const names = new Set(wanted.map((node) => node.id).filter(Boolean));
  for (const node of [...now.children]) if (node.id && !names.has(node.id)) node.remove();
  let place = now.firstChild;
  for (const node of wanted) {
    const same = counterpart(node, place, now);
    if (!same) {
      now.insertBefore(document.importNode(node, true), place);
      continue;
    }
    if (same === place) place = place.nextSibling;
    else now.insertBefore(same, place);
    patch(same, node);
  }
  while (place) {
    const rest = place.nextSibling;
    place.remove();
    place = rest;
  }
}

function counterpart(node, place, parent) {
  if (node.id) return [...parent.children].find((child) => child.id === node.id);
  const fits = place && !place.id && place.nodeName === node.nodeName;
  return fits ? place : undefined;
}
