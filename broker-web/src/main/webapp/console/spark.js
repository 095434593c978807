// Small curves of what comes in and goes out, from the figures that this page has seen.

import { svg } from "./dom.js";

const WIDTH = 96;
const HEIGHT = 24;
const SAMPLES = 45;

export class History {
  #byName = new Map();

  // Takes one reading of every entry shown and forgets the entries that are not.
  record(entries) {
    const next = new Map();
    for (const { name, enqueueRate, dequeueRate } of entries) {
      const samples = this.#byName.get(name) || [];
      samples.push([enqueueRate, dequeueRate]);
      next.set(name, samples.slice(-SAMPLES));
    }
    this.#byName = next;
  }

  of(name) {
    return this.#byName.get(name) || [];
  }
}

export function spark() {
  const incoming = svg("polyline", { class: "spark-in" });
  const outgoing = svg("polyline", { class: "spark-out" });
  const base = svg("line", { class: "spark-base", x1: 0, x2: WIDTH, y1: HEIGHT - 1, y2: HEIGHT - 1 });
  const picture = svg(
    "svg",
    { class: "spark", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, "aria-hidden": "true" },
    base,
    outgoing,
    incoming,
  );
  return {
    picture,
    draw(samples) {
      const top = Math.max(1, ...samples.flat());
      incoming.setAttribute("points", points(samples, 0, top));
      outgoing.setAttribute("points", points(samples, 1, top));
    },
  };
}

// A curve that is flat at nothing is left out.
function points(samples, index, top) {
  if (samples.every((sample) => sample[index] === 0)) {
    return "";
  }
  const step = WIDTH / (SAMPLES - 1);
  const left = WIDTH - step * (samples.length - 1);
  return samples
    .map((sample, i) => `${(left + i * step).toFixed(1)},${(HEIGHT - 1.5 - (sample[index] / top) * (HEIGHT - 4)).toFixed(1)}`)
    .join(" ");
}
