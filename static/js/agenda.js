// The order of an agenda. A line is dragged by its handle, or moved with Alt and the arrows while the keyboard is on it;
// an orientation that is ready is dragged among the entries. The server answers the whole part anew: one move at a time,
// those made meanwhile wait. Without this script, the buttons of each line do the same.
(() => {
  const root = () => document.getElementById("preparation");
  const waiting = [];
  let busy = false;
  let dragged = null;

  const lineOf = (element) => element?.closest?.("[data-item]");
  const partOf = (element) => element?.closest?.("[data-part]");
  const entries = () => root().querySelector('[data-part="entry"]');

  function say(words) {
    const live = root().querySelector("[data-agenda-live]");
    if (live) live.textContent = words;
  }

  // Handles and hints serve nobody without this script.
  function prepare() {
    root()?.querySelectorAll("[data-grip], [data-with-script]").forEach((element) => { element.hidden = false; });
    root()?.querySelectorAll("[data-part]").forEach((part) => part.classList.add("has-script"));
    root()?.querySelectorAll("[data-item], [data-ready]:has([data-place-form])").forEach((one) => { one.draggable = true; });
  }

  function send(part, focus) {
    const form = part.parentElement.querySelector("[data-order-form]");
    if (!form) return;
    form.elements.order.value = [...part.children].map((line) => line.dataset.item).join(" ");
    busy = true;
    root().setAttribute("aria-busy", "true");
    root().dataset.focus = focus;
    form.requestSubmit();
  }

  // Neighbours change places; at the edge of the part nothing moves.
  function step(item, upwards) {
    const line = root().querySelector(`[data-item="${item}"]`);
    const other = upwards ? line?.previousElementSibling : line?.nextElementSibling;
    if (!other) {
      if (line) say(`${line.dataset.name} est déjà ${upwards ? "en tête" : "en fin"} de partie.`);
      return;
    }
    if (upwards) other.before(line);
    else other.after(line);
    document.getElementById(`grip-${item}`)?.focus(); // a line that moves loses the keyboard: the next key would be lost
    send(partOf(line), item);
  }

  function next() {
    const move = waiting.shift();
    if (move) step(...move);
  }

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const line = lineOf(event.target);
    if (!line || !root().contains(line) || !line.querySelector("[data-grip]")) return;
    event.preventDefault();
    const move = [line.dataset.item, event.key === "ArrowUp"];
    if (busy) waiting.push(move);
    else step(...move);
  });

  document.addEventListener("dragstart", (event) => {
    const line = event.target.closest?.("[data-item][draggable], [data-ready][draggable]");
    if (!line || busy) return;
    dragged = line;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", ""); // nothing of a file leaves with the pointer
    line.classList.add("is-dragged");
  });

  // Where it may fall: its own part, or the entries for what is ready.
  function target(event) {
    if (!dragged) return null;
    const part = partOf(event.target);
    const own = dragged.dataset.item ? partOf(dragged) : entries();
    return part && part === own ? part : null;
  }

  function before(part, y) {
    return [...part.children].find((line) => line !== dragged && y < line.getBoundingClientRect().top + line.offsetHeight / 2);
  }

  function clear() {
    document.querySelectorAll(".is-target, .drop-before").forEach((one) => one.classList.remove("is-target", "drop-before"));
  }

  document.addEventListener("dragover", (event) => {
    const part = target(event);
    if (!part) return;
    event.preventDefault();
    clear();
    part.classList.add("is-target");
    before(part, event.clientY)?.classList.add("drop-before");
  });

  document.addEventListener("drop", (event) => {
    const part = target(event);
    if (!part) return;
    event.preventDefault();
    const following = before(part, event.clientY);
    if (dragged.dataset.item) {
      part.insertBefore(dragged, following || null);
      send(part, dragged.dataset.item);
    } else {
      const form = dragged.querySelector("[data-place-form]");
      form.elements.before.value = following?.dataset.item || "";
      form.requestSubmit();
    }
  });

  document.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    dragged = null;
    clear();
  });

  // A refused order comes back as the page it is: the stored order, hers beside it.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target: place } = event.detail;
    if (place?.id !== "preparation" || ![409, 422].includes(xhr.status)) return;
    if (!xhr.responseText.includes('id="preparation"')) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    waiting.length = 0;
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target?.id === "preparation") event.detail.target.closest("body").dataset.moved = root().dataset.focus || "";
  });

  document.addEventListener("htmx:afterSettle", () => {
    if (!root()) return;
    prepare();
    const moved = document.body.dataset.moved;
    busy = false;
    const orders = document.getElementById("orders");
    if (orders) orders.focus();
    else if (moved) {
      document.getElementById(`grip-${moved}`)?.focus();
      const line = root().querySelector(`[data-item="${moved}"]`);
      if (line) say(`${line.dataset.name}, rang ${line.querySelector(".figures").textContent.trim()}.`);
    }
    document.body.dataset.moved = "";
    next();
  });

  ["htmx:sendError", "htmx:responseError"].forEach((name) => document.addEventListener(name, () => {
    busy = false;
    waiting.length = 0;
    root()?.removeAttribute("aria-busy");
  }));

  prepare();
})();
