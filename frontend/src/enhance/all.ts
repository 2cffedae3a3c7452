// The enhancements every page gets, staff or public. They keep nothing in the browser.
import { loadCharts } from "./charts-loader";
import { watchConfirm } from "./confirm";
import { watchCopy } from "./copy";
import { addCounters } from "./counter";
import { addDropZones } from "./drop";
import { foldFilters } from "./filters";
import { watchMenus } from "./menus";
import { watchSaveCode } from "./save-code";
import { markScrollers } from "./scrollers";
import { watchSubmit } from "./submit";

export function enhance(root: ParentNode): void {
  addCounters(root);
  addDropZones(root);
  markScrollers(root);
  loadCharts(root);
}

export function watchPage(): void {
  document.documentElement.classList.add("js");
  foldFilters();
  watchConfirm();
  watchCopy();
  watchMenus();
  watchSaveCode();
  watchSubmit();
}
