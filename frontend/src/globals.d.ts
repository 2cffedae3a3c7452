interface Window {
  huiyinCharts?: { draw(root: ParentNode): void };
}
declare module "*.scss";
