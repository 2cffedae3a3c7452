// The chart library is fetched only by pages that have a chart.
let asked = false;

export function loadCharts(root: ParentNode): void {
  if (!root.querySelector("figure[data-chart]")) {
    return;
  }
  if (window.huiyinCharts) {
    window.huiyinCharts.draw(root);
    return;
  }
  const address = document.body.dataset.charts;
  if (asked || !address) {
    return;
  }
  asked = true;
  const script = document.createElement("script");
  script.src = address;
  script.addEventListener("load", () => window.huiyinCharts?.draw(document));
  document.head.append(script);
}
