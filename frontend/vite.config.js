// Five bundles, one a mode (app, public, charts, ballot, speak), each a single classic script with a stable name.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

// Older phones and the browsers of domestic desktop systems: nothing newer than Chromium 87, Safari 14, Firefox 78.
const targets = { chrome: 87 << 16, safari: 14 << 16, firefox: 78 << 16 };

export default defineConfig(({ mode }) => ({
  root: here("src"),
  publicDir: false,
  clearScreen: false,
  css: {
    transformer: "lightningcss",
    lightningcss: { targets },
    preprocessorOptions: {
      scss: {
        loadPaths: [here("node_modules")],
        quietDeps: true,
        silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
      },
    },
  },
  build: {
    outDir: process.env.HUIYIN_STATIC ?? here("../huiyin/static/huiyin"),
    emptyOutDir: false,
    target: ["chrome87", "safari14", "firefox78"],
    cssMinify: "lightningcss",
    cssCodeSplit: false,
    sourcemap: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 800,
    rollupOptions: {
      input: here(`src/${mode}.ts`),
      output: {
        format: "iife",
        entryFileNames: `${mode}.js`,
        assetFileNames: `${mode}[extname]`,
      },
    },
  },
}));
