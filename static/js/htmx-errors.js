// An exchange that fails says so where messages stand; the page keeps what was typed.
(() => {
  const SENTENCES = {
    401: "Votre session a expiré : reconnectez-vous dans un autre onglet, puis recommencez.",
    403: "Vous ne pouvez pas faire cette action ici.",
    404: "Cet élément n’est plus accessible.",
    409: "Quelqu’un a agi entre-temps, ou vous agissez pour un autre organisme : rechargez la page avant de recommencer.",
  };
  const FAILED = "L’action n’a pas abouti. Ce que vous avez saisi est resté dans la page : réessayez dans un instant.";

  function say(sentence) {
    const place = document.getElementById("messages");
    const notice = document.createElement("div");
    notice.className = "notice notice-danger";
    notice.textContent = sentence;
    place?.replaceChildren(notice);
    place?.scrollIntoView({ block: "nearest" });
  }

  // A page that polls says nothing: it will ask again.
  const isPolling = (element) => (element.getAttribute("hx-trigger") || "").startsWith("every");

  document.addEventListener("htmx:responseError", (event) => {
    if (!isPolling(event.detail.elt)) say(SENTENCES[event.detail.xhr.status] || FAILED);
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (!isPolling(event.detail.elt)) say(FAILED);
  });
})();
