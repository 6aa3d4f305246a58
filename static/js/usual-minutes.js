// The usual length of a contact is prefilled from its kind, until she types her own.
(() => {
  document.querySelectorAll("form[data-usual-minutes]").forEach((form) => {
    const usual = JSON.parse(form.dataset.usualMinutes);
    const minutes = form.elements.namedItem("minutes");
    let typed = Boolean(minutes.value);
    minutes.addEventListener("input", () => { typed = true; });
    form.addEventListener("change", (event) => {
      if (event.target.name === "kind" && !typed) minutes.value = usual[event.target.value] || "";
    });
  });
})();
