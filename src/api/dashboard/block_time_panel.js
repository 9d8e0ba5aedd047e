// SPDX-License-Identifier: MIT
// The time between the last blocks, and how their difficulty went.
import { gapBetween } from "./block_time.js";
import { Chart, bars, stepped } from "./chart.js";
import { element, setText } from "./element.js";
import { count, span } from "./format.js";
import { emptyNote, panel } from "./panel.js";

// One night's pause would make all other bars invisible: the axis ends at so many medians, or means where that is more.
const MEDIANS = 8;
const MEANS = 4;

/** Blocks oldest first with the seconds since the one before. */
function gapsOf(blocks) {
  const ordered = [...blocks].reverse();
  return ordered.slice(1).map((block, i) => ({ ...block, gap: gapBetween(ordered[i], block) }));
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

function gapSummary(gaps) {
  const [middle, longest] = [median(gaps), Math.max(...gaps)];
  return `Last ${count(gaps.length)}: mean ${span(mean(gaps))}, median ${span(middle)}, longest ${span(longest)}.`;
}

function difficultySummary(levels) {
  const [least, most] = [Math.min(...levels), Math.max(...levels)];
  if (least === most) return `Difficulty ${levels.at(-1)}, all along.`;
  return `Difficulty ${levels.at(-1)} now, between ${least} and ${most} in these blocks.`;
}

const levelText = (level) => (Number.isInteger(level) ? String(level) : "");

export class BlockTimePanel {
  #shown = [];
  #limit = 1;
  #gapText = "";
  #gapChart = new Chart({ height: 170, isTime: false, axisWidth: 48, valueText: span,
    onCursor: (index) => this.#point(index), top: (max) => Math.min(max * 1.1, this.#limit),
    series: [{ label: "Time between blocks", look: 0, width: 0, fill: "series", paths: bars({ size: [0.75, 14] }) }] });
  #levelChart = new Chart({ height: 100, isTime: false, axisWidth: 48, valueText: levelText,
    onCursor: () => {}, top: (max) => max + 1,
    series: [{ label: "Difficulty", look: 1, width: 2, fill: "fill", paths: stepped({ align: 1 }) }] });
  #gapCaption = element("figcaption", { class: "muted" });
  #levelCaption = element("figcaption", { class: "muted" });
  #none = emptyNote("It takes two blocks to have a time between them.");
  #figures = element("div", {}, element("figure", {}, this.#gapChart.element, this.#gapCaption),
    element("figure", {}, this.#levelChart.element, this.#levelCaption));
  element = panel("Time between blocks", {}, this.#none, this.#figures);

  constructor() {
    this.#figures.hidden = true;
    this.#none.hidden = true;
  }

  /** @param {Object[]} blocks newest first */
  update(blocks) {
    this.#shown = gapsOf(blocks);
    this.#none.hidden = this.#shown.length > 0;
    this.#figures.hidden = this.#shown.length === 0;
    if (this.#shown.length > 0) this.#draw();
  }

  close() {
    this.#gapChart.close();
    this.#levelChart.close();
  }

  #draw() {
    const heights = this.#shown.map(({ height }) => height);
    const gaps = this.#shown.map(({ gap }) => gap);
    const levels = this.#shown.map(({ difficulty }) => difficulty);
    const range = [heights[0] - 0.5, heights.at(-1) + 0.5];
    this.#limit = Math.max(1, median(gaps) * MEDIANS, mean(gaps) * MEANS);
    this.#gapText = gapSummary(gaps);
    const levelSummary = difficultySummary(levels);
    this.#gapChart.setData([heights, gaps], range, `Seconds between blocks. ${this.#gapText}`);
    this.#levelChart.setData([heights, levels], range, levelSummary);
    setText(this.#gapCaption, this.#gapText);
    setText(this.#levelCaption, levelSummary);
  }

  #point(index) {
    const block = index === null ? undefined : this.#shown[index];
    setText(this.#gapCaption, block === undefined ? this.#gapText :
      `Block ${count(block.height)}: ${span(block.gap)} after the one before.`);
  }
}
