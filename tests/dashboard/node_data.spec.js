// SPDX-License-Identifier: MIT
// What the page keeps of the chain: in order, along reorgs, and no more than 200 blocks; no browser is needed.
import { expect, test } from "@playwright/test";
import { KEPT_BLOCKS, NodeData } from "../../src/api/dashboard/node_data.js";

const block = (height, branch = "a", parent = branch) =>
  ({ height, hash: `${branch}${height}`, previous_hash: `${parent}${height - 1}` });
const overview = (tip) => ({ node: { time: 0 }, chain: { length: tip.height + 1, tip_hash: tip.hash } });

function chainOf(length) {
  const node = new NodeData();
  node.blocks = [block(0)];
  for (let height = 1; height < length; ++height) node.takeBlock(block(height));
  return node;
}

test("blocks are kept newest first, and no more than so many over days", () => {
  const node = chainOf(5_000);
  expect(node.blocks.length).toBe(KEPT_BLOCKS);
  expect(node.blocks[0].height).toBe(4_999);
  expect(node.blocks.at(-1).height).toBe(5_000 - KEPT_BLOCKS);
});

test("a reorg drops what left the chain", () => {
  const node = chainOf(10);
  node.takeBlock(block(8, "b", "a"));
  node.takeBlock(block(9, "b"));
  node.takeBlock(block(10, "b"));
  expect(node.blocks.slice(0, 4).map(({ hash }) => hash)).toEqual(["b10", "b9", "b8", "a7"]);
});

test("after a gap the blocks are asked for, once for many news", async () => {
  const node = chainOf(3);
  const asked = [];
  const known = globalThis.fetch;
  globalThis.fetch = async (target) => {
    asked.push(target);
    return Response.json({ length: 41, blocks: [block(40), block(39)] });
  };
  try {
    for (const height of [38, 39, 40]) node.takeBlock(block(height));
    node.takeOverview(overview(block(40)));
    await expect.poll(() => node.blocks[0].hash).toBe("a40");
    expect(asked).toEqual([`/api/v1/blocks?count=${KEPT_BLOCKS}`]);
  } finally {
    globalThis.fetch = known;
  }
});

test("a chain that is gone leaves no blocks", () => {
  const node = chainOf(3);
  node.takeOverview({ node: { time: 0 }, chain: { length: 0 } });
  expect(node.blocks).toEqual([]);
});

test("listeners hear of many changes at once, and not after they have left", async () => {
  const node = chainOf(1);
  let heard = 0;
  const unsubscribe = node.subscribe(() => ++heard);
  for (let height = 1; height < 4; ++height) node.takeBlock(block(height));
  await Promise.resolve();
  expect(heard).toBe(1);
  unsubscribe();
  node.takeBlock(block(4));
  await Promise.resolve();
  expect(heard).toBe(1);
});
