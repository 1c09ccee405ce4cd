// Lets LHC-Forms, in headless Chromium, fill in beforehand what the Questionnaire says of the patient, and extract what it
// says of the answers.
//
//   node sdc.mjs QUESTIONNAIRE BIRTHDATE AGE
//
// fails unless the age is filled in as AGE (or not at all, when that is "none") and comes out as an Observation, as does a pain of 7;
// and unless a pregnancy and the medicines of the record are filled in, for the person whose age is known only.
import assert from 'node:assert';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import {createRequire} from 'node:module';
import {fileURLToPath} from 'node:url';

const {chromium} = createRequire(import.meta.url)('playwright-core');
const [questionnaireFile, birthDate, age] = process.argv.slice(2);
const questionnaire = JSON.parse(fs.readFileSync(questionnaireFile));
const lforms = path.join(path.dirname(fileURLToPath(import.meta.url)), 'node_modules/lforms/dist/lforms');
const page = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/webcomponent/styles.css"><div id="form"></div>` +
  ['webcomponent/assets/lib/zone.min.js', 'webcomponent/runtime.js', 'webcomponent/polyfills.js', 'webcomponent/main.js', 'fhir/R4/lformsFHIR.min.js']
    .map((file) => `<script src="/${file}"></script>`).join('');
const types = {'.js': 'text/javascript', '.css': 'text/css'};
const server = http.createServer((request, reply) => {
  const file = path.join(lforms, path.normalize(new URL(request.url, 'http://localhost').pathname));
  if (request.url === '/') reply.setHeader('content-type', 'text/html').end(page);
  else if (fs.existsSync(file)) reply.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream').end(fs.readFileSync(file));
  else reply.writeHead(404).end();
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  const tab = await browser.newPage({viewport: {width: 1200, height: 1000}});
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  const patient = {resourceType: 'Patient', id: '123', birthDate};
  const medicine = (code) => ({resourceType: 'MedicationRequest', status: 'active', intent: 'order', medicationCodeableConcept: {coding: [{system: 'http://www.whocc.no/atc', code}]}});
  const pregnant = {resourceType: 'Observation', status: 'final', code: {coding: [{system: 'http://loinc.org', code: '82810-3'}]}, valueCodeableConcept: {coding: [{system: 'http://snomed.info/sct', code: '77386006'}]}};
  const record = age === 'none' ? {} : {Observation: [pregnant], MedicationRequest: [medicine('B01AF02'), medicine('A10AB01'), medicine('C09AA05')]};
  await tab.evaluate(async ([q, p, record]) => {
    const request = (query) => {
      const url = String(query.url ?? query);
      if (!url.includes('patient=' + p.id)) return Promise.reject(new Error('another patient'));
      return Promise.resolve({resourceType: 'Bundle', type: 'searchset', entry: (record[url.split('?')[0]] ?? []).map((resource) => ({resource}))});
    };
    LForms.Util.setFHIRContext({getFhirVersion: () => Promise.resolve('4.0.1'), getCurrent: () => Promise.resolve(p), patient: {id: p.id, read: () => Promise.resolve(p)}, request}, {patient: p});
    await LForms.Util.addFormToPage(q, 'form', {prepopulate: true});
  }, [questionnaire, patient, record]);
  const shown = (linkId) => tab.locator(`[id^="item-${linkId}/"]`).locator('input').first();
  await tab.waitForTimeout(2000);
  assert.equal(await shown('age').inputValue(), age === 'none' ? '' : age);
  const filled = await tab.evaluate(() => LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4'));
  const answers = {};
  (function walk(items) { for (const item of items ?? []) { answers[item.linkId] = (item.answer ?? []).map((a) => a.valueCoding?.code); walk(item.item); } })(filled.item);
  assert.deepEqual([answers.pregnancy ?? [], answers.medicines ?? []], age === 'none' ? [[], []] : [['possible'], ['anticoagulant', 'insulin']]);
  await shown('pain_intensity').fill('7');
  await tab.keyboard.press('Tab');
  const all = await tab.evaluate((p) => LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4', null, {extract: true, subject: p}), patient);
  const resources = all.flatMap((r) => r.resourceType === 'Bundle' ? r.entry.map((e) => e.resource) : [r]);
  const observed = Object.fromEntries(resources.filter((r) => r.resourceType === 'Observation').map((o) => [o.code.coding[0].code, o.valueInteger ?? o.valueQuantity?.value]));
  assert.deepEqual(observed, age === 'none' ? {'72514-3': 7} : {'30525-0': Number(age), '72514-3': 7});
  console.log(`born ${birthDate}: the form fills in the age (${age}), ${Object.values(answers).flat().filter(Boolean).length} codes of the record, and gives Observations`);
} finally {
  await browser.close();
  server.close();
}
