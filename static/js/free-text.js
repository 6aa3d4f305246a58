// Beside a long text, what it should not hold, while she types. The server reads it and keeps nothing; nothing is blocked.
(() => {
  const PAUSE = 900;
  const address = document.currentScript.dataset.url;

  function place(area) {
    if (area.freeTextNotice) return area.freeTextNotice;
    const notice = document.createElement("div");
    notice.className = "free-text-notice";
    notice.setAttribute("role", "status");
    area.after(notice);
    area.freeTextNotice = notice;
    return notice;
  }

  function say(area, sentences) {
    const lines = sentences.map((sentence) => {
      const line = document.createElement("p");
      line.textContent = sentence;
      return line;
    });
    place(area).replaceChildren(...lines);
  }

  // She has read it beside the text: the page that follows need not say it again.
  function remember(form) {
    if (!form || form.elements.namedItem("text_checked")) return;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "text_checked", value: "yes" });
    form.append(field);
  }

  async function check(area) {
    const body = new URLSearchParams({ text: area.value });
    const headers = { Accept: "application/json", "X-CSRFToken": window.veilleToken?.() || "" };
    try {
      const response = await fetch(address, { method: "POST", body, headers, redirect: "error" });
      if (!response.ok) return;
      say(area, (await response.json()).warnings);
      remember(area.form);
    } catch {
      // Without network the text is kept as a draft elsewhere; this advice can wait.
    }
  }

  document.addEventListener("input", (event) => {
    const area = event.target;
    if (!area.matches?.("textarea:not([data-sealed])")) return;
    clearTimeout(area.freeTextTimer);
    area.freeTextTimer = setTimeout(() => check(area), PAUSE);
  });
})();
