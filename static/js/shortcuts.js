// « / » goes to the search field, « ? » lists the shortcuts. They can be switched off on this device.
(() => {
  const STORE = "veille-shortcuts";
  const dialog = document.getElementById("shortcuts");
  const isOn = () => localStorage.getItem(STORE) !== "off";

  function isTyping(element) {
    return element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName);
  }

  function act(key) {
    if (key === "/") {
      const search = document.querySelector("[data-search], input[type=search]");
      search?.focus();
      return Boolean(search);
    }
    if (key === "?" && dialog) {
      dialog.showModal();
      return true;
    }
    return false;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !isOn() || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (act(event.key)) event.preventDefault();
  });

  const choice = document.querySelector("[data-shortcuts-switch]");
  if (choice) {
    choice.checked = isOn();
    choice.addEventListener("change", () => localStorage.setItem(STORE, choice.checked ? "on" : "off"));
  }
})();
