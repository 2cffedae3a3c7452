// Makes what Vite does not: the icon sprite, the mark as favicon, and the licences of what is bundled.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const out = process.env.HUIYIN_STATIC ?? here("../huiyin/static/huiyin");
const read = (path) => readFileSync(here(path), "utf8");

// 回 itself: one enclosure inside another.
const MARK = '<path d="M4 3.5h16v17H4z"/><path d="M9 9h6v6H9z"/>';

function symbol(name, file) {
  const shapes = read(`node_modules/@tabler/icons/icons/outline/${file}.svg`)
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace("</svg>", "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" ?\/>/, "")
    .split("\n")
    .map((line) => line.trim())
    .join("");
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}

function sprite() {
  const names = Object.entries(JSON.parse(read("icons.json")));
  const symbols = [`<symbol id="mark" viewBox="0 0 24 24">${MARK}</symbol>`, ...names.map(([name, file]) => symbol(name, file))];
  return `<svg xmlns="http://www.w3.org/2000/svg">\n<!-- Tabler Icons, MIT; see THIRD-PARTY.txt -->\n${symbols.join("\n")}\n</svg>\n`;
}

function favicon() {
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#fff" d="M0 0h24v24H0z"/>' +
    `<g fill="none" stroke="#9b1c1c" stroke-width="2.5">${MARK}</g></svg>\n`
  );
}

const BUNDLED = [
  ["bootstrap", ["LICENSE"]],
  ["htmx.org", ["LICENSE"]],
  ["echarts", ["LICENSE", "NOTICE", "licenses/LICENSE-d3"]],
  ["zrender", ["LICENSE"]],
  ["tslib", ["LICENSE.txt"]],
  ["@tabler/icons", ["LICENSE"]],
  ["@cloudflare/blindrsa-ts", ["LICENSE.txt"]],
];

function licences() {
  const parts = BUNDLED.map(([name, files]) => {
    const { version, license } = JSON.parse(read(`node_modules/${name}/package.json`));
    const texts = files.map((file) => read(`node_modules/${name}/${file}`).replace(/\r\n/g, "\n").trim());
    return `==== ${name} ${version} (${license}) ====\n\n${texts.join("\n\n")}\n`;
  });
  return `What app.css, app.js, ballot.js, charts.js and icons.svg contain of others, under these licences.\n\n${parts.join("\n")}`;
}

mkdirSync(out, { recursive: true });
writeFileSync(`${out}/icons.svg`, sprite());
writeFileSync(`${out}/favicon.svg`, favicon());
writeFileSync(`${out}/THIRD-PARTY.txt`, licences());
