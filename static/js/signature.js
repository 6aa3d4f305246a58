// Signing with a finger, a pen or a mouse: <div data-signature="id of a hidden field" hidden> holding a canvas and a button
// to start again. The strokes are kept as numbers in the field, nothing else leaves the page; without this script the frame
// stays hidden and one signs on paper.
(() => {
  const MOST_POINTS = 3500;

  class Frame {
    constructor(frame) {
      this.canvas = frame.querySelector("canvas");
      this.field = document.getElementById(frame.dataset.signature);
      this.status = frame.querySelector("[data-signature-status]");
      this.pen = this.canvas.getContext("2d");
      this.strokes = [];
      frame.hidden = false;
      this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
      this.canvas.addEventListener("pointermove", (event) => this.go(event));
      for (const name of ["pointerup", "pointercancel"]) this.canvas.addEventListener(name, () => this.end());
      frame.querySelector("[data-signature-clear]").addEventListener("click", () => this.clear());
      this.take();
    }

    // What was drawn before a refusal comes back with the form.
    take() {
      try {
        this.strokes = JSON.parse(this.field.value || "[]");
      } catch {
        this.strokes = [];
      }
      this.draw();
    }

    point(event) {
      const box = this.canvas.getBoundingClientRect();
      const within = (value, most) => Math.round(Math.min(Math.max(value, 0), most));
      return [
        within(((event.clientX - box.left) / box.width) * this.canvas.width, this.canvas.width),
        within(((event.clientY - box.top) / box.height) * this.canvas.height, this.canvas.height),
      ];
    }

    begin(event) {
      event.preventDefault();
      this.canvas.setPointerCapture(event.pointerId);
      const [x, y] = this.point(event);
      this.stroke = [x, y, x, y];
      this.strokes.push(this.stroke);
      this.draw();
    }

    go(event) {
      if (!this.stroke || this.length() > 2 * MOST_POINTS) return;
      const [x, y] = this.point(event);
      const [lastX, lastY] = this.stroke.slice(-2);
      if (Math.abs(x - lastX) + Math.abs(y - lastY) < 3) return;
      this.stroke.push(x, y);
      this.draw();
    }

    end() {
      if (!this.stroke) return;
      this.stroke = null;
      this.keep();
    }

    clear() {
      this.strokes = [];
      this.draw();
      this.keep();
    }

    keep() {
      this.field.value = this.strokes.length ? JSON.stringify(this.strokes) : "";
      this.status.textContent = this.strokes.length ? "Tracé gardé." : "";
    }

    length() {
      return this.strokes.reduce((sum, stroke) => sum + stroke.length, 0);
    }

    draw() {
      this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
      this.pen.strokeStyle = getComputedStyle(this.canvas).color;
      this.pen.lineWidth = 3;
      this.pen.lineCap = this.pen.lineJoin = "round";
      for (const stroke of this.strokes) {
        this.pen.beginPath();
        this.pen.moveTo(stroke[0], stroke[1]);
        for (let index = 2; index < stroke.length; index += 2) this.pen.lineTo(stroke[index], stroke[index + 1]);
        this.pen.stroke();
      }
    }
  }

  for (const frame of document.querySelectorAll("[data-signature]")) new Frame(frame);
})();
