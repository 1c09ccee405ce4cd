// fill.mjs FORM RESULTS: fills the form with the answers of each full result in the engine of ODK's
// web forms, and writes what it would export as CSV. It fails where the form hides a question that
// was answered, refuses an answer, or takes "none" beside another choice.
import { JSDOM } from 'jsdom';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { window } = new JSDOM('');
for (const name of Object.getOwnPropertyNames(window)) if (!(name in globalThis) && /^[A-Z]/.test(name)) globalThis[name] = window[name];
Object.assign(globalThis, { window, document: window.document, __dirname: process.cwd(), require: createRequire(import.meta.url) });
const { loadForm } = await import('@getodk/xforms-engine');

const fail = (message) => { console.error(message); process.exit(1); };
const form = await loadForm(readFileSync(process.argv[2], 'utf8'));
if (form.status !== 'success') fail(`the engine says ${form.status}: ${form.error}`);
const nameOf = (node) => node.currentState.reference.split('/').pop();
const broken = (node) => node.validationState.violation?.condition;
const textOf = (node) => (Array.isArray(node.currentState.value) ? node.currentState.value.join(' ') : String(node.currentState.value ?? ''));
const set = (node, values) => {
  if (node.nodeType === 'select') node.selectValues(values);
  else node.setValue(node.valueType === 'int' ? BigInt(values[0]) : values[0]);
};
const cell = (text) => `"${text.replaceAll('"', '""')}"`;

let header;
let person = 0;
for (const line of readFileSync(process.argv[3], 'utf8').trim().split('\n')) {
  const { id, answers } = JSON.parse(line);
  const root = form.createInstance().root;
  if (person++ === 2) root.setLanguage(root.languages.find(({ language }) => language === 'Hindi (hi)'));
  const nodes = new Map(root.currentState.children.map((node) => [nameOf(node), node]));
  nodes.get('id').setValue(id);
  for (const { question, state, values = [] } of answers) {
    const node = nodes.get(question);
    if (!node.currentState.relevant) fail(`${id}: ${question} is hidden`);
    const given = values.map(String);
    if (state === 'unsure') given.push('unsure');
    if (given.length === 0 && node.selectType === 'select') given.push('none');
    set(node, given);
    if (broken(node)) fail(`${id}: ${question} refuses ${given}: ${broken(node)}`);
  }
  const label = nodes.get('age').currentState.label.asString;
  if (/\p{Script=Devanagari}/u.test(label) !== (person === 3)) fail(`${id}: the label is ${label}`);
  const medicines = nodes.get('medicines');
  const before = medicines.currentState.value;
  set(medicines, ['none', 'anticoagulant']);
  if (broken(medicines) !== 'constraint') fail(`${id}: "none" beside a medicine is taken`);
  set(medicines, before);
  set(nodes.get('age'), ['999']);
  if (broken(nodes.get('age')) !== 'constraint') fail(`${id}: an age of 999 is taken`);
  set(nodes.get('age'), answers.find(({ question }) => question === 'age').values);
  if (!/^\d{4}-\d\d-\d\d/.test(textOf(nodes.get('date')))) fail(`${id}: the date is ${textOf(nodes.get('date'))}`);
  const row = [['SubmissionDate', '2026-03-09T05:01:44.000Z'], ['KEY', `uuid:${id}`]];
  for (const [name, node] of nodes) {
    if (name === 'date' || name === 'meta') continue; // the day of the test is not that of the intake
    const text = node.currentState.relevant ? textOf(node) : '';
    row.push([name, text]);
    if (node.nodeType !== 'select' || node.selectType !== 'select') continue;
    for (const { value } of node.currentState.valueOptions) row.push([`${name}/${value}`, text && (text.split(' ').includes(value) ? '1' : '0')]);
  }
  if (!header) console.log((header = row.map(([name]) => cell(name)).join(',')));
  console.log(row.map(([, text]) => cell(text)).join(','));
}
