// Destructive acts ask: <form data-confirm="Supprimer ce brouillon ?" data-confirm-verb="Supprimer">.
(() => {
  const QUESTION = `
    <form method="dialog" class="stack">
      <p id="ask-text" class="ask-question"></p>
      <p class="buttons">
        <button class="btn btn-danger" value="yes"></button>
        <button class="btn btn-secondary" value="no" autofocus>Annuler</button>
      </p>
    </form>`;

  function ask(text, verb) {
    const dialog = document.createElement("dialog");
    dialog.className = "ask";
    dialog.setAttribute("aria-labelledby", "ask-text");
    dialog.innerHTML = QUESTION;
    dialog.querySelector("p").textContent = text;
    dialog.querySelector("[value=yes]").textContent = verb;
    document.body.append(dialog);
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        dialog.remove();
        resolve(dialog.returnValue === "yes");
      });
    });
  }

  const question = (form, submitter) => submitter?.dataset.confirm || form.dataset.confirm;

  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    const text = question(form, submitter);
    if (!text || form.dataset.confirmed) {
      delete form.dataset.confirmed;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await ask(text, submitter?.dataset.confirmVerb || form.dataset.confirmVerb || "Confirmer")) {
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
    }
  }, true);
})();
