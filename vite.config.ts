import { defineConfig } from 'vite';

/** Builds the playground's page; its server finds it in `dist/playground-page`. */
export default defineConfig({
  root: 'src/playground-page',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../dist/playground-page',
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // A font written into the style sheet would be a data: address, which the page's policy does not allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Whoever starts the bot is helped by nothing that it says.
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
