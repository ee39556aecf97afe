// A single key clicks (or focuses) the visible element that carries it: <button data-key="n">.
// With data-key-focus it goes there instead. None fires while somebody types or holds a modifier; what is needed while typing
// has a chord as well: data-chord="Digit5" is Ctrl+Shift+5. "?" lists the keys by data-key-group; the list can switch them off.
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
  const groups = Map.groupBy?.(carriers(), groupOf) ?? grouped(carriers());
  const rows = [...groups].flatMap(([name, elements]) => [...(name ? [heading(name)] : []), ...elements.flatMap(row)]);
  list.replaceChildren(...rows);
}

const groupOf = (element) => element.dataset.keyGroup ?? "";

function grouped(elements) {
  const groups = new Map();
  for (const element of elements) groups.set(groupOf(element), [...(groups.get(groupOf(element)) ?? []), element]);
  return groups;
}

function heading(name) {
  const element = made("dt", name);
  element.className = "keys__group";
  return element;
}

function row(element) {
  const { key, chord } = element.dataset;
  const keys = made("dt", made("kbd", key));
  if (chord) keys.append(" ", made("kbd", `Ctrl+Shift+${chord.replace("Digit", "")}`));
  return [keys, made("dd", wordsOf(element))];
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

function use(element) {
  if (element.matches(typing) || element.hasAttribute("data-key-focus")) element.focus();
  else element.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.shiftKey && !event.altKey && !event.metaKey && !event.defaultPrevented) {
    const wanted = carriers().find((element) => element.dataset.chord === event.code);
    if (!wanted) return;
    event.preventDefault();
    use(wanted);
  }
});
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(typing)) return;
  const wanted = event.key === "?" ? document.querySelector("[data-keys]") : isOn() && carriers().find((e) => e.dataset.key === event.key);
  if (!wanted) return;
  event.preventDefault();
  if (event.key === "?") wanted.togglePopover();
  else use(wanted);
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
