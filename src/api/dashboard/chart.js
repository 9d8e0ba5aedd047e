// SPDX-License-Identifier: MIT
// A chart over time or heights by uPlot, in the colours of the theme, as wide as its place.
import uPlot from "./uPlot.esm.js";
import { element } from "./element.js";
import { clock, count } from "./format.js";

const FONT = "12px system-ui, sans-serif";
export const { bars, stepped, linear } = uPlot.paths;
export const DASHES = [[], [], [6, 4], [2, 3], [10, 3, 2, 3]];

/**
 * @typedef {{label: string, look: number, width?: number, fill?: "none"|"fill"|"series", paths?: Function}} Series
 *   look: which of the colours and dashes (--series-<look>, --fill-<look>)
 * @typedef {{height: number, isTime: boolean, axisWidth: number, series: Series[], valueText: function(number): string,
 *            top?: function(number): number, onCursor: function(number|null)}} ChartOptions
 *   top: where the axis ends, by the largest value; onCursor: the index of the data that is pointed at
 */

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function seriesOptions({ label, look, width = 1.75, fill = "none", paths = linear() }) {
  return { label, paths, width, points: { show: false }, dash: DASHES[look % DASHES.length],
    stroke: () => colour(`--series-${look}`), fill: fill === "none" ? undefined : () => colour(`--${fill}-${look}`) };
}

function axis(options) {
  return { font: FONT, stroke: () => colour("--muted"), ticks: { show: false },
    grid: { stroke: () => colour("--line"), width: 1 }, ...options };
}

const timeTexts = (plot, splits, axisIndex, space, step) =>
  splits.map((time) => (step < 60 ? clock(time) : clock(time).slice(0, 5)));
const heightTexts = (plot, splits) => splits.map((height) => (Number.isInteger(height) ? count(height) : ""));

export class Chart {
  #plot;
  #range = null;
  #observer;
  #redraw = () => this.#plot.redraw(false);
  /** The picture; aria-label says what is to be seen on it. */
  element = element("div", { class: "chart", role: "img" });

  /** @param {ChartOptions} options */
  constructor(options) {
    this.#plot = new uPlot(this.#options(options), [[], ...options.series.map(() => [])], this.element);
    this.#observer = new ResizeObserver(() => this.#fit());
    this.#observer.observe(this.element);
    document.addEventListener("themechange", this.#redraw);
  }

  /** @param {number[][]} data x, then each series @param {[number, number]} range of x */
  setData(data, range, label) {
    this.#range = range;
    this.#plot.setData(data);
    this.element.setAttribute("aria-label", label);
  }

  close() {
    document.removeEventListener("themechange", this.#redraw);
    this.#observer.disconnect();
    this.#plot.destroy();
  }

  #options({ height, isTime, axisWidth, series, valueText, top = (max) => max * 1.1, onCursor }) {
    return {
      width: 300, height, legend: { show: false }, padding: [8, 14, 0, 0],
      cursor: { y: false, drag: { x: false, y: false, setScale: false }, points: { size: 7 } },
      scales: {
        x: { time: isTime, range: () => this.#range ?? [0, 1] },
        y: { range: (plot, min, max) => [0, max > 0 ? top(max) : 1] },
      },
      series: [{}, ...series.map(seriesOptions)],
      axes: [
        axis({ values: isTime ? timeTexts : heightTexts, size: 28, gap: 6, space: isTime ? 76 : 54,
          grid: { show: false } }),
        axis({ values: (plot, splits) => splits.map(valueText), size: axisWidth, gap: 6, space: 30 }),
      ],
      hooks: { setCursor: [({ cursor }) => onCursor(cursor.idx ?? null)] },
    };
  }

  #fit() {
    const width = Math.floor(this.element.clientWidth);
    if (width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height: this.#plot.height });
  }
}

const SVG = "http://www.w3.org/2000/svg";

/** The line of a series, for a legend. */
export function swatch(look) {
  const line = document.createElementNS(SVG, "line");
  for (const [name, value] of Object.entries({ x1: 1, y1: 5, x2: 27, y2: 5 })) line.setAttribute(name, value);
  line.setAttribute("stroke-dasharray", DASHES[look % DASHES.length].join(" "));
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("class", `swatch series-${look}`);
  picture.setAttribute("viewBox", "0 0 28 10");
  picture.setAttribute("aria-hidden", "true");
  picture.append(line);
  return picture;
}
