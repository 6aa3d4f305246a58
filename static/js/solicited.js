// « On m’a sollicitée » is one tap: the hour of the moment is written beside it, to be corrected, and shown only then.
(() => {
  document.querySelectorAll(".solicited").forEach((group) => {
    const box = group.querySelector("[name=was_solicited]");
    const hour = group.querySelector("[name=solicited_time]");
    const line = hour.closest(".mb-3") || hour.parentElement;
    const now = () => new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Paris" });
    const sort = () => {
      line.hidden = !box.checked;
      if (box.checked && !hour.value) hour.value = now();
    };
    box.addEventListener("change", sort);
    sort();
  });
})();
