// Never lose a word: the form is kept as a draft while she types.
//
// <form data-draft-url="…"> is sent there 1.5 s after the last keystroke, and when the page is left. The answer is JSON:
// {"saved_at": "14 h 32", "version": 3}; 409 means that another window saved a later version. Nothing is written on the
// device: what cannot be sent stays in the form and is tried again. A form `data-offline` (offline.js) is sent by itself
// once the network is back, when its sending was asked for without it; with `data-sent-to="…"`, where it leads once sent,
// a network cut while it leaves loses nothing either: it is sent again under the same one-time key.
(() => {
  const PAUSE = 1500;
  const RETRY = 10000;
  const EXPIRED = "Votre session a expiré, votre texte est gardé dans cette page : reconnectez-vous dans un autre onglet, puis continuez.";
  const SIGN_IN = "/compte/connexion/";
  const OFFLINE = "Connexion perdue : votre texte est gardé dans cette page, nouvel essai dans quelques secondes.";
  const WAITING = "Hors ligne – sera envoyé dès le retour du réseau.";
  const STALE = "Ce brouillon a été modifié dans une autre fenêtre : rechargez la page avant de continuer.";

  const hour = () => new Date().toLocaleTimeString("fr-FR", { hour: "numeric", minute: "2-digit" }).replace(":", "\u00a0h\u00a0");

  class Autosave {
    constructor(form) {
      this.form = form;
      this.status = form.querySelector("[data-draft-status]") || this.addStatus();
      this.dirty = this.sending = this.stopped = false;
      this.unheard = 0; // sendings whose answer never came
      this.waits = form.hasAttribute("data-offline");
      form.addEventListener("input", () => this.touch());
      form.addEventListener("change", () => this.touch());
      form.addEventListener("submit", (event) => this.leave(event));
      form.addEventListener("htmx:responseError", () => this.touch());
      window.addEventListener("beforeunload", (event) => this.dirty && event.preventDefault());
      document.addEventListener("visibilitychange", () => document.hidden && this.save());
      window.addEventListener("online", () => this.save());
    }

    addStatus() {
      const status = document.createElement("p");
      status.className = "draft-status";
      status.setAttribute("role", "status");
      this.form.append(status);
      return status;
    }

    touch() {
      this.dirty = true;
      this.schedule(PAUSE);
    }

    schedule(delay) {
      clearTimeout(this.timer);
      if (!this.stopped) this.timer = setTimeout(() => this.save(), delay);
    }

    // What is not kept yet is kept before the form leaves: behind an expired session or a lost network it would be gone.
    leave(event) {
      if (event.defaultPrevented && !this.form.hasAttribute("hx-post")) return;
      clearTimeout(this.timer);
      const asks = this.waits && !this.sure;
      const kept = !this.dirty && !this.sending && !asks;
      if (kept || this.stopped || this.form.hasAttribute("hx-post")) {
        this.dirty = false;
        return;
      }
      event.preventDefault();
      if (!this.leaving) this.keepThenSend(event.submitter);
    }

    async keepThenSend(submitter) {
      this.leaving = true;
      this.waiting = undefined;
      if (this.waits) this.dirty = true; // keeping it tells whether the network is there
      const kept = (await this.sending) && !this.dirty ? true : await this.save();
      this.leaving = false;
      if (kept || (this.waits && this.stopped)) this.go(submitter);
      else if (this.waits) this.wait(submitter);
    }

    go(submitter) {
      this.waiting = undefined;
      delete this.form.dataset.submitting;
      if (this.form.dataset.sentTo) return this.deliver(submitter);
      return this.submit(submitter);
    }

    submit(submitter) {
      this.sure = true;
      this.dirty = false;
      this.form.requestSubmit(submitter);
    }

    // An answer that never came may hide a sending that was received: the key makes the second one harmless.
    async deliver(submitter) {
      this.leaving = true;
      try {
        const answer = await this.post(this.form.action);
        if (answer.type !== "opaqueredirect") return this.submit(submitter); // the page says what to correct
        this.tell("veille:sent");
        location.assign(this.form.dataset.sentTo);
      } catch {
        this.wait(submitter);
        this.failed(WAITING);
        this.leaving = false;
      }
    }

    // Asked for without network: it goes with the first draft that is kept again.
    wait(submitter) {
      this.waiting = { submitter };
      this.say(WAITING, true);
    }

    // Resolves to true once what was typed is kept.
    async save() {
      if (!this.dirty || this.stopped) return !this.dirty;
      if (this.sending) {
        this.schedule(PAUSE);
        return this.sending;
      }
      this.dirty = false;
      this.sending = this.tryToKeep();
      const kept = await this.sending;
      this.sending = false;
      return kept;
    }

    async tryToKeep() {
      try {
        return await this.read(await this.send());
      } catch {
        this.unheard += 1;
        return this.failed(OFFLINE);
      }
    }

    // A later version may be one of ours, received although its answer was lost.
    async isStale(response) {
      const { version } = await response.json().catch(() => ({}));
      const field = this.form.elements.namedItem("draft_version");
      if (!field || !Number.isInteger(version) || version - field.value > this.unheard) {
        this.stopped = true;
        return this.failed(STALE);
      }
      field.value = version;
      this.unheard = 0;
      return this.tryToKeep();
    }

    send() {
      return this.post(this.form.dataset.draftUrl, { Accept: "application/json" });
    }

    post(address, headers = {}) {
      const body = new FormData(this.form);
      // Files are not part of a draft.
      [...body].forEach(([name, value]) => value instanceof File && body.delete(name));
      const token = window.veilleToken?.() || body.get("csrfmiddlewaretoken") || "";
      body.set("csrfmiddlewaretoken", token);
      return fetch(address, {
        method: "POST",
        body,
        redirect: "manual",
        keepalive: document.hidden,
        headers: { "X-CSRFToken": token, ...headers },
      });
    }

    async read(response) {
      if (response.status === 409) return this.isStale(response);
      // A redirection is the sign-in page.
      if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) return this.expired();
      if (!response.ok) return this.failed(OFFLINE);
      const answer = response.status === 204 ? {} : await response.json();
      this.saved(answer);
      return true;
    }

    saved({ saved_at: savedAt, version }) {
      const field = this.form.elements.namedItem("draft_version");
      if (field && version !== undefined) field.value = version;
      this.unheard = 0;
      this.say(`Brouillon enregistré à ${savedAt || hour()}`, false);
      this.tell("veille:draft-kept");
      if (this.waiting) this.go(this.waiting.submitter);
    }

    tell(name) {
      this.form.dispatchEvent(new CustomEvent(name, { bubbles: true }));
    }

    failed(sentence) {
      this.dirty = true;
      this.say(this.waiting ? WAITING : sentence, true);
      this.tell("veille:draft-failed");
      this.schedule(RETRY);
      return false;
    }

    expired() {
      this.failed(EXPIRED);
      const link = document.createElement("a");
      Object.assign(link, { href: SIGN_IN, target: "_blank", rel: "noopener", textContent: "Se reconnecter (nouvel onglet)" });
      this.status.append(" ", link);
      return false;
    }

    say(sentence, failing) {
      this.status.textContent = sentence;
      this.status.classList.toggle("is-failing", failing);
    }
  }

  const start = (root) => root.querySelectorAll("form[data-draft-url]:not([data-draft-on])").forEach((form) => {
    form.dataset.draftOn = "yes";
    new Autosave(form);
  });

  start(document);
  document.addEventListener("htmx:load", (event) => start(event.target.parentNode || document));
})();
