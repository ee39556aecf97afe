// Light, dark or as the system says. A classic script in <head>, so that the first paint is already right.
// Also marks the page as one with scripts: [data-with-js] shows, [data-without-js] hides.
(() => {
  const root = document.documentElement;
  root.dataset.js = "";

  function chosen() {
    try {
      return localStorage.getItem("theme") || "";
    } catch {
      return ""; // storage switched off: the system decides
    }
  }

  function dress() {
    const theme = chosen();
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    for (const radio of document.querySelectorAll("[data-theme-choice]")) radio.checked = radio.value === theme;
  }

  document.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-theme-choice]")) return;
    try {
      localStorage.setItem("theme", target.value);
    } catch {
      root.dataset.theme = target.value; // holds for this page alone
      return;
    }
    dress();
  });
  addEventListener("storage", dress); // another tab chose
  document.addEventListener("DOMContentLoaded", dress);
  dress();
})();
