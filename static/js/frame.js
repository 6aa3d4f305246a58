// Menus of the frame: close on Escape or a click elsewhere; compact tables; focus on what went wrong.
(() => {
  const openMenus = () => document.querySelectorAll("details.menu[open]");

  function closeMenus(except) {
    openMenus().forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  }

  function onEscape() {
    openMenus().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    if (location.hash === "#navigation") {
      location.hash = "#main";
      document.querySelector(".bottom-menu")?.focus();
    }
  }

  function prepareDialogs() {
    document.querySelectorAll("[data-open-dialog]").forEach((button) => {
      button.hidden = false;
    });
  }

  // On a phone the tab of the page may lie outside the strip.
  function showCurrentTab() {
    const tab = document.querySelector(".nav-tabs [aria-current]");
    if (!tab) return;
    const strip = tab.closest(".nav-tabs");
    const place = tab.getBoundingClientRect();
    const frame = strip.getBoundingClientRect();
    strip.scrollLeft += place.left - frame.left - (frame.width - place.width) / 2;
  }

  function prepareCompact() {
    document.querySelectorAll("[data-compact]").forEach((button) => {
      const table = document.getElementById(button.dataset.compact);
      button.hidden = !table;
    });
  }

  function toggleCompact(button) {
    const compact = document.getElementById(button.dataset.compact).classList.toggle("table-compact");
    button.setAttribute("aria-pressed", String(compact));
  }

  // An error of the summary leads into its field, also when the field is a group or a searched list.
  function enterField(link) {
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return false;
    const control = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea");
    (control?.tomselect || control || field).focus();
    field.scrollIntoView({ block: "center" });
    return true;
  }

  // What asks for the focus on arriving, with the page or in a part of it: a form gives it to its first field.
  function focusAsked(root) {
    const asked = root.matches?.("[data-focus-on-load]") ? root : root.querySelector("[data-focus-on-load]");
    const form = asked?.matches("form") ? asked : null;
    (form?.querySelector("input:not([type=hidden]), select, textarea") || asked)?.focus();
    if (asked) closeMenus();
  }

  document.addEventListener("click", (event) => {
    const error = event.target.closest(".error-summary a");
    if (error && enterField(error)) event.preventDefault();
    closeMenus(event.target.closest("details.menu"));
    const opener = event.target.closest("[data-open-dialog]");
    if (opener) document.getElementById(opener.dataset.openDialog).showModal();
    const compact = event.target.closest("[data-compact]");
    if (compact) toggleCompact(compact);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") onEscape();
  });

  prepareDialogs();
  prepareCompact();
  showCurrentTab();
  focusAsked(document);
  document.addEventListener("htmx:load", (event) => event.target !== document.body && focusAsked(event.target));
})();
