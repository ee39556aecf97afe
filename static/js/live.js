// A part of the page that follows what others do: <div id="debrief" data-live="debrief:7" data-version="…">.
// When its topic changes, the page is read again and the part replaced, if its version is another. What somebody has begun to
// type is never replaced: a line then offers to show the news.
const retry = 10000;

function follow(id, topic) {
  const source = new EventSource(`/live/${topic}/`);
  for (const event of ["open", "changed", "reload"]) source.addEventListener(event, () => bring(id));
  // A browser tries again by itself after a break, but not after an answer that is no stream, such as that of a server starting.
  source.onerror = () => source.readyState === EventSource.CLOSED && setTimeout(follow, retry, id, topic);
}

async function bring(id) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
  const shown = document.getElementById(id);
  if (!fresh || !shown || fresh.dataset.version === shown.dataset.version) return;
  const news = shown.querySelector("[data-live-news]");
  if (news && isBegun(shown)) {
    news.hidden = false;
    return;
  }
  const focused = document.activeElement?.id;
  shown.replaceWith(fresh);
  htmx.process(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  document.getElementById("said").textContent = fresh.dataset.said ?? "";
}

function isBegun(part) {
  return [...part.querySelectorAll("input, textarea, select")].some((control) => {
    if (control.type === "radio" || control.type === "checkbox") return control.checked !== control.defaultChecked;
    if (control.options) return [...control.options].some((option) => option.selected !== option.defaultSelected && control.value);
    return control.value !== control.defaultValue;
  });
}

for (const part of document.querySelectorAll("[data-live]")) follow(part.id, part.dataset.live);
