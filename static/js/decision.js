// The decision chosen decides which fields are asked; without this script all of them show.
(() => {
  function sort(form) {
    const chosen = form.querySelector("[name=code]:checked")?.value;
    form.querySelectorAll("[data-when]").forEach((group) => {
      group.hidden = !group.dataset.when.split(" ").includes(chosen);
    });
  }

  document.querySelectorAll("form[data-decision]").forEach((form) => {
    sort(form);
    form.addEventListener("change", (event) => event.target.name === "code" && sort(form));
  });
})();
