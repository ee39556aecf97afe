// A single key clicks (or focuses) the visible element that carries it: <button data-key="n">.
// None fires while somebody types or holds a modifier. "?" lists the keys; the list can switch them off.
const typing = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";

function isOn() {
  try {
    return localStorage.getItem("keys") !== "off";
  } catch {
    return true;
  }
}

function carriers() {
  return [...document.querySelectorAll("[data-key]")].filter((element) => element.checkVisibility() && !element.disabled);
}

function fillList(list) {
  list.replaceChildren(...carriers().flatMap((element) => [made("dt", made("kbd", element.dataset.key)), made("dd", wordsOf(element))]));
}

function made(tag, content) {
  const element = document.createElement(tag);
  element.append(content);
  return element;
}

function wordsOf(element) {
  const said = element.dataset.keyWords || element.getAttribute("aria-label");
  if (said) return said;
  const copy = (element.labels?.[0] ?? element).cloneNode(true);
  for (const kbd of copy.querySelectorAll("kbd")) kbd.remove();
  return copy.textContent.trim();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(typing)) return;
  const wanted = event.key === "?" ? document.querySelector("[data-keys]") : isOn() && carriers().find((e) => e.dataset.key === event.key);
  if (!wanted) return;
  event.preventDefault();
  if (event.key === "?") wanted.togglePopover();
  else if (wanted.matches(typing)) wanted.focus();
  else wanted.click();
});
document.addEventListener("toggle", ({ target, newState }) => {
  const list = newState === "open" && target.querySelector?.("[data-keys-list]");
  if (list) fillList(list);
}, true);
document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-keys-switch]")) return;
  localStorage.setItem("keys", target.checked ? "on" : "off");
  document.documentElement.toggleAttribute("data-keys-off", !target.checked);
});
for (const box of document.querySelectorAll("[data-keys-switch]")) box.checked = isOn();
document.documentElement.toggleAttribute("data-keys-off", !isOn());
