// Builds into a scratch folder and compares with the committed files: what is served is what the sources say.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const committed = fileURLToPath(new URL("../huiyin/static/huiyin", import.meta.url));
const fresh = mkdtempSync(join(tmpdir(), "huiyin-static-"));
try {
  execFileSync("npm", ["run", "--silent", "build"], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    env: { ...process.env, HUIYIN_STATIC: fresh },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const names = new Set([...readdirSync(committed), ...readdirSync(fresh)]);
  const read = (folder, name) => (readdirSync(folder).includes(name) ? readFileSync(join(folder, name)) : Buffer.alloc(0));
  const different = [...names].filter((name) => !read(committed, name).equals(read(fresh, name)));
  if (different.length > 0) {
    console.error(`differs from a fresh build: ${different.join(", ")}; run "npm run build" in frontend/ and commit`);
    process.exitCode = 1;
  } else {
    console.log(`${names.size} built files are what the sources give`);
  }
} finally {
  rmSync(fresh, { recursive: true });
}
