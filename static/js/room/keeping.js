// One part of the page takes the place of another; the focus, what is open and how far it was scrolled stay as they were.
export function changeKeeping(shown, fresh) {
  const focused = shown.contains(document.activeElement) ? waysTo(document.activeElement) : null;
  const open = new Map([...shown.querySelectorAll("details[data-remember]")].map((one) => [one.dataset.remember, one.open]));
  const scroller = shown.closest(".room__question, .room__column");
  const isSame = shown.dataset.running === fresh.dataset.running;
  const top = scroller?.scrollTop ?? 0;
  shown.replaceWith(fresh);
  globalThis.htmx?.process(fresh);
  for (const one of fresh.querySelectorAll("details[data-remember]")) if (isSame && open.get(one.dataset.remember)) one.open = true;
  if (scroller) scroller.scrollTop = isSame ? top : 0;
  if (!focused) return;
  const next = focused.map((way) => way && fresh.querySelector(way)).find((one) => one && one.checkVisibility());
  (next ?? fresh.querySelector("[tabindex='-1'], h2"))?.focus({ preventScroll: true });
}

// How to find this control again: by its id, by what it sends, by its key.
function waysTo(element) {
  const named = (name) => element.hasAttribute(name) && `[${name}="${CSS.escape(element.getAttribute(name))}"]`;
  const value = element.name && element.value && `${element.localName}[name="${element.name}"][value="${CSS.escape(element.value)}"]`;
  return [element.id && `#${CSS.escape(element.id)}`, value, named("formaction"), named("data-key"), named("data-tool")];
}
