// Rows of a Django formset: <div data-formset="persons"> with the management form, .formset-row elements,
// <template data-formset-empty> holding the empty row (__prefix__) and a <button data-formset-add hidden>.
// Without JavaScript the page shows its extra rows and the « Supprimer » boxes.
(() => {
  const total = (set) => set.querySelector(`[name="${set.dataset.formset}-TOTAL_FORMS"]`);

  function prepareRow(row, set) {
    const box = row.querySelector("input[type=checkbox][name$='-DELETE']");
    if (!box || row.querySelector("[data-formset-remove]")) return;
    box.closest(".form-check, .mb-3, p, div").hidden = true;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-link btn-sm";
    button.dataset.formsetRemove = "";
    button.textContent = set.dataset.formsetRemoveLabel || "Retirer cette ligne";
    row.append(button);
  }

  function focusFirst(row) {
    row?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }

  function add(set) {
    const index = Number(total(set).value);
    const empty = set.querySelector("template[data-formset-empty]").innerHTML;
    const holder = document.createElement("div");
    holder.innerHTML = empty.replaceAll("__prefix__", index);
    const row = holder.firstElementChild;
    const rows = set.querySelectorAll(".formset-row");
    const last = rows[rows.length - 1];
    if (last) last.after(row);
    else set.querySelector("[data-formset-add]").before(row);
    total(set).value = index + 1;
    prepareRow(row, set);
    window.htmx?.process(row);
    focusFirst(row);
    say(set, "Ligne ajoutée");
  }

  // A removed row stays in the form, hidden and marked: the server decides what removing means.
  function remove(button) {
    const row = button.closest(".formset-row");
    const set = row.closest("[data-formset]");
    row.querySelector("[name$='-DELETE']").checked = true;
    row.classList.add("is-removed");
    row.dispatchEvent(new Event("input", { bubbles: true }));
    say(set, "Ligne retirée");
    set.querySelector("[data-formset-add]")?.focus();
  }

  function say(set, sentence) {
    let live = set.querySelector("[data-formset-live]");
    if (!live) {
      live = document.createElement("p");
      live.className = "visually-hidden";
      live.setAttribute("role", "status");
      live.dataset.formsetLive = "";
      set.append(live);
    }
    live.textContent = sentence;
  }

  document.addEventListener("click", (event) => {
    const adder = event.target.closest("[data-formset-add]");
    if (adder) add(adder.closest("[data-formset]"));
    const remover = event.target.closest("[data-formset-remove]");
    if (remover) remove(remover);
  });

  document.querySelectorAll("[data-formset]").forEach((set) => {
    const adder = set.querySelector("[data-formset-add]");
    if (adder) adder.hidden = false;
    set.querySelectorAll(".formset-row").forEach((row) => prepareRow(row, set));
  });
})();
