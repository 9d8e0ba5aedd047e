// SPDX-License-Identifier: MIT
// What of a page breaks axe's rules.
import AxeBuilder from "@axe-core/playwright";

export async function faultsOf(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" | ")}`);
}
