// Parts of a table that fold: <button data-fold="id-of-a-tbody" aria-expanded="true">. Without it, all is shown.
(() => {
  for (const button of document.querySelectorAll("[data-fold]")) {
    const part = document.getElementById(button.dataset.fold);
    button.hidden = false;
    button.addEventListener("click", () => {
      part.hidden = !part.hidden;
      button.setAttribute("aria-expanded", String(!part.hidden));
    });
  }
})();
