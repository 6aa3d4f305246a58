// A second click on a button that sends does nothing. The server refuses the double anyway (one-time key).
(() => {
  // Signing in again, in another tab, changes the token: the page sends the one of the moment.
  window.veilleToken = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

  function renew(form) {
    const field = form.elements.namedItem("csrfmiddlewaretoken");
    if (field && window.veilleToken()) field.value = window.veilleToken();
  }

  function release(form) {
    delete form.dataset.submitting;
    form.querySelectorAll("[aria-disabled='true']").forEach((button) => button.removeAttribute("aria-disabled"));
  }

  function hold(form, submitter) {
    form.dataset.submitting = "yes";
    submitter?.setAttribute("aria-disabled", "true");
  }

  // In the capture phase, before htmx sends anything.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog") return;
    if (form.dataset.submitting) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    renew(form);
    hold(form, event.submitter);
    // Another script may have stopped it for good: the form must be usable again.
    setTimeout(() => event.defaultPrevented && !form.closest("[hx-post]") && release(form));
  }, true);

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) release(form);
  });

  // Coming back with the browser's button: the form must work again.
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-submitting]").forEach(release));
})();
