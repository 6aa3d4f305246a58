// A cell edited in place: the hand goes to the field, then back to the pencil; Escape gives up.
(() => {
  document.addEventListener("htmx:afterSettle", (event) => {
    const cell = event.target;
    if (cell.matches?.(".cell-form")) cell.querySelector("[aria-invalid], input:not([type=hidden])")?.focus();
    if (cell.matches?.(".cell-edit")) cell.querySelector("a")?.focus();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") event.target.closest?.(".cell-form")?.querySelector("[data-cancel]")?.click();
  });
})();
