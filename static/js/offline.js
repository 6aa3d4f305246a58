// A form of a session, or of a visit, survives a lost network: <form data-offline data-draft-url="…">.
//
// What cannot be kept on the server (draft.js) stays in this tab until it can be, then leaves it: the store is emptied
// when the text is kept or sent, when she signs out and before anybody signs in. A sending asked for without network
// goes by itself when it is back, with the same one-time key: one effect.
(() => {
  const PREFIX = "veille-hors-ligne:";
  const LOST = "Hors ligne : ce que vous saisissez est gardé ici et sera envoyé au retour du réseau.";
  const HIDDEN_FIELDS = new Set(["csrfmiddlewaretoken", "acting_organisation", "submission_key", "draft_version"]);

  const owner = () => document.querySelector("[name=acting_organisation]")?.value || "";
  const key = (form) => `${PREFIX}${owner()}:${form.getAttribute("action") || location.pathname}`;

  function forgetAll() {
    Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX)).forEach((name) => sessionStorage.removeItem(name));
  }

  function keep(form) {
    const typed = [...new FormData(form)].filter(([name, value]) => !HIDDEN_FIELDS.has(name) && typeof value === "string");
    sessionStorage.setItem(key(form), JSON.stringify(typed));
  }

  // As it was typed: boxes ticked anew, and each field says that it changed.
  function restore(form) {
    const stored = sessionStorage.getItem(key(form));
    if (!stored) return;
    const typed = new Map();
    JSON.parse(stored).forEach(([name, value]) => typed.set(name, [...(typed.get(name) || []), value]));
    [...form.elements].forEach((field) => {
      if (!field.name || field.type === "hidden" || HIDDEN_FIELDS.has(field.name)) return;
      const values = typed.get(field.name) || [];
      if (/^(radio|checkbox)$/.test(field.type)) field.checked = values.includes(field.value);
      else if (field.multiple) [...field.options].forEach((option) => { option.selected = values.includes(option.value); });
      else field.value = values[0] || "";
      field.tomselect?.sync();
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  function banner(shown) {
    const place = document.getElementById("offline");
    if (!shown) place?.remove();
    if (!shown || place) return;
    const said = document.createElement("p");
    said.id = "offline";
    said.className = "offline";
    said.setAttribute("role", "status");
    said.textContent = LOST;
    document.body.append(said);
  }

  const ours = (event) => event.target.matches?.("form[data-offline]");

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-offline]");
    if (!form) return;
    form.dataset.touched = "yes";
    if (!navigator.onLine) keep(form);
  });
  document.addEventListener("veille:draft-failed", (event) => {
    if (!ours(event)) return;
    keep(event.target);
    banner(true);
  });
  ["veille:draft-kept", "veille:sent"].forEach((name) => document.addEventListener(name, (event) => {
    if (!ours(event)) return;
    sessionStorage.removeItem(key(event.target));
    banner(false);
  }));
  window.addEventListener("offline", () => banner(true));
  window.addEventListener("online", () => banner(false));
  document.addEventListener("veille:lost", () => banner(true));
  document.addEventListener("veille:found", () => banner(false));

  // The page where one signs in, which is also where signing out leads.
  if (document.querySelector("main.entrance")) forgetAll();

  document.querySelectorAll("form[data-offline]").forEach(restore);
  if (!navigator.onLine) banner(true);
})();
