// Fills in a Questionnaire by mouse and keyboard, as LHC-Forms shows it in headless Chromium.
//
//   node fill.mjs QUESTIONNAIRE RESPONSE OUT
//
// gives the answers of RESPONSE, one after another from the top, and writes to OUT the
// response that LHC-Forms makes of them. It fails when a question is not shown.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import {createRequire} from 'node:module';
import {fileURLToPath} from 'node:url';

const {chromium} = createRequire(import.meta.url)('playwright-core');
const [questionnaireFile, responseFile, outFile] = process.argv.slice(2);
const questionnaire = JSON.parse(fs.readFileSync(questionnaireFile));
const response = JSON.parse(fs.readFileSync(responseFile));
const lforms = path.join(path.dirname(fileURLToPath(import.meta.url)), 'node_modules/lforms/dist/lforms');

const page = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/webcomponent/styles.css"><div id="form"></div>` +
  ['webcomponent/assets/lib/zone.min.js', 'webcomponent/runtime.js', 'webcomponent/polyfills.js', 'webcomponent/main.js', 'fhir/R4/lformsFHIR.min.js']
    .map((file) => `<script src="/${file}"></script>`).join('');

const types = {'.js': 'text/javascript', '.css': 'text/css'};
const server = http.createServer((request, reply) => {
  const file = path.join(lforms, path.normalize(new URL(request.url, 'http://localhost').pathname));
  if (request.url === '/') {
    reply.setHeader('content-type', 'text/html').end(page);
  } else if (fs.existsSync(file)) {
    reply.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream').end(fs.readFileSync(file));
  } else {
    reply.writeHead(404).end();
  }
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  const tab = await browser.newPage({viewport: {width: 1200, height: 1000}});
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  await tab.evaluate((q) => LForms.Util.addFormToPage(q, 'form', {}), questionnaire);
  await fill(tab, response.item);
  const made = await tab.evaluate(() => LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4'));
  fs.writeFileSync(outFile, JSON.stringify(made, null, 2));
} finally {
  await browser.close();
  server.close();
}

async function fill(tab, items) {
  for (const item of items) {
    for (const answer of item.answer ?? []) await give(tab, item.linkId, answer);
    await fill(tab, item.item ?? []);
  }
}

async function give(tab, linkId, answer) {
  const shown = tab.locator(`[id^="item-${linkId}/"]`);
  const choose = (label) => shown.locator('label').filter({has: tab.getByText(label, {exact: true})}).last().click();
  if (answer.valueCoding) await choose(answer.valueCoding.display);
  else if ('valueBoolean' in answer) await choose(answer.valueBoolean ? 'Yes' : 'No');
  else {
    await shown.locator('input, textarea').first().fill(String(answer.valueInteger ?? answer.valueString));
    await tab.keyboard.press('Tab');
  }
}
