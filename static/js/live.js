// A page in step with its session.
//
// <div data-live-url="…" data-seen="12.mark">: asked every second with what was seen last; 204 when nothing moved,
// else elements that take the place of those bearing their id. What is refused (seat withdrawn, session expired) loads
// the page anew: an old sheet never stays on the screen. Without network it waits, then goes on.
(() => {
  const SECOND = 1000;
  const HIDDEN = 10000;
  const LONGEST = 10000;
  const MINUTE = 60000;
  const SEEN = "X-Veille-Seen";

  const isTyping = () => Boolean(document.querySelector("form[data-offline][data-touched]"));

  function put(root) {
    const former = document.getElementById(root.id);
    if (!former) return;
    const focused = former.contains(document.activeElement) && document.activeElement.getAttribute("href");
    former.replaceWith(root);
    if (focused) root.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
  }

  class Live {
    constructor(place) {
      this.place = place;
      this.wait = SECOND;
      this.moved = Date.now();
      this.idle = Number(place.dataset.idleMinutes || 0) * MINUTE;
      this.shown = this.followed();
      window.addEventListener("online", () => this.ask());
      document.addEventListener("visibilitychange", () => document.hidden || this.ask());
      this.later();
    }

    later() {
      clearTimeout(this.timer);
      if (document.querySelector("[data-live-end]")) return;
      this.timer = setTimeout(() => this.ask(), document.hidden ? HIDDEN : this.wait);
    }

    async ask() {
      if (this.asking) return;
      this.asking = true;
      clearTimeout(this.timer);
      if (navigator.onLine) await this.tryToAsk();
      this.asking = false;
      this.later();
    }

    async tryToAsk() {
      try {
        const response = await fetch(`${this.place.dataset.liveUrl}?vu=${encodeURIComponent(this.place.dataset.seen)}`, {
          headers: { Accept: "text/html" },
        });
        await this.read(response);
      } catch {
        this.lost();
      }
    }

    async read(response) {
      if (response.redirected || (response.status >= 400 && response.status < 500)) {
        location.reload();
        return;
      }
      if (!response.ok) {
        this.lost();
        return;
      }
      this.found();
      if (response.status !== 204) this.show(await response.text(), response.headers.get(SEEN));
      else if (this.idle && Date.now() - this.moved > this.idle) this.doze();
    }

    show(html, seen) {
      const parsed = new DOMParser().parseFromString(html, "text/html");
      [...parsed.body.children].forEach(put);
      this.place.dataset.seen = seen;
      this.moved = Date.now();
      this.wake();
      document.dispatchEvent(new CustomEvent("veille:live"));
      this.follow();
    }

    // The server is far: ask less often, say it once.
    lost() {
      this.wait = Math.min(this.wait * 2, LONGEST);
      if (this.wait > 2 * SECOND) document.dispatchEvent(new CustomEvent("veille:lost"));
    }

    found() {
      if (this.wait > SECOND) document.dispatchEvent(new CustomEvent("veille:found"));
      this.wait = SECOND;
    }

    followed() {
      return document.querySelector("[data-follow]")?.dataset.follow;
    }

    // Who was on the situation of the room goes on with it, unless she is writing.
    follow() {
      const link = document.querySelector("[data-follow]");
      const was = this.shown;
      this.shown = this.followed();
      if (!link || this.shown === was || was !== this.place.dataset.item || isTyping()) return;
      location.assign(link.href);
    }

    // A screen left alone: the sheet goes, and comes back when asked.
    doze() {
      if (document.getElementById("idle")) return;
      document.body.classList.add("is-idle");
      const question = document.createElement("div");
      question.id = "idle";
      question.className = "idle";
      question.innerHTML = '<p>La séance est-elle toujours en cours&nbsp;?</p><button class="btn btn-primary" type="button">Montrer la fiche</button>';
      question.querySelector("button").addEventListener("click", () => {
        this.moved = Date.now();
        this.wake();
      });
      document.body.append(question);
      question.querySelector("button").focus();
    }

    wake() {
      document.body.classList.remove("is-idle");
      document.getElementById("idle")?.remove();
    }
  }

  // Time runs here, from the seconds the server counted.
  let counted = new Map();

  function tick() {
    document.querySelectorAll("[data-timer]").forEach((timer) => {
      if (!counted.has(timer)) counted = new Map([[timer, Date.now()]]);
      const seconds = Number(timer.dataset.seconds) + (Date.now() - counted.get(timer)) / SECOND;
      const text = `${Math.floor(seconds / 60)} min`;
      const place = timer.querySelector("[data-timer-text]");
      if (place.textContent !== text) place.textContent = text;
      timer.classList.toggle("is-over", seconds >= Number(timer.dataset.planned) * 60);
    });
  }

  // Enter goes to the next situation, when no field nor button has the hand.
  document.addEventListener("keydown", (event) => {
    const nowhere = event.target === document.body || event.target.id === "main";
    if (event.key !== "Enter" || !nowhere || document.querySelector("dialog[open]")) return;
    const next = document.querySelector("[data-next]");
    if (next) {
      event.preventDefault();
      next.click();
    }
  });

  document.addEventListener("veille:live", tick);
  setInterval(tick, SECOND);
  tick();
  document.querySelectorAll("[data-live-url]").forEach((place) => new Live(place));
})();
