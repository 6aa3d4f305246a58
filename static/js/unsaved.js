// Never lose a word: leaving a page with answers that were not sent asks first. Drafts (draft.js) keep their own.
(() => {
  const PAGES = "form.form-page:not([data-draft-url])";
  const touched = new Set();

  const keep = (event) => {
    const form = event.target.closest?.(PAGES);
    if (form) touched.add(form);
  };
  document.addEventListener("input", keep);
  document.addEventListener("change", keep);

  // After submit.js: what it stopped as a second click was already sent.
  document.addEventListener("submit", (event) => touched.delete(event.target), true);

  window.addEventListener("beforeunload", (event) => {
    if ([...touched].some((form) => form.isConnected)) event.preventDefault();
  });
})();
