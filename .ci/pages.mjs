// usage: node pages.mjs FILE.html...   complains about what is wrong with the pages and fails if anything is.
import { chromium } from 'playwright-core';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const views = [
  { name: 'phone', width: 390, height: 844, colorScheme: 'light' },
  { name: 'narrow phone', width: 320, height: 640, colorScheme: 'light' },
  { name: 'laptop', width: 1280, height: 800, colorScheme: 'light' },
  { name: 'dark', width: 1280, height: 800, colorScheme: 'dark' },
  { name: 'print', width: 794, height: 1123, colorScheme: 'light', media: 'print' },
];
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'pages-'));
const browser = await chromium.launchPersistentContext(profile, { executablePath: process.env.CHROMIUM || '/usr/bin/chromium', headless: true, args: flags });
const page = await browser.newPage();
const axe = fs.readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
let problems = 0;
const complain = (file, what) => { problems++; console.log(`${path.basename(file)}: ${what}`); };

for (const file of process.argv.slice(2)) {
  const requests = [];
  page.removeAllListeners('request');
  page.on('request', (r) => requests.push(r.url()));
  for (const view of views) {
    await page.setViewportSize(view);
    await page.emulateMedia({ colorScheme: view.colorScheme, media: view.media || 'screen' });
    await page.goto('file://' + file);
    const { violations } = await page.evaluate((source) => { (0, eval)(source); return globalThis.axe.run(); }, axe);
    for (const v of violations) complain(file, `${view.name}: ${v.id}: ${v.help} (${v.nodes.map((n) => n.target).join(' ')})`);
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) complain(file, `${view.name}: wider than the screen`);
    if (view.name === 'phone' && await page.evaluate(() => document.querySelector('.therapies .dose')?.getBoundingClientRect().bottom > innerHeight)) complain(file, 'phone: the first therapy is below the fold');
  }
  for (const url of requests) if (url !== 'file://' + file) complain(file, `asks for ${url}`);
  await page.emulateMedia({ media: 'print' });
  const visits = await page.evaluate(() => document.querySelectorAll('article').length);
  await page.addStyleTag({ content: '.sources { display: none !important; }' });
  for (const format of ['A4', 'Letter']) {
    const pdf = (await page.pdf({ format, printBackground: true })).toString('latin1');
    const pages = (pdf.match(/\/Type\s*\/Page[^s]/g) || []).length;
    if (pages > 2 * visits) complain(file, `${pages} pages of ${format} for ${visits} visits`);
  }
}
await browser.close();
fs.rmSync(profile, { recursive: true, force: true });
console.log(`${process.argv.length - 2} pages looked at, ${problems} problems`);
process.exit(problems ? 1 : 0);
