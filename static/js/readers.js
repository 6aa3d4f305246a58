// Beside a choice of visibility: only the sentence of the level chosen is shown. Without JavaScript all are.
(() => {
  function show(box) {
    const form = box.closest("form") || document;
    const control = form.querySelector(`[name="${box.dataset.readers}"]:checked, select[name="${box.dataset.readers}"]`);
    box.querySelectorAll("[data-readers-value]").forEach((line) => {
      line.hidden = Boolean(control) && line.dataset.readersValue !== control.value;
    });
  }

  const showAll = () => document.querySelectorAll("[data-readers]").forEach(show);

  document.addEventListener("change", showAll);
  document.addEventListener("htmx:load", showAll);
  showAll();
})();
