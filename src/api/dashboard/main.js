// SPDX-License-Identifier: MIT
// Starts the dashboard: what is known of the node, the page that the address names, the switches of the header.
import { addressPage } from "./address_page.js";
import { blockPage } from "./block_page.js";
import { startAges } from "./clock.js";
import { element } from "./element.js";
import { Live } from "./live.js";
import { missingPage } from "./missing_page.js";
import { LivePill, NodeBanner } from "./node_banner.js";
import { NodeData } from "./node_data.js";
import { overviewPage } from "./overview_page.js";
import { Router, placeOf } from "./router.js";
import { searchBox } from "./search_box.js";
import { searchPage } from "./search_page.js";
import { themeSwitch } from "./theme.js";
import { transactionPage } from "./transaction_page.js";
import { workersPage } from "./workers_page.js";

const node = new NodeData();

/** Resolves once there is something to show. */
function overviewIsKnown() {
  if (node.overview !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const unsubscribe = node.subscribe(() => {
      if (node.overview === null) return;
      unsubscribe();
      resolve();
    });
  });
}

/** @param {import("./router.js").Place} place */
async function pageFor({ path, query }) {
  const [kind, name] = path;
  if (path.length === 2 && kind === "block") return blockPage(node, name, query);
  if (path.length === 2 && kind === "tx") return transactionPage(node, name);
  if (path.length === 2 && kind === "address") return addressPage(node, name, query);
  if (path.length === 2 && kind === "search") return searchPage(name, (target) => location.replace(target));
  if (path.length === 1 && kind === "workers") return workersPage(node, query);
  if (path.length > 0) return missingPage("No such page", location.hash, "Nothing of the dashboard has that address.");
  await overviewIsKnown();
  return overviewPage(node);
}

function fillHeader(header, pill) {
  const home = element("a", { class: "home", href: "#/" },
    element("img", { src: "/dashboard/icon.svg", alt: "", width: 28, height: 28 }), element("span", {}, "ChainCore"));
  header.append(home, searchBox(), pill.element, themeSwitch());
}

/** What a page says of a block or a coin may hold no more; the overview looks by itself. */
function reloadAfterReorgs(router) {
  let reorgs = null;
  node.subscribe(() => {
    const now = node.overview?.chain.reorgs ?? reorgs;
    if (reorgs !== null && now !== reorgs && placeOf(location.hash).path.length > 0) router.reload();
    reorgs = now;
  });
}

function start() {
  const main = document.querySelector("main");
  const [pill, banner] = [new LivePill(), new NodeBanner()];
  fillHeader(document.querySelector("header.top"), pill);
  main.replaceChildren();
  main.before(banner.element);
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();  // its # is no page
    main.focus();
  });
  node.subscribe(() => {
    pill.show(node.liveState);
    banner.show(node);
  });
  new Live({ overview: (overview) => node.takeOverview(overview), block: (block) => node.takeBlock(block),
    state: (state) => node.setLiveState(state), gone: (isGone) => node.setGone(isGone) }).start();
  startAges();
  const router = new Router(main, pageFor);
  reloadAfterReorgs(router);
  router.start();
}

start();
