// Files chosen or dropped: their names and sizes are listed before they leave; too large is said at once.
(() => {
  const MOST = 15e6;

  const size = (bytes) =>
    bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} ko` : `${(bytes / 1e6).toFixed(1).replace(".", ",")} Mo`;

  function line(file) {
    const item = document.createElement("li");
    item.textContent = `${file.name} – ${size(file.size)}`;
    if (file.size > MOST) {
      item.classList.add("text-danger");
      item.textContent += " : trop lourd, 15 Mo au plus";
    }
    return item;
  }

  function list(zone) {
    const files = [...zone.querySelector("input[type=file]").files];
    const shown = zone.querySelector(".file-list");
    shown.replaceChildren(...files.map(line));
    shown.hidden = files.length === 0;
  }

  function drop(zone, event) {
    event.preventDefault();
    zone.classList.remove("is-over");
    const input = zone.querySelector("input[type=file]");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    list(zone);
  }

  document.querySelectorAll("[data-file-drop]").forEach((zone) => {
    zone.addEventListener("change", () => list(zone));
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
    zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
    zone.addEventListener("drop", (event) => drop(zone, event));
  });
})();
